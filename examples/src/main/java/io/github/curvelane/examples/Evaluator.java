package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.nn.ConfusionMatrix;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.nn.Workspace;

/**
 * Tries a network on examples. Outputs of all of them are kept, for whoever wants to look at single
 * ones.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Evaluator<A> {
  private static final int ROWS = 1024;

  private final Network<A> network;
  private final Dataset<A> data;
  private final Targets<A> targets;
  private final Loss loss;
  private final Workspace<A> workspace;
  private final A outputs;
  private ConfusionMatrix confusion;

  Evaluator(
      Network<A> network, Loss loss, Dataset<A> data, Targets<A> targets, Parallelism parallelism) {
    Precision<A> precision = network.precision();
    this.network = network;
    this.data = data;
    this.targets = targets;
    this.workspace = network.newWorkspace(Math.min(ROWS, data.examples()), parallelism);
    long elements = (long) data.examples() * network.outputs();
    if (elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the outputs of " + data.examples() + " examples are too many for an array");
    }
    this.outputs = precision.newArray((int) elements);
    this.loss = loss;
  }

  /** Runs the network; returns the mean loss. */
  double evaluate(A theta) {
    int n = data.examples();
    workspace.predict(theta, data.inputs(), 0, n, outputs);
    confusion = data.isClassification() ? new ConfusionMatrix(data.outputs()) : null;
    if (confusion != null) {
      loss.count(targets, outputs, confusion);
    }
    return loss.mean(targets, outputs);
  }

  /** Returns the error of the last evaluation: wrong classes in percent, or the RMS error. */
  double error() {
    if (confusion != null) {
      return 100.0 * confusion.errors() / confusion.examples();
    }
    Precision<A> precision = network.precision();
    A wanted = data.targets();
    int length = precision.length(outputs);
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double d = precision.get(outputs, i) - precision.get(wanted, i);
      sum = Math.fma(d, d, sum);
    }
    return Math.sqrt(sum / length);
  }

  /** Returns the counts of the last evaluation; null for numbers. */
  ConfusionMatrix confusion() {
    return confusion;
  }

  /** Returns the outputs of the last evaluation, [examples × outputs]. */
  A outputs() {
    return outputs;
  }

  Dataset<A> data() {
    return data;
  }

  /** Returns the class that the last evaluation found for an example: the first largest output. */
  int predicted(int example) {
    int columns = network.outputs();
    int best = 0;
    for (int j = 1; j < columns; j++) {
      double value = network.precision().get(outputs, example * columns + j);
      if (value > network.precision().get(outputs, example * columns + best)) {
        best = j;
      }
    }
    return best;
  }

  /** Returns how far the last outputs of an example are from its targets, as half a square. */
  double distance(int example) {
    Precision<A> precision = network.precision();
    int columns = network.outputs();
    double sum = 0;
    for (int i = example * columns; i < (example + 1) * columns; i++) {
      double d = precision.get(outputs, i) - precision.get(data.targets(), i);
      sum = Math.fma(d, d, sum);
    }
    return sum / 2;
  }
}
