package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Task;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What can be learnt without hidden units: the commonest class or the mean, and the best linear
 * model. Others are compared with it on the test examples; and if the validation examples speak for
 * it, it is the better network.
 */
final class Simple<A> {
  /** A network that is better by no more than this part of its loss is not worth its size. */
  private static final double MARGIN = 0.02;

  /** A network without hidden units, and its parameters. */
  record Candidate<A>(Network<A> network, A theta) {}

  private final Precision<A> precision;
  private final Prepared<A> training;
  private final Prepared<A> validation;
  private final Prepared<A> test;
  private final Task task;
  private final Parallelism parallelism;
  private final boolean classes;
  private final Loss loss;
  private final Network<A> network;

  Simple(
      Precision<A> precision,
      Prepared<A> training,
      Prepared<A> validation,
      Prepared<A> test,
      Task task,
      Parallelism parallelism,
      boolean classes) {
    this.precision = precision;
    this.training = fitting(training, precision, task);
    this.validation = validation == null ? null : fitting(validation, precision, task);
    this.test = fitting(test, precision, task);
    this.task = task;
    this.parallelism = parallelism;
    this.classes = classes;
    this.loss = loss(task);
    this.network =
        Network.of(
            precision,
            new Dense(
                precision.length(training.inputs()) / training.examples(),
                task.names().size(),
                Activation.identity()));
  }

  private static Loss loss(Task task) {
    return task instanceof Task.Classification
        ? Loss.softmaxCrossEntropy()
        : Loss.halfSquaredError();
  }

  private static <A> Prepared<A> fitting(Prepared<A> part, Precision<A> precision, Task task) {
    Targets<A> targets =
        Prepared.targets(precision, part.part(), task, loss(task), Activation.identity());
    return part.withTargets(targets);
  }

  /** The loss that it is fitted with: that of least squares or of logistic regression. */
  Loss loss() {
    return loss;
  }

  private NetworkObjective<A> objective(Prepared<A> part) {
    return new NetworkObjective<>(
        network.newWorkspace(part.examples(), parallelism), loss, part.inputs(), part.targets());
  }

  private A linear(List<Prepared<A>> parts) {
    List<NetworkObjective<A>> objectives = new ArrayList<>();
    parts.forEach(part -> objectives.add(objective(part)));
    return LinearModel.fit(network, objectives, classes);
  }

  private List<Prepared<A>> all() {
    return validation == null ? List.of(training) : List.of(training, validation);
  }

  private double evaluate(A theta, Prepared<A> part) {
    return new Evaluator<>(network, loss, part, task, parallelism).evaluate(theta);
  }

  /**
   * Returns the linear model of all examples but those to test on, or the constant one, if it does
   * as well on the validation examples as a network with a loss; else null.
   *
   * @param why receives the reason in a sentence
   */
  Candidate<A> betterThan(double networkLoss, Consumer<String> why) {
    double constant = evaluate(constant(List.of(training)), validation);
    double linear = evaluate(linear(List.of(training)), validation);
    double bound = networkLoss * (1 + MARGIN);
    if (!(Math.min(constant, linear) <= bound)) {
      return null;
    }
    boolean best = constant <= linear;
    why.accept(
        String.format(
            Locale.ROOT,
            "%s does as well as hidden units: its validation loss is %.4g, theirs %.4g; it is the"
                + " network that is kept, --layers N-N-N keeps the other",
            best ? (classes ? "the commonest class" : "the mean") : "a linear network",
            best ? constant : linear,
            networkLoss));
    return new Candidate<>(network, best ? constant(all()) : linear(all()));
  }

  /** Biases alone: the shares of the classes; of targets, whose mean is 0, nothing. */
  private A constant(List<Prepared<A>> parts) {
    A theta = precision.newArray(network.parameters());
    if (!classes) {
      return theta;
    }
    double[] counts = counts(parts);
    double sum = Arrays.stream(counts).sum() + counts.length;
    int bias = network.parameters() - counts.length;
    for (int c = 0; c < counts.length; c++) {
      precision.set(theta, bias + c, StrictMath.log((counts[c] + 1) / sum));
    }
    return theta;
  }

  private double[] counts(List<Prepared<A>> parts) {
    double[] counts = new double[task.names().size()];
    for (Prepared<A> part : parts) {
      for (int label : part.part().labels().orElseThrow()) {
        counts[label]++;
      }
    }
    return counts;
  }

  /**
   * Tries both on the test examples.
   *
   * @param linear whether the linear model is wanted
   */
  Baselines baselines(boolean linear) {
    Evaluator<A> evaluator = new Evaluator<>(network, loss, test, task, parallelism);
    evaluator.evaluate(constant(all()));
    List<Double> constant = classes ? List.of(evaluator.error()) : means();
    if (!linear) {
      return new Baselines(constant, List.of());
    }
    evaluator.evaluate(linear(all()));
    return new Baselines(
        constant,
        classes
            ? List.of(evaluator.error())
            : evaluator.valueScores().stream().map(scores -> scores.rmse()).toList());
  }

  /**
   * The root mean square distance of each target from its mean over all examples but the test's.
   */
  private List<Double> means() {
    int outputs = task.names().size();
    List<Double> errors = new ArrayList<>();
    for (int j = 0; j < outputs; j++) {
      double sum = 0;
      double count = 0;
      for (Prepared<A> part : all()) {
        for (double y : Evaluator.column(part.part().targets().orElseThrow(), j, outputs)) {
          sum += y;
          count++;
        }
      }
      double squares = 0;
      double[] tested = Evaluator.column(test.part().targets().orElseThrow(), j, outputs);
      for (double y : tested) {
        squares = Math.fma(y - sum / count, y - sum / count, squares);
      }
      errors.add(Math.sqrt(squares / tested.length));
    }
    return errors;
  }
}
