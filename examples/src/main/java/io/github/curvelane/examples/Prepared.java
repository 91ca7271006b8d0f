package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.Part;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;

/**
 * Examples as a network sees them.
 *
 * @param part the examples as they were read
 * @param inputs their normalised inputs, row-major
 * @param targets what the loss compares outputs with
 */
record Prepared<A>(Part part, A inputs, Targets<A> targets) {
  /**
   * Prepares examples.
   *
   * @param inputs their inputs, normalised
   * @param task what the outputs stand for, with the scale of each target
   * @param last the activation of the outputs
   */
  static <A> Prepared<A> of(
      Precision<A> precision, Part part, A inputs, Task task, Loss loss, Activation last) {
    return new Prepared<>(part, inputs, targets(precision, part, task, loss, last));
  }

  /** The same examples for another loss. */
  Prepared<A> withTargets(Targets<A> others) {
    return new Prepared<>(part, inputs, others);
  }

  int examples() {
    return part.examples();
  }

  /** Returns the loss over at most so many of the examples, evenly spread. */
  NetworkObjective<A> objective(Network<A> network, Loss loss, int most, Parallelism parallelism) {
    int n = examples();
    int count = Math.min(n, most);
    NetworkObjective<A> objective =
        new NetworkObjective<>(network.newWorkspace(count, parallelism), loss, inputs, targets);
    int[] spread = new int[count];
    for (int i = 0; i < count; i++) {
      spread[i] = (int) ((long) i * n / count);
    }
    objective.select(spread, 0, count);
    return objective;
  }

  static <A> Targets<A> targets(
      Precision<A> precision, Part part, Task task, Loss loss, Activation last) {
    int outputs = task.names().size();
    return switch (task) {
      case Task.Classification _ -> {
        int[] labels = part.labels().orElseThrow();
        yield loss.toString().startsWith("softmax")
            ? Targets.labels(precision, labels, outputs)
            : Targets.coded(precision, labels, outputs, off(loss, last), 1);
      }
      case Task.Regression regression -> {
        double[] raw = part.targets().orElseThrow();
        A scaled = precision.newArray(raw.length);
        for (int i = 0; i < raw.length; i++) {
          precision.set(scaled, i, regression.targets().get(i % outputs).scaled(raw[i]));
        }
        yield Targets.matrix(precision, scaled, outputs);
      }
    };
  }

  /** The target of a class that an example is not of; that of its own is 1. */
  private static double off(Loss loss, Activation last) {
    boolean margin = loss.toString().equals("hinge") || loss.toString().equals("perceptron");
    return margin || (loss.isForNumbers() && last.isOdd()) ? -1 : 0;
  }
}
