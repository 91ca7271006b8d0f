package io.github.curvelane.kernel.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.scalar.ScalarDoubleKernels;
import org.junit.jupiter.api.Test;

/** Where the QL iteration is given fewer sweeps than it needs, the eigenvalue is named. */
final class EigenConvergenceTest {
  @Test
  void anEigenvalueThatDoesNotConvergeIsNamedAndNothingWritten() {
    double[] a = {8, 0, 0, 4, 12, 0, 0, 4, 16};
    double[] values = {-7, -7, -7};
    DoubleSymmetricEigen limited = eigen(0);
    assertThat(limited.decompose(3, a, 0, 3, values, 0, a, 0, 3)).isZero();
    assertThat(values).containsOnly(-7);
    assertThat(a).containsExactly(8, 0, 0, 4, 12, 0, 0, 4, 16);
    // The reflection of a column that is reduced already changes its sign.
    assertThat(limited.residue()).isEqualTo(-4);
    assertThat(eigen(30).decompose(3, a, 0, 3, values, 0, null, 0, 0)).isEqualTo(-1);
    assertThat(values[0] + values[1] + values[2]).isEqualTo(36);
  }

  private static DoubleSymmetricEigen eigen(int sweeps) {
    return new DoubleSymmetricEigen(
        new ScalarDoubleKernels().newProduct(Parallelism.none()),
        (count, c, s, offset, rows, last, ld, columns) -> {},
        sweeps);
  }
}
