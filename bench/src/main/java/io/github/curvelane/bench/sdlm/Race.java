package io.github.curvelane.bench.sdlm;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.InterleavedOrder;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.NetworkValidation;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.DiagonalLevenbergMarquardt;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingProgress;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.UpdateRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One run: a perceptron of LeCun's tanh with outputs of it, ½ squared error to targets ±1, on
 * digits.
 *
 * @param widths its units
 * @param inputs how {@link Digits} are normalised
 * @param rule {@code sgd}, {@code adam}, {@code sdlm:}μ or {@code fan-in:}p
 * @param rate the constant learning rate
 * @param batch the size of batches
 * @param interleaved whether classes alternate
 * @param seed the seed of the weights and of the order
 */
record Race(
    int[] widths,
    String inputs,
    String rule,
    double rate,
    int batch,
    boolean interleaved,
    long seed) {
  /** The loss on the training digits, and the share of the test digits that are wrong. */
  record Score(double loss, double error) {}

  /**
   * Runs.
   *
   * @param mnist the directory of the digits
   * @param epochs how long
   * @param rho the decay of an exponential average of the parameters; NaN for none
   * @return the scores after 0, 1, … epochs, of the average if there is one; fewer if the run
   *     diverged
   */
  List<Score> run(Path mnist, int epochs, double rho) {
    Digits digits = Digits.read(mnist, inputs);
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.lecunTanh(), Activation.lecunTanh(), widths);
    Loss loss = Loss.halfSquaredError();
    NetworkValidation<float[]> training = validation(network, loss, digits.training());
    NetworkValidation<float[]> test = validation(network, loss, digits.test());
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(500),
            loss,
            digits.training().inputs(),
            targets(digits.training()));
    float[] theta = network.initialize(Initializer.FAN_IN, seed);
    List<Score> scores = new ArrayList<>();
    Average average = Double.isNaN(rho) ? null : new Average(rho, theta.length);
    TrainingProgress progress =
        new TrainingProgress() {
          @Override
          public void begin(TrainingRun<?> run) {
            scores.add(score(training, test, theta));
          }

          @Override
          public void step(int epoch, long step, double value, double rate) {
            if (average != null) {
              average.follow(theta);
            }
          }

          @Override
          public void epoch(
              int epoch, long step, double value, double rate, double examplesPerSecond) {
            scores.add(score(training, test, average == null ? theta : average.mean()));
          }
        };
    StochasticTrainer.of(updates(), Schedule.constant(rate))
        .epochs(epochs)
        .batch(batch)
        .order(order(digits.training()))
        .progress(progress)
        .build()
        .train(objective, theta);
    return scores;
  }

  private SamplingOrder order(Dataset<float[]> training) {
    return interleaved
        ? new InterleavedOrder(training.labels(), 10, seed)
        : SamplingOrder.shuffled(seed);
  }

  private UpdateRule updates() {
    String[] parts = rule.split(":");
    return switch (parts[0]) {
      case "sgd" -> new Sgd();
      case "adam" -> new Adam();
      case "sdlm" -> new DiagonalLevenbergMarquardt(Double.parseDouble(parts[1]));
      case "fan-in" -> new FanInRates(Double.parseDouble(parts[1]), widths);
      default ->
          throw new IllegalArgumentException(
              "the rule is '" + rule + "', must be sgd, adam, sdlm:μ or fan-in:p");
    };
  }

  private static Targets<float[]> targets(Dataset<float[]> part) {
    return Targets.coded(Precision.FLOAT, part.labels(), 10, -1, 1);
  }

  private static NetworkValidation<float[]> validation(
      Network<float[]> network, Loss loss, Dataset<float[]> part) {
    return NetworkValidation.of(network, loss, part.inputs(), targets(part)).loss().error().build();
  }

  private static Score score(
      NetworkValidation<float[]> training, NetworkValidation<float[]> test, float[] theta) {
    double[] values = new double[2];
    training.measure(theta, values);
    double loss = values[0];
    test.measure(theta, values);
    return new Score(loss, values[1]);
  }

  /** The exponential mean of what it follows, corrected for its start from 0. */
  private static final class Average {
    private final double rho;
    private final float[] sum;
    private final float[] mean;
    private double power = 1;

    Average(double rho, int n) {
      this.rho = rho;
      sum = new float[n];
      mean = new float[n];
    }

    void follow(float[] theta) {
      float share = (float) (1 - rho);
      for (int i = 0; i < theta.length; i++) {
        sum[i] = Math.fma(share, theta[i] - sum[i], sum[i]);
      }
      power *= rho;
    }

    float[] mean() {
      for (int i = 0; i < sum.length; i++) {
        mean[i] = (float) (sum[i] / (1 - power));
      }
      return mean;
    }
  }

  String net() {
    return Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining("-"));
  }
}
