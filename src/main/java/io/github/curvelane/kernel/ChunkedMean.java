package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums and means over examples from the sums of their canonical chunks: the one place that decides
 * in which order chunks are added and where the mean is taken. Whatever forms the chunks (a network
 * on one machine, another objective) has the same bits.
 *
 * <p><b>Arithmetic.</b> Chunk sums are added left to right, one rounded addition an element; the
 * total is multiplied once by fl(1/B). Values are added in the same order in double precision. The
 * factor of a single chunk is handed to the chunk, which may apply it where it stores.
 *
 * <p>Memory for one chunk's sums beside the results, taken when it is first needed; afterwards
 * nothing is allocated. Used by one thread at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ChunkedMean<A> {
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final List<A> spare = new ArrayList<>();
  private final List<A> chunkSums = new ArrayList<>();

  /**
   * Creates an adder.
   *
   * @param kernels the kernels that add
   */
  public ChunkedMean(Kernels<A> kernels) {
    this.precision = kernels.precision();
    this.algebra = kernels.vectorAlgebra();
  }

  /**
   * Computes a mean over examples.
   *
   * @param chunks the chunks' sums
   * @param results receive (1/B) Σ of each vector
   * @return (1/B) Σ of the values
   */
  public double of(ExampleChunks<A> chunks, List<A> results) {
    return total(chunks, results, 1.0 / chunks.examples());
  }

  /**
   * Computes a sum over examples.
   *
   * @param chunks the chunks' sums
   * @param results receive Σ of each vector
   * @return Σ of the values
   */
  public double sum(ExampleChunks<A> chunks, List<A> results) {
    return total(chunks, results, 1);
  }

  private double total(ExampleChunks<A> chunks, List<A> results, double scale) {
    int count = chunks.chunks();
    if (count == 1) {
      return chunks.sum(0, results, scale) * scale;
    }
    double value = chunks.sum(0, results, 1);
    takeChunkSums(results);
    for (int chunk = 1; chunk < count; chunk++) {
      value += chunks.sum(chunk, chunkSums, 1);
      for (int k = 0; k < results.size(); k++) {
        A result = results.get(k);
        algebra.add(precision.length(result), result, 0, chunkSums.get(k), 0, result, 0);
      }
    }
    if (scale != 1) {
      for (int k = 0; k < results.size(); k++) {
        A result = results.get(k);
        algebra.scale(precision.length(result), scale, result, 0, result, 0);
      }
    }
    return value * scale;
  }

  /** As many arrays as there are results, of their length. */
  private void takeChunkSums(List<A> results) {
    chunkSums.clear();
    for (int k = 0; k < results.size(); k++) {
      int length = precision.length(results.get(k));
      if (k == spare.size()) {
        spare.add(precision.newArray(length));
      } else if (precision.length(spare.get(k)) != length) {
        spare.set(k, precision.newArray(length));
      }
      chunkSums.add(spare.get(k));
    }
  }
}
