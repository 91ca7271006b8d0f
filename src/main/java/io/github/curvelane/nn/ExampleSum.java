package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.util.List;

/**
 * A sum over examples in double precision, which come one by one in ascending order: a chain from
 * +0 over each {@link Arithmetic#EXAMPLE_CHUNK}, these added by the tree of {@link ChunkTree}.
 */
final class ExampleSum {
  private final ChunkTree<?> tree;
  private int chunk;
  private int examples;
  private double sum;

  ExampleSum(Kernels<?> kernels) {
    this.tree = new ChunkTree<>(kernels);
  }

  void begin(int examples) {
    tree.begin(Math.ceilDiv(examples, Arithmetic.EXAMPLE_CHUNK), 0, 0);
    this.chunk = 0;
    this.examples = 0;
    this.sum = 0;
  }

  void add(double value) {
    sum += value;
    if (++examples == Arithmetic.EXAMPLE_CHUNK) {
      endChunk();
    }
  }

  private void endChunk() {
    tree.add(chunk++, sum, List.of());
    examples = 0;
    sum = 0;
  }

  /** The sum, when as many were added as were announced. */
  double total() {
    if (examples > 0) {
      endChunk();
    }
    return tree.total(1, List.of());
  }
}
