package io.github.curvelane.nn;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Rows;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network's outputs for many examples, a block of rows at a time. Memory is that of a block; a
 * network that normalises by statistics of a batch is made anew for each θ.
 */
final class PredictedBlocks<A> {
  /** Reads a block. */
  @FunctionalInterface
  interface Reader<A> {
    /**
     * Reads the outputs of some examples.
     *
     * @param from the example of the first row
     */
    void read(Rows<A> outputs, int from);
  }

  /** The most rows of a block. */
  static final int ROWS = 1024;

  private final Network<A> network;
  private final A inputs;
  private final int examples;
  private final Parallelism parallelism;
  private final @Nullable UnaryOperator<A> statistics;
  private final int most;
  private final A outputs;
  private final Rows<A> rows;
  private @Nullable Workspace<A> workspace;

  PredictedBlocks(
      Network<A> network,
      A inputs,
      int examples,
      Parallelism parallelism,
      @Nullable UnaryOperator<A> statistics) {
    this.network = network;
    this.inputs = inputs;
    this.examples = examples;
    this.parallelism = parallelism;
    this.statistics = statistics;
    if (statistics == null) {
      network.requireExamples("predictions without 'statistics' that make them");
    }
    Precision<A> precision = network.precision();
    this.most = Math.min(ROWS, examples);
    this.outputs = precision.newArray(Math.multiplyExact(most, network.outputs()));
    this.rows = new Rows<>(outputs, 0, network.outputs(), 0);
  }

  void forEach(A theta, Reader<A> reader) {
    Workspace<A> space = workspace(theta);
    for (int from = 0; from < examples; from += most) {
      int count = Math.min(most, examples - from);
      space.predict(theta, inputs, from, count, outputs);
      reader.read(rows.set(outputs, 0, network.outputs(), count), from);
    }
  }

  private Workspace<A> workspace(A theta) {
    if (network.statistics() > 0) {
      return network.withStatistics(statistics.apply(theta)).newWorkspace(most, parallelism);
    }
    if (workspace == null) {
      workspace = network.newWorkspace(most, parallelism);
    }
    return workspace;
  }
}
