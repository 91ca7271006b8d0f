package io.github.curvelane.bench.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.bench.step.Architecture;
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
  void convolutionsCountTheirPlaces() {
    assertThat(Quantity.HESSIAN_VECTOR.gradients(Architecture.LENET))
        .isEqualTo(1.77, within(0.005));
    assertThat(Quantity.GAUSS_NEWTON_VECTOR.gradients(Architecture.LENET))
        .isEqualTo(1.26, within(0.005));
    assertThat(Quantity.BECKER_LECUN.gradients(Architecture.LENET)).isEqualTo(0.63, within(0.005));
    assertThat(Quantity.HESSIAN_VECTOR.gradients(Architecture.VGG)).isEqualTo(1.98, within(0.005));
    assertThat(Quantity.GAUSS_NEWTON_VECTOR.gradients(Architecture.VGG))
        .isEqualTo(1.33, within(0.005));
    assertThat(Quantity.BECKER_LECUN.gradients(Architecture.VGG)).isEqualTo(0.66, within(0.005));
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

  private static double shared(Architecture network) {
    return Quantity.FOUR_HESSIAN_VECTORS_ALL_IN.gradients(network)
        / Quantity.FOUR_SINGLE_HESSIAN_VECTORS_ALL_IN.gradients(network);
  }

  @Test
  void closingLine() {
    assertThat(CurvatureComparison.line(Quantity.HESSIAN_VECTOR, 1.1, 1.019))
        .isEqualTo("hessian-vector (kept state): 1.10 x gradient, 1.02 x by multiply-adds");
    assertThat(CurvatureComparison.atOnce("vectors", "single ones", new double[] {0.5, 0.5, 0.5}))
        .isEqualTo("four vectors at once: 0.50 x four single ones, 0.50 to 0.50");
  }
}
