package io.github.curvelane.cluster;

import io.github.curvelane.ChunkSums;

/**
 * Turns one set of scratch memory from chunk to chunk. Used by one thread at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param <D> the examples of a chunk
 */
public interface ChunkLoader<A, D> {
  /**
   * Turns to a chunk. Nothing is copied; signals that the last request has left for the same chunk
   * are still there.
   *
   * @param chunk the chunk's examples
   * @return its sums, until the next call
   */
  ChunkSums<A> load(D chunk);
}
