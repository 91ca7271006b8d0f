package io.github.curvelane.cluster;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.Precision;
import java.io.Serializable;
import java.util.Set;

/**
 * The description of an objective that is a mean over examples, without the examples: what every
 * worker is given once, and makes its scratch memory of. It has no state, and is sent between
 * processes.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param <D> the examples of a chunk
 */
public interface ChunkedObjective<A, D> extends Serializable {
  /**
   * Returns the precision of parameters and derivatives.
   *
   * @return the precision
   */
  Precision<A> precision();

  /**
   * Returns the number of parameters.
   *
   * @return N
   */
  int dimension();

  /**
   * Tells which sums the chunks give.
   *
   * @return some quantities or all, {@link ChunkQuantity#VALUE} and {@link ChunkQuantity#GRADIENT}
   *     among them
   */
  Set<ChunkQuantity> quantities();

  /**
   * Counts the examples of a chunk, and refuses one that the objective is not defined for. Workers
   * call it once a chunk, before the first request.
   *
   * @param chunk the chunk
   * @return how many, from 1 to {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}
   * @throws IllegalArgumentException if the chunk is not one of this objective
   */
  int examples(D chunk);

  /**
   * Makes scratch memory for one thread.
   *
   * @return a new loader
   */
  ChunkLoader<A, D> newLoader();
}
