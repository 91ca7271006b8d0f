package io.github.curvelane.spark;

import io.github.curvelane.Arithmetic;
import java.io.Serializable;

/**
 * Which chunks are in which partition: consecutive ones, as many in each as the division allows. A
 * function of the numbers alone.
 *
 * @param examples the number of all examples, at least 1
 * @param partitions the number of partitions, at least 1; some are empty if chunks are fewer
 */
record ChunkRanges(long examples, int partitions) implements Serializable {
  ChunkRanges {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions is " + partitions + ", must be at least 1");
    }
    long chunks = Math.ceilDiv(examples, Arithmetic.EXAMPLE_CHUNK);
    if (chunks > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "there are %d examples, must be at most %d"
              .formatted(examples, (long) Integer.MAX_VALUE * Arithmetic.EXAMPLE_CHUNK));
    }
  }

  /** The number of chunks. */
  int chunks() {
    return (int) Math.ceilDiv(examples, Arithmetic.EXAMPLE_CHUNK);
  }

  /** The first chunk of a partition, which is that after the last of the one before. */
  int first(int partition) {
    return (int) Math.ceilDiv((long) partition * chunks(), partitions);
  }

  /** The partition that a chunk is in. */
  int partition(int chunk) {
    return (int) ((long) chunk * partitions / chunks());
  }

  /** The first example of a chunk. */
  static long start(int chunk) {
    return (long) chunk * Arithmetic.EXAMPLE_CHUNK;
  }

  /** The number of examples of a chunk. */
  int size(int chunk) {
    return (int) Math.min(Arithmetic.EXAMPLE_CHUNK, examples - start(chunk));
  }
}
