package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;

/** Symmetric operators made of others, of matrices and of objectives. */
public final class Operators {
  private Operators() {}

  /**
   * A dense matrix as an operator: each element of a product is one chain of fused multiply-adds
   * over ascending columns.
   *
   * @param precision the precision
   * @param n the rows and columns, at least 1
   * @param matrix M, row-major [n × n], finite, equal to its transpose; read by every product
   * @param <A> {@code float[]} or {@code double[]}
   * @return the operator, for one thread at a time
   * @throws IllegalArgumentException if the array has another length, or M holds NaN or infinite
   *     numbers or is not symmetric; the message names the elements
   */
  public static <A> SymmetricOperator<A> matrix(Precision<A> precision, int n, A matrix) {
    return new MatrixOperator<>(precision, n, matrix);
  }

  /**
   * The block of rows and columns of an index range, for instance the parameters of one layer: what
   * becomes of M if all other parameters are held. Its eigenvalues lie between those of M (Cauchy).
   * A product costs one with M.
   *
   * @param operator M
   * @param from the first row and column, at least 0
   * @param to the one after the last, at most N
   * @param <A> {@code float[]} or {@code double[]}
   * @return the block, of dimension {@code to − from}, for one thread at a time
   * @throws IllegalArgumentException if the range is empty or not within 0 … N
   */
  public static <A> SymmetricOperator<A> block(SymmetricOperator<A> operator, int from, int to) {
    return new BlockOperator<>(operator, from, to);
  }

  /**
   * D^(−½)·M·D^(−½) for a diagonal D &gt; 0: M after its axes are scaled by √d_i ([CMU]). If D is
   * M's own diagonal, the result has ones there; its condition number tells what steps scaled by D
   * leave to be done. A product costs one with M: result_i = fl((M(v∘s))_i·s_i) with s_i =
   * fl(1/fl(√d_i)).
   *
   * @param operator M
   * @param diagonal D, N positive finite numbers; copied
   * @param <A> {@code float[]} or {@code double[]}
   * @return the scaled operator, for one thread at a time
   * @throws IllegalArgumentException if the diagonal has another length, or an element that is not
   *     positive and finite; the message names it
   */
  public static <A> SymmetricOperator<A> scaled(SymmetricOperator<A> operator, A diagonal) {
    return new ScaledOperator<>(operator, diagonal);
  }
}
