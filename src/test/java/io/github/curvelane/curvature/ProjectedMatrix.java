package io.github.curvelane.curvature;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;

/** T of a basis as a dense matrix. */
final class ProjectedMatrix {
  private ProjectedMatrix() {}

  /** T, row-major. */
  static double[] of(LanczosBasis<?> basis) {
    int k = basis.columns();
    double[] t = new double[k * k];
    for (int i = 0; i < k; i++) {
      t[i * k + i] = basis.alphas()[i];
      int next = i < basis.kept() ? basis.kept() : i + 1;
      double beside = i < basis.kept() ? basis.couplings()[i] : basis.betas()[i];
      if (next < k) {
        t[i * k + next] = beside;
        t[next * k + i] = beside;
      }
    }
    return t;
  }

  /** Its eigenvalues, and its eigenvectors as rows. */
  static void eigen(LanczosBasis<?> basis, double[] values, double[] vectors) {
    int k = basis.columns();
    Kernels.of(Precision.DOUBLE)
        .newSymmetricEigen(Parallelism.none())
        .decompose(k, of(basis), 0, k, values, 0, vectors, 0, k);
  }
}
