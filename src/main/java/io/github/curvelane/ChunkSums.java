package io.github.curvelane;

import java.util.List;
import java.util.Set;

/**
 * The capability of the sums over the examples of one canonical chunk, at most {@link
 * Arithmetic#EXAMPLE_CHUNK} of them, without the factor 1/B: what the tree of {@link
 * io.github.curvelane.kernel.ChunkTree} adds, wherever the chunks are. An objective with it can be
 * evaluated by many threads or machines with the bits of one.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ChunkSums<A> extends Objective<A> {
  /**
   * Tells which sums there are.
   *
   * @return some quantities or all, {@link ChunkQuantity#VALUE} and {@link ChunkQuantity#GRADIENT}
   *     among them; none where the sums of parts of a batch are not those of the whole
   */
  Set<ChunkQuantity> chunkQuantities();

  /**
   * Computes the sums over the examples of this chunk: a chain over its ascending examples, begun
   * from +0. Their order is part of the result; the sum must not depend on threads or earlier
   * calls. A point of a number other than 0 may be kept for the next request of that number.
   *
   * @param request what is asked for; θ has N finite elements
   * @param place the place of the chunk among those that are summed, from 0, for the draws of a
   *     sampled diagonal
   * @param sums receive the sums, {@link ChunkRequest#width} arrays of N elements
   * @return Σ L_p; 0 where the quantity has no value
   * @throws IllegalStateException if more examples are selected than one chunk has
   * @throws IllegalArgumentException if an array has another length, there is another number of
   *     them, or two are one
   * @throws UnsupportedOperationException unless the quantity is one of {@link #chunkQuantities}
   */
  double chunkSums(ChunkRequest<A> request, int place, List<A> sums);
}
