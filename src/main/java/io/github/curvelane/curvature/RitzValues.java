package io.github.curvelane.curvature;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.SymmetricEigen;
import java.util.Arrays;

/**
 * The eigenvalues of a basis' T, ascending, with the norms of their residuals, in doubles. Of a
 * tridiagonal T only the last elements of eigenvectors are computed until more is wanted, in O(k²).
 */
final class RitzValues {
  private final SymmetricEigen<double[]> eigen =
      Kernels.of(Precision.DOUBLE).newSymmetricEigen(Parallelism.none());
  private double[] values = {};
  private double[] last = {};
  private double[] diagonal = {};
  private double[] beside = {};
  private double[] matrix = {};
  private double outwards;
  private int count;

  /** The number of values. */
  int count() {
    return count;
  }

  double value(int i) {
    return values[i];
  }

  /** ‖My − θy‖ but for rounding errors. */
  double residual(int i) {
    return outwards * Math.abs(last[i]);
  }

  /** The values of T of the columns from one on, which no other is coupled to. */
  void solve(LanczosBasis<?> basis, int from) {
    begin(basis, basis.columns() - from);
    if (from < basis.kept()) {
      decompose(basis);
      for (int i = 0; i < count; i++) {
        last[i] = matrix[i * count + count - 1];
      }
      return;
    }
    Arrays.fill(last, 0, count, 0);
    last[count - 1] = 1;
    System.arraycopy(basis.alphas(), from, diagonal, 0, count);
    System.arraycopy(basis.betas(), from, beside, 0, count);
    eigen.rotateTridiagonal(count, diagonal, 0, beside, 0, values, 0, last, 0, 1, 1);
  }

  /** The values of T, and returns its eigenvectors as rows of as many numbers. */
  double[] vectors(LanczosBasis<?> basis) {
    begin(basis, basis.columns());
    decompose(basis);
    return matrix;
  }

  private void begin(LanczosBasis<?> basis, int columns) {
    count = columns;
    outwards = basis.outwards();
    if (values.length < count) {
      int length = count + count / 2;
      values = new double[length];
      last = new double[length];
      diagonal = new double[length];
      beside = new double[length];
    }
  }

  private void decompose(LanczosBasis<?> basis) {
    if (matrix.length < count * count) {
      matrix = new double[count * count];
    }
    if (basis.kept() == 0) {
      System.arraycopy(basis.alphas(), 0, diagonal, 0, count);
      System.arraycopy(basis.betas(), 0, beside, 0, count);
      eigen.decomposeTridiagonal(count, diagonal, 0, beside, 0, values, 0, matrix, 0, count);
      return;
    }
    // The lower triangle: the restarted columns meet the row after them alone.
    int kept = basis.kept();
    Arrays.fill(matrix, 0, count * count, 0);
    for (int i = 0; i < count; i++) {
      matrix[i * count + i] = basis.alphas()[i];
      if (i > kept) {
        matrix[i * count + i - 1] = basis.betas()[i - 1];
      }
    }
    if (count > kept) {
      System.arraycopy(basis.couplings(), 0, matrix, kept * count, kept);
    }
    eigen.decompose(count, matrix, 0, count, values, 0, matrix, 0, count);
  }
}
