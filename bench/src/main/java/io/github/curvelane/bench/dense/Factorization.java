package io.github.curvelane.bench.dense;

import java.util.Locale;

/** What a matrix is factored into. */
public enum Factorization {
  /** L·Lᵀ of a positive definite matrix. */
  CHOLESKY,
  /** Q·R. */
  QR,
  /** Q·R with exchange of columns. */
  PIVOTED_QR,
  /** Eigenvalues and eigenvectors of a symmetric matrix. */
  EIGEN;

  /**
   * The leading term of the floating-point operations.
   *
   * @param m the rows
   * @param n the columns
   * @return the operations; for eigenvectors, by convention, 9·n³
   */
  double operations(int m, int n) {
    double cube = (double) n * n * n;
    return switch (this) {
      case CHOLESKY -> cube / 3;
      case QR, PIVOTED_QR -> 2.0 * n * n * m - 2 * cube / 3;
      case EIGEN -> 9 * cube;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
