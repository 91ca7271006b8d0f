package io.github.curvelane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Kernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** In a process of its own, as every class of tests is: elsewhere vectors are loaded already. */
final class FirstWorkTest {
  private static final int FEATURES = 9;
  private static final Precision<float[]> FLOAT = Precision.FLOAT;

  @Test
  void theFirstCallsAreScalarAndNoBitChangesWithThoseThatFollow() {
    Model<?> model = Models.classifier(FLOAT);
    Predictor predictor = Predictor.of(model);
    float[] row = Models.rows(1, FEATURES, 1);
    float[] first = predictor.predict(row);
    assertThat(Kernels.atOnce(FLOAT)).isSameAs(Kernels.scalar(FLOAT));
    for (int call = 0; call < 100; call++) {
      assertThat(Arrays.equals(predictor.predict(row), first)).isTrue();
    }
    Kernels<float[]> present = Kernels.atOnce(FLOAT);
    assertThat(present).isNotSameAs(Kernels.scalar(FLOAT)).isSameAs(Kernels.of(FLOAT));
    assertThat(Predictor.of(model).predict(row)).containsExactly(first);
  }

  /** The other precision, of which nothing is loaded before. */
  @Test
  void aLargeFirstCallWaitsForVectors() {
    Predictor predictor = Predictor.of(Models.classifier(Precision.DOUBLE));
    int rows = 100_000;
    double[] results = new double[rows * predictor.outputs()];
    double[] many = new double[rows * FEATURES];
    predictor.predict(many, 0, FEATURES, rows, results, 0, predictor.outputs());
    assertThat(Kernels.atOnce(Precision.DOUBLE)).isSameAs(Kernels.of(Precision.DOUBLE));
  }
}
