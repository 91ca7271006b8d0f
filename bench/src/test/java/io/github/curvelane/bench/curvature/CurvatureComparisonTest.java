package io.github.curvelane.bench.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurvatureComparisonTest {
  @Test
  void multiplyAddsInGradients() {
    var small = CurvatureComparison.NETWORKS.getFirst();
    var deep = CurvatureComparison.NETWORKS.getLast();
    assertThat(Quantity.HESSIAN_VECTOR.gradients(small)).isEqualTo(1.02, within(0.005));
    assertThat(Quantity.HESSIAN_VECTOR.gradients(deep)).isEqualTo(1.57, within(0.005));
    assertThat(Quantity.GAUSS_NEWTON_VECTOR.gradients(small)).isEqualTo(1.01, within(0.005));
    assertThat(Quantity.GAUSS_NEWTON_VECTOR.gradients(deep)).isEqualTo(1.19, within(0.005));
    assertThat(Quantity.BECKER_LECUN.gradients(small)).isEqualTo(0.50, within(0.005));
    assertThat(Quantity.BECKER_LECUN.gradients(deep)).isEqualTo(0.59, within(0.005));
  }

  @Test
  void fourDirectionsShareAllInThePassesAlone() {
    var small = CurvatureComparison.NETWORKS.getFirst();
    var deep = CurvatureComparison.NETWORKS.getLast();
    assertThat(shared(small)).isEqualTo(0.63, within(0.005));
    assertThat(shared(deep)).isEqualTo(0.71, within(0.005));
    assertThat(Quantity.FOUR_HESSIAN_VECTORS.gradients(deep))
        .isEqualTo(4 * Quantity.HESSIAN_VECTOR.gradients(deep), within(1e-12));
  }

  private static double shared(List<Integer> sizes) {
    return Quantity.FOUR_HESSIAN_VECTORS_ALL_IN.gradients(sizes)
        / Quantity.FOUR_SINGLE_HESSIAN_VECTORS_ALL_IN.gradients(sizes);
  }

  @Test
  void closingLine() {
    assertThat(CurvatureComparison.line(Quantity.HESSIAN_VECTOR, 1.1, 1.019))
        .isEqualTo("hessian-vector (kept state): 1.10 x gradient, 1.02 x by multiply-adds");
    assertThat(CurvatureComparison.atOnce("vectors", "single ones", new double[] {0.5, 0.5, 0.5}))
        .isEqualTo("four vectors at once: 0.50 x four single ones, 0.50 to 0.50");
  }
}
