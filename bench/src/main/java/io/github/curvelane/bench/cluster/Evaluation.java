package io.github.curvelane.bench.cluster;

import io.github.curvelane.Arithmetic;

/**
 * The gradient of a network, in single precision, over examples that executors hold.
 *
 * @param parameters the number of parameters, N
 * @param examples the number of examples, B
 */
record Evaluation(long parameters, long examples) {
  static final int CHUNK = Arithmetic.EXAMPLE_CHUNK;

  /** Returns the number of chunks. */
  int chunks() {
    return Math.toIntExact(Math.ceilDiv(examples, CHUNK));
  }

  /** Returns the share of a whole chunk's examples that a chunk has: the last may have fewer. */
  double share(int chunk) {
    long first = (long) chunk * CHUNK;
    return Math.min(CHUNK, examples - first) / (double) CHUNK;
  }

  /** Returns the bytes of a vector of N elements. */
  double vectorBytes() {
    return (double) parameters * Float.BYTES;
  }

  /** Returns the first chunk of a partition, of which all have the same number, but for one. */
  int firstChunk(int partition, int partitions) {
    return Math.toIntExact((long) partition * chunks() / partitions);
  }

  /**
   * Counts the vectors that stand for consecutive chunks: the fewest nodes of the tree over all
   * chunks that cover them.
   *
   * @param from the first chunk
   * @param to the chunk after the last
   */
  int nodes(int from, int to) {
    int nodes = 0;
    long at = from;
    while (at < to) {
      long size = at == 0 ? Long.highestOneBit(Math.max(1, 2L * chunks())) : at & -at;
      while (Math.min(at + size, chunks()) > to) {
        size /= 2;
      }
      nodes++;
      at += size;
    }
    return nodes;
  }
}
