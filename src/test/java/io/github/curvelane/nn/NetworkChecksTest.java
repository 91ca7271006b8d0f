package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import io.github.curvelane.curvature.DenseCurvature;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users' checks say of the library's own objective. */
final class NetworkChecksTest {
  static List<NetworkCase> cases() {
    return NetworkCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCheckPasses(NetworkCase network) {
    assertThat(Checks.all(network.objective(), network.theta())).matches(Verdict::passed);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void differencesOfGradientsGiveTheHessian(NetworkCase network) {
    NetworkObjective<double[]> objective = network.objective();
    double[] theta = network.theta();
    double[] exact = DenseCurvature.hessian(objective, theta);
    double[] differences = DenseCurvature.finiteDifferenceHessian(objective, theta);
    Close.assertClose("H", differences, exact, 1e5 * Close.largest(new double[][] {exact}));
  }
}
