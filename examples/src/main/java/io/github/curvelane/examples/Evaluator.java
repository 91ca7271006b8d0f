package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.metrics.ClassificationScores;
import io.github.curvelane.metrics.RegressionScores;
import io.github.curvelane.nn.ConfusionMatrix;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries a network on examples. Outputs of all of them are kept, for whoever wants to look at single
 * ones.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Evaluator<A> {
  private static final int ROWS = 1024;

  private final Network<A> network;
  private final Prepared<A> data;
  private final Task task;
  private final Loss loss;
  private final Workspace<A> workspace;
  private final A outputs;
  private ConfusionMatrix confusion;

  Evaluator(Network<A> network, Loss loss, Prepared<A> data, Task task, Parallelism parallelism) {
    Precision<A> precision = network.precision();
    this.network = network;
    this.data = data;
    this.task = task;
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
    confusion = isClassification() ? new ConfusionMatrix(network.outputs()) : null;
    if (confusion != null) {
      loss.count(data.targets(), outputs, confusion);
    }
    return loss.mean(data.targets(), outputs);
  }

  boolean isClassification() {
    return task instanceof Task.Classification;
  }

  /**
   * Returns the error of the last evaluation: wrong classes in percent, or the root mean square
   * error, in the units of the targets.
   */
  double error() {
    return isClassification()
        ? 100.0 * confusion.errors() / confusion.examples()
        : RegressionScores.of(wanted(), values()).rmse();
  }

  /** Returns the counts of the last evaluation; null for numbers. */
  ConfusionMatrix confusion() {
    return confusion;
  }

  /** Returns the scores of the last evaluation's classes. */
  ClassificationScores classScores() {
    return ClassificationScores.of(confusion);
  }

  /** Returns the scores of the last evaluation's values, of each target in its units. */
  List<RegressionScores> valueScores() {
    int columns = network.outputs();
    double[] wanted = wanted();
    double[] values = values();
    List<RegressionScores> scores = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      scores.add(RegressionScores.of(column(wanted, j, columns), column(values, j, columns)));
    }
    return scores;
  }

  static double[] column(double[] matrix, int column, int columns) {
    double[] values = new double[matrix.length / columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix[i * columns + column];
    }
    return values;
  }

  private double[] wanted() {
    return data.part().targets().orElseThrow();
  }

  /** Returns what the last evaluation predicted, in the units of the targets. */
  double[] values() {
    List<Target> targets = ((Task.Regression) task).targets();
    double[] values = network.precision().toDoubles(outputs);
    for (int i = 0; i < values.length; i++) {
      values[i] = targets.get(i % targets.size()).value(values[i]);
    }
    return values;
  }

  /** Returns the outputs of the last evaluation, [examples × outputs]. */
  A outputs() {
    return outputs;
  }

  double[] outputsAsDoubles() {
    return network.precision().toDoubles(outputs);
  }

  Prepared<A> data() {
    return data;
  }

  Task task() {
    return task;
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
    List<Target> targets = ((Task.Regression) task).targets();
    int columns = network.outputs();
    double[] wanted = wanted();
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      int i = example * columns + j;
      double d = precision.get(outputs, i) - targets.get(j).scaled(wanted[i]);
      sum = Math.fma(d, d, sum);
    }
    return sum / 2;
  }
}
