package io.github.curvelane.curvature;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import java.util.Arrays;

/** Trained networks for digits, small enough for dense Hessians. */
final class PooledDigits {
  private PooledDigits() {}

  /**
   * Trains a network with one hidden layer of LeCun's tanh by descent in batches of 10: with
   * softmax cross-entropy on logits at rate 0.1, or else with LeCun's tanh for outputs too, targets
   * of −1 and 1, at rate 0.01.
   *
   * @param images squares of pixels
   * @param labels the digits
   * @param pool the side of the squares of pixels whose mean is an input
   * @param hidden the hidden units
   * @param epochs how long
   * @param loss softmax cross-entropy, or one for numbers
   * @return it on the training digits, where it ended
   */
  static NetworkObjective<double[]> trained(
      IdxArray images, IdxArray labels, int pool, int hidden, int epochs, Loss loss) {
    boolean classes = loss.equals(Loss.softmaxCrossEntropy());
    int count = labels.length();
    int side = images.shape()[1];
    double[] x = standardized(pooled(images.values(Precision.DOUBLE), count, side, pool));
    int[] digits = Arrays.stream(labels.values(Precision.DOUBLE)).mapToInt(d -> (int) d).toArray();
    Network<double[]> network =
        Network.perceptron(
            Precision.DOUBLE,
            Activation.lecunTanh(),
            classes ? Activation.identity() : Activation.lecunTanh(),
            x.length / count,
            hidden,
            10);
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(count),
            loss,
            x,
            classes
                ? Targets.labels(Precision.DOUBLE, digits, 10)
                : Targets.coded(Precision.DOUBLE, digits, 10, -1, 1));
    double[] theta = network.initialize(Initializer.FAN_IN, 1);
    StochasticTrainer.of(new Sgd(), Schedule.constant(classes ? 0.1 : 0.01))
        .epochs(epochs)
        .batch(10)
        .order(SamplingOrder.shuffled(1))
        .build()
        .train(objective, theta);
    int[] all = new int[count];
    Arrays.setAll(all, p -> p);
    objective.select(all, 0, count);
    objective.linearize(theta, new double[theta.length]);
    return objective;
  }

  /** The Hessian as a dense matrix, and the complete spectrum of that. */
  static KnownSpectrum<double[]> spectrum(NetworkObjective<double[]> objective) {
    int n = objective.dimension();
    double[] matrix = DenseCurvature.of(objective.hessian());
    double[] eigenvalues = new double[n];
    Kernels.of(Precision.DOUBLE)
        .newSymmetricEigen(Parallelism.none())
        .decompose(n, matrix, 0, n, eigenvalues, 0);
    return new KnownSpectrum<>(
        objective.toString(), Operators.matrix(Precision.DOUBLE, n, matrix), eigenvalues);
  }

  private static double[] pooled(double[] pixels, int count, int side, int pool) {
    int small = side / pool;
    double[] means = new double[count * small * small];
    for (int p = 0; p < count; p++) {
      for (int y = 0; y < small * pool; y++) {
        for (int x = 0; x < small * pool; x++) {
          int unit = (p * small + y / pool) * small + x / pool;
          means[unit] += pixels[(p * side + y) * side + x] / (pool * pool);
        }
      }
    }
    return means;
  }

  /** One mean and one deviation for all pixels. */
  private static double[] standardized(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return Arrays.stream(x).map(v -> (v - mean) / Math.sqrt(variance)).toArray();
  }
}
