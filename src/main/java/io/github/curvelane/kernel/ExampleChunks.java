package io.github.curvelane.kernel;

import io.github.curvelane.Arithmetic;
import java.util.List;

/**
 * A quantity that is a sum over the examples of a batch, chunk by canonical chunk of {@link
 * Arithmetic#EXAMPLE_CHUNK} examples. {@link ChunkedMean} adds the chunks.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ExampleChunks<A> {
  /**
   * Returns the number of examples.
   *
   * @return B, at least 1
   */
  long examples();

  /**
   * Returns the number of chunks.
   *
   * @return ⌈B / {@link Arithmetic#EXAMPLE_CHUNK}⌉
   */
  default int chunks() {
    return Math.toIntExact(Math.ceilDiv(examples(), Arithmetic.EXAMPLE_CHUNK));
  }

  /**
   * Computes the sums over one chunk: a chain over its ascending examples, begun from +0, each
   * element then multiplied by the scale.
   *
   * @param chunk which chunk, from 0
   * @param sums receive the sums of the vectors, overwritten; as many as the caller wants results
   * @param scale the factor, rounded once; 1 unless this is the only chunk
   * @return the sum of the values, not scaled; 0 where the quantity has none
   */
  double sum(int chunk, List<A> sums, double scale);
}
