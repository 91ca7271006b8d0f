package io.github.curvelane.examples.papers;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkExampleErrors;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.nn.Workspace;
import io.github.curvelane.optim.FeedbackOrder;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingProgress;
import io.github.curvelane.optim.UpdateRule;
import java.util.Arrays;
import java.util.function.Function;

/** Built-in digits to learn, and others to test with. */
final class DigitTask {
  static final int CLASSES = 10;

  /** What a network is asked for. */
  enum Asked {
    /** Targets −1 and 1, half squared error. */
    SQUARES,
    /** Classes, cross-entropy of a softmax. */
    CLASSES
  }

  /** Loss over all training digits and share of wrong test digits, before and after each epoch. */
  record Curve(double[] losses, double[] errors) {
    double loss() {
      return losses[losses.length - 1];
    }

    double error() {
      return errors[errors.length - 1];
    }
  }

  private final Dataset<float[]> training;
  private final Dataset<float[]> test;
  private final Asked asked;

  private DigitTask(Dataset<float[]> training, Dataset<float[]> test, Asked asked) {
    this.training = training;
    this.test = test;
    this.asked = asked;
  }

  /**
   * Draws digits.
   *
   * @param side 16 or 28 pixels
   * @param examples how many are learned
   * @param tests how many test
   * @param seed the seed
   * @param normalization of both, fitted to those that are learned
   * @param asked what is asked for
   */
  static DigitTask draw(
      int side,
      int examples,
      int tests,
      long seed,
      Function<Dataset<float[]>, Normalization> normalization,
      Asked asked) {
    Digits digits = Digits.ofSide(side, seed);
    Dataset<float[]> raw = digits.dataset(Precision.FLOAT, 0, examples);
    Dataset<float[]> others = digits.dataset(Precision.FLOAT, examples, Math.max(tests, 1));
    Normalization fitted = normalization.apply(raw);
    return new DigitTask(fitted.apply(raw), fitted.apply(others), asked);
  }

  /** Digits that are centred and scaled by one number. */
  static DigitTask draw(int side, int examples, int tests, long seed, Asked asked) {
    return draw(side, examples, tests, seed, Normalization::global, asked);
  }

  /** Digits that were drawn elsewhere, of as many classes as they say. */
  static DigitTask of(Dataset<float[]> training, Dataset<float[]> test) {
    return new DigitTask(training, test, Asked.CLASSES);
  }

  int examples() {
    return training.examples();
  }

  int[] labels() {
    return training.labels();
  }

  Dataset<float[]> training() {
    return training;
  }

  Dataset<float[]> test() {
    return test;
  }

  /** The same digits with other inputs. */
  DigitTask withInputs(Dataset<float[]> learned, Dataset<float[]> tested) {
    return new DigitTask(learned, tested, asked);
  }

  NetworkObjective<float[]> objective(Network<float[]> network) {
    return asked == Asked.SQUARES ? objective(network, -1, 1) : objective(network, training);
  }

  /** Half squared error with other targets than −1 and 1. */
  NetworkObjective<float[]> objective(Network<float[]> network, double off, double on) {
    return new NetworkObjective<>(
        network.newWorkspace(training.examples()),
        Loss.halfSquaredError(),
        training.inputs(),
        Targets.coded(Precision.FLOAT, training.labels(), CLASSES, off, on));
  }

  private static NetworkObjective<float[]> objective(
      Network<float[]> network, Dataset<float[]> digits) {
    return new NetworkObjective<>(
        network.newWorkspace(digits.examples()),
        Loss.softmaxCrossEntropy(),
        digits.inputs(),
        Targets.labels(Precision.FLOAT, digits.labels(), digits.outputs()));
  }

  /** The share of wrong test digits. */
  double error(Network<float[]> network, float[] theta) {
    return wrong(network, theta, test);
  }

  /** The share of wrong digits among those that were learned. */
  double trainingError(Network<float[]> network, float[] theta) {
    return wrong(network, theta, training);
  }

  private static double wrong(Network<float[]> network, float[] theta, Dataset<float[]> digits) {
    int n = digits.examples();
    int outputs = network.outputs();
    Workspace<float[]> workspace = network.newWorkspace(n, Parallelism.none());
    float[] predicted = new float[n * outputs];
    workspace.predict(theta, digits.inputs(), 0, n, predicted);
    int wrong = 0;
    for (int p = 0; p < n; p++) {
      int best = 0;
      for (int c = 1; c < digits.outputs(); c++) {
        best = predicted[p * outputs + c] > predicted[p * outputs + best] ? c : best;
      }
      wrong += best == digits.labels()[p] ? 0 : 1;
    }
    return (double) wrong / n;
  }

  /** Trains from initial weights; θ ends with the last ones. A run that diverged ends with ∞. */
  Curve train(
      Network<float[]> network,
      float[] theta,
      UpdateRule rule,
      Schedule rates,
      int epochs,
      int batch,
      SamplingOrder order) {
    return train(
        network, objective(network), objective(network), theta, rule, rates, epochs, batch, order);
  }

  Curve train(
      Network<float[]> network,
      NetworkObjective<float[]> objective,
      NetworkObjective<float[]> whole,
      float[] theta,
      UpdateRule rule,
      Schedule rates,
      int epochs,
      int batch,
      SamplingOrder order) {
    double[] losses = new double[epochs + 1];
    double[] errors = new double[epochs + 1];
    Arrays.fill(losses, Double.POSITIVE_INFINITY);
    Arrays.fill(errors, 1 - 1.0 / CLASSES);
    losses[0] = whole.value(theta);
    errors[0] = error(network, theta);
    TrainingProgress each =
        new TrainingProgress() {
          @Override
          public void epoch(int epoch, long step, double loss, double rate, double seconds) {
            double value = whole.value(theta);
            losses[epoch] = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
            errors[epoch] = error(network, theta);
          }
        };
    StochasticTrainer.Builder trainer =
        StochasticTrainer.of(rule, rates).epochs(epochs).batch(batch).order(order).progress(each);
    if (order instanceof FeedbackOrder) {
      Targets<float[]> labels = Targets.labels(Precision.FLOAT, training.labels(), CLASSES);
      trainer.exampleErrors(
          NetworkExampleErrors.of(network, training.inputs(), labels, Parallelism.none()));
    }
    trainer.build().train(objective, theta);
    return new Curve(losses, errors);
  }

  /** 0, 1, … */
  static int[] all(int count) {
    int[] all = new int[count];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /** Rates: so many factors of two from one on. */
  static double[] doublings(double first, int count) {
    double[] rates = new double[count];
    Arrays.setAll(rates, i -> first * (1 << i));
    return rates;
  }
}
