package io.github.curvelane;

import java.util.List;

/**
 * A symmetric matrix M that is known by its products Mv alone. The power method, Lanczos
 * iterations, conjugate gradients and estimates of traces know nothing else; {@link
 * HessianProducts#hessian}, {@link GaussNewtonProducts#gaussNewton} and {@link
 * GradientMoments#empiricalFisher} give the matrices of an objective at the point that it keeps.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface SymmetricOperator<A> {
  /**
   * Returns the precision of vectors.
   *
   * @return the precision
   */
  Precision<A> precision();

  /**
   * Returns the number of rows and columns.
   *
   * @return N, the length of v and Mv
   */
  int dimension();

  /**
   * Computes Mv.
   *
   * @param v the vector, N elements
   * @param result receives Mv, N elements; must not be {@code v}
   * @throws IllegalArgumentException if an array has another length or two are one
   * @throws IllegalStateException if M is that of a point, and it is no longer kept
   */
  void apply(A v, A result);

  /**
   * Computes Mv for several vectors, which may share work: the same bits as one after another.
   *
   * @param vectors the vectors, N elements each
   * @param results receive Mv of each, N elements each; no array may be another of these
   * @throws IllegalArgumentException if there are not as many results as vectors, none at all, an
   *     array has another length, or two are one
   * @throws IllegalStateException if M is that of a point, and it is no longer kept
   */
  default void apply(List<A> vectors, List<A> results) {
    Directions.check(precision(), dimension(), vectors, "results", results);
    for (int k = 0; k < vectors.size(); k++) {
      apply(vectors.get(k), results.get(k));
    }
  }
}
