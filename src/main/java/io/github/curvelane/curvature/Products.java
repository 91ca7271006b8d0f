package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import java.util.List;
import java.util.Objects;

/**
 * The products with a matrix that some work makes: counted, watched, and refused when they are not
 * finite.
 */
final class Products<A> {
  private final SymmetricOperator<A> matrix;
  private final ProductWatch watch;
  private final Precision<A> precision;
  private final int size;
  private long made;

  /**
   * Creates a counter.
   *
   * @param matrix M
   * @param watch watches
   */
  Products(SymmetricOperator<A> matrix, ProductWatch watch) {
    this.matrix = Objects.requireNonNull(matrix, "matrix");
    this.watch = Objects.requireNonNull(watch, "watch");
    this.precision = matrix.precision();
    this.size = matrix.dimension();
    if (size < 1) {
      throw new IllegalArgumentException(
          "the matrix has %d rows, must have at least 1".formatted(size));
    }
  }

  Precision<A> precision() {
    return precision;
  }

  int dimension() {
    return size;
  }

  long made() {
    return made;
  }

  /**
   * Computes Mv.
   *
   * @throws Cancelled if the watch wants the work to end; nothing is computed then
   * @throws ArithmeticException if an element of Mv is NaN or infinite
   */
  void apply(A v, A result) {
    checkCancelled();
    matrix.apply(v, result);
    made++;
    checkFinite(result, made);
    watch.product(made);
  }

  /** Computes Mv for several vectors. */
  void apply(List<A> vectors, List<A> results) {
    checkCancelled();
    matrix.apply(vectors, results);
    for (int k = 0; k < results.size(); k++) {
      checkFinite(results.get(k), made + k + 1);
    }
    made += results.size();
    watch.product(made);
  }

  private void checkCancelled() {
    if (watch.cancelled()) {
      throw Cancelled.NOW;
    }
  }

  private void checkFinite(A result, long number) {
    int bad = precision.indexOfNonFinite(result, 0, size);
    if (bad >= 0) {
      throw new ArithmeticException(
          "element %d of product %d is %s, must be finite"
              .formatted(bad, number, precision.get(result, bad)));
    }
  }
}
