package io.github.curvelane;

import java.util.Set;

/**
 * The capability of the diagonals of second derivatives; {@link Diagonal} says which there are.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface CurvatureDiagonals<A> extends Linearizable<A> {
  /**
   * Tells which diagonals this objective can give.
   *
   * @return some of them, or all
   */
  Set<Diagonal> diagonals();

  /**
   * Computes a diagonal at the point that was {@linkplain #linearize linearized} last.
   *
   * @param kind which diagonal
   * @param diagonal receives N elements; must not be θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if the array has another length or is θ
   * @throws UnsupportedOperationException unless {@code kind} is one of {@link #diagonals}
   */
  void diagonal(Diagonal kind, A diagonal);
}
