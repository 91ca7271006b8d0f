package io.github.curvelane.cluster;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Precision;
import java.util.List;
import java.util.Set;

/**
 * Whoever holds the chunks of an objective's examples and sums over them: threads, processes,
 * machines. How chunks are spread does not matter to the result: their sums are added by the tree
 * of {@link io.github.curvelane.kernel.ChunkTree}.
 *
 * <p>Used by one thread at a time. What is refused or fails leaves the workers as they were, fit
 * for the next request.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Workers<A> extends AutoCloseable {
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
   * Returns the number of examples in all chunks.
   *
   * @return B, at least 1
   */
  long examples();

  /**
   * Returns the number of chunks.
   *
   * @return C = ⌈B / {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}⌉
   */
  int chunks();

  /**
   * Tells which sums the workers can form.
   *
   * @return some quantities or all
   */
  Set<ChunkQuantity> quantities();

  /**
   * Forms sums over all examples, T(0, C) of the chunks' sums, not scaled.
   *
   * @param request what is asked for; θ and directions have N finite elements
   * @param sums receive the sums, {@link ChunkRequest#width} arrays of N elements; written when all
   *     chunks have answered, or not at all
   * @return Σ L_p; 0 where the quantity has no value
   */
  double sum(ChunkRequest<A> request, List<A> sums);

  /**
   * Returns the same workers with some of their chunks only. Sums over them are those of an
   * objective that has these examples alone, in their order.
   *
   * @param chunks indices of chunks, ascending, at least one; copied
   * @return a view, which is used instead of this and in turn with it; closing it does nothing
   * @throws IllegalArgumentException if there is none, one is not a chunk, or they do not ascend
   */
  Workers<A> ofChunks(int... chunks);

  /** Gives back what was taken for the workers: threads, memory, broadcasts. */
  @Override
  void close();
}
