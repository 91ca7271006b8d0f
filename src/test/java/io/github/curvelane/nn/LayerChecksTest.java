package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users' checks say of networks of all kinds of layers. */
final class LayerChecksTest {
  static List<LayerCase> cases() {
    return LayerCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCheckPasses(LayerCase network) {
    assertThat(Checks.all(network.objective(Precision.DOUBLE), network.theta()))
        .matches(Verdict::passed);
  }
}
