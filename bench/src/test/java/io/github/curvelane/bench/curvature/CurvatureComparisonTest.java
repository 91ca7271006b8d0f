package io.github.curvelane.bench.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
  void closingLine() {
    assertThat(CurvatureComparison.line(Quantity.HESSIAN_VECTOR, 1.1, 1.019))
        .isEqualTo("hessian-vector (kept state): 1.10 x gradient, 1.02 x by multiply-adds");
  }
}
