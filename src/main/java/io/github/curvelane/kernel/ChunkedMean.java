package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import java.util.List;
import java.util.Objects;

/**
 * Sums and means over examples from the sums of their canonical chunks: the one place that decides
 * in which order chunks are added and where the mean is taken. Whatever forms the chunks (a network
 * on one machine, another objective) has the same bits.
 *
 * <p><b>Arithmetic.</b> Chunk sums are added by the tree of {@link ChunkTree}; the root is
 * multiplied once by fl(1/B). Values are added by the same tree in double precision. The factor of
 * a single chunk is handed to the chunk, which may apply it where it stores.
 *
 * <p>Memory for at most ⌈log₂C⌉ chunks' sums beside the results, C the number of chunks, taken when
 * it is first needed; afterwards nothing is allocated. A second thread, or a chunk that calls back,
 * is refused by an {@link IllegalStateException}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ChunkedMean<A> {
  private final Precision<A> precision;
  private final ChunkTree<A> tree;
  private final SoleUse use = new SoleUse("this mean over chunks");

  /**
   * Creates an adder.
   *
   * @param kernels the kernels that add
   */
  public ChunkedMean(Kernels<A> kernels) {
    Objects.requireNonNull(kernels, "kernels");
    this.precision = kernels.precision();
    this.tree = new ChunkTree<>(kernels);
  }

  /**
   * Computes a mean over examples.
   *
   * @param chunks the chunks' sums
   * @param results receive (1/B) Σ of each vector, all of one length; no array twice
   * @return (1/B) Σ of the values
   */
  public double of(ExampleChunks<A> chunks, List<A> results) {
    Objects.requireNonNull(chunks, "chunks");
    Objects.requireNonNull(results, "results");
    return total(chunks, results, 1.0 / chunks.examples());
  }

  /**
   * Computes a sum over examples.
   *
   * @param chunks the chunks' sums
   * @param results receive Σ of each vector, all of one length; no array twice
   * @return Σ of the values
   */
  public double sum(ExampleChunks<A> chunks, List<A> results) {
    Objects.requireNonNull(chunks, "chunks");
    Objects.requireNonNull(results, "results");
    return total(chunks, results, 1);
  }

  private double total(ExampleChunks<A> chunks, List<A> results, double scale) {
    ChunkTree.checkApart(results);
    use.begin();
    try {
      return addUp(chunks, results, scale);
    } finally {
      use.end();
    }
  }

  private double addUp(ExampleChunks<A> chunks, List<A> results, double scale) {
    int count = chunks.chunks();
    if (count == 1) {
      return chunks.sum(0, results, scale) * scale;
    }
    tree.begin(count, results.size(), results.isEmpty() ? 0 : precision.length(results.getFirst()));
    for (int chunk = 0; chunk < count; chunk++) {
      tree.add(chunk, chunks.sum(chunk, results, 1), results);
    }
    return tree.total(scale, results);
  }

  @Override
  public String toString() {
    return "mean over chunks, " + precision;
  }
}
