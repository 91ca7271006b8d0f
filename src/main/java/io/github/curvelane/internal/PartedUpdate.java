package io.github.curvelane.internal;

import io.github.curvelane.CoordinateUpdate;

/**
 * A step that is another one for some ranges of parameters than for others. Whoever computes the
 * gradient of a range may then take the step of that range in other ways, as with a {@link
 * DescentUpdate}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PartedUpdate<A> extends CoordinateUpdate<A> {
  /**
   * Returns what updates a range.
   *
   * @param from the first index
   * @param to the index after the last, greater than {@code from}
   * @return the step that all of the range takes; this one, if there is more than one
   */
  CoordinateUpdate<A> in(int from, int to);
}
