package io.github.curvelane.curvature;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import java.util.Objects;

/** A dense symmetric matrix. */
final class MatrixOperator<A> implements SymmetricOperator<A> {
  private final Precision<A> precision;
  private final int n;
  private final A matrix;
  private final Product<A> product;

  MatrixOperator(Precision<A> precision, int n, A matrix) {
    this.precision = Objects.requireNonNull(precision, "precision");
    this.n = n;
    this.matrix = Objects.requireNonNull(matrix, "matrix");
    this.product = Kernels.of(precision).newProduct(Parallelism.none());
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + ", must be at least 1");
    }
    int length = precision.length(matrix);
    if (length != (long) n * n) {
      throw new IllegalArgumentException(
          "matrix has %d elements, must have the %d of %d rows".formatted(length, (long) n * n, n));
    }
    int bad = precision.indexOfNonFinite(matrix, 0, length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "the matrix is %s in row %d, column %d, must be finite"
              .formatted(precision.get(matrix, bad), bad / n, bad % n));
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double below = precision.get(matrix, i * n + j);
        double above = precision.get(matrix, j * n + i);
        if (below != above) {
          throw new IllegalArgumentException(
              "the matrix is not symmetric: %s in row %d, column %d, but %s in row %d, column %d"
                  .formatted(below, i, j, above, j, i));
        }
      }
    }
  }

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return n;
  }

  @Override
  public void apply(A v, A result) {
    Vectors.check(precision, n, v, result);
    product.a(v, 0, n).bTransposed(matrix, 0, n).c(result, 0, n).multiply(1, n, n);
  }

  @Override
  public String toString() {
    return "dense matrix of %d rows, %s".formatted(n, precision);
  }
}
