package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.curvature.DenseCurvature;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.batch.Lbfgs;
import java.util.List;

/** The network of one hidden unit. */
final class MinimalNetwork implements Page {
  private static final int EXAMPLES = 20;
  private static final int EPOCHS = 150;
  private static final double RATE = 0.1;

  @Override
  public About about() {
    return new About(
        "eb-13",
        Source.EB,
        List.of("13", "14"),
        "the 1-1-1 network",
        "One input, one hidden unit, one output, the recommended tanh, two weights and two biases;"
            + " ten examples of each of two classes about −1 and 1 with deviation 0.4, learned one"
            + " by one: the weights wander to a minimum, and the error falls noisily [EB 5.2].",
        "As printed if, in every seed, less than a tenth of the fall is left and more than a"
            + " tenth of the epochs end higher than they began; by half if one of the two; else not"
            + " so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[] ratio = new double[seeds];
    double[] wander = new double[seeds];
    double[] negative = new double[seeds];
    double[] condition = new double[seeds];
    Network<double[]> network =
        Network.perceptron(
            Precision.DOUBLE, Activation.lecunTanh(), Activation.lecunTanh(), 1, 1, 1);
    Chart first = null;
    Chart second = null;
    Chart errors = null;
    for (int s = 0; s < seeds; s++) {
      NetworkObjective<double[]> error = error(network, new Draws(s + 1));
      double[] start = network.initialize(Initializer.FAN_IN, s + 1);
      negative[s] = new Quadratic(DenseCurvature.hessian(error, start), start).eigenvalue(0);
      double[][] path = stochastic(error, start, s + 1);
      double[] values = Descent.values(error, path);
      double[] least = path[path.length - 1].clone();
      new Lbfgs().minimize(error, least);
      double floor = error.value(least);
      ratio[s] = (values[values.length - 1] - floor) / (values[0] - floor);
      wander[s] = up(values);
      double[] last = path[path.length - 1];
      condition[s] = new Quadratic(DenseCurvature.hessian(error, last), last).condition();
      if (s == 0) {
        first = plane(error, path, 0, "hidden unit");
        second = plane(error, path, 2, "output unit");
        errors =
            new Chart("eb-13-error", "Error after each epoch", "epoch")
                .vertical("mean error")
                .line("one by one", Descent.counting(EPOCHS + 1), values);
      }
      progress.step(s + 1, seeds);
    }
    boolean falls = Spread.of(ratio).greatest() < 0.1;
    boolean wanders = Spread.of(wander).least() > 0.1;
    return new Outcome(
            falls && wanders
                ? Verdict.AS_PRINTED
                : falls || wanders ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "After %d epochs at %s the error is within %s of its fall above the minimum, and %s"
                    + " of the epochs end higher than they began. What the paper does not say: at"
                    + " the start the least eigenvalue of H is %s, and at the last point the"
                    + " largest is %s times the least, for four parameters.",
                EPOCHS,
                RATE,
                Spread.of(ratio),
                Spread.of(wander),
                Spread.of(negative),
                Spread.of(condition)))
        .numbers("rest of the fall", ratio)
        .numbers("share of epochs that rise", wander)
        .numbers("least eigenvalue at the start", negative)
        .numbers("largest over least eigenvalue at the last point", condition)
        .picture(
            first, "Figure 13: the hidden unit's weight and bias; heights are for the last output.")
        .picture(second, "The output unit's.")
        .picture(errors, "Falls, and stays noisy.")
        .table(
            new Table("", "median (least to greatest)")
                .row("error above the minimum / at the start", Spread.of(ratio))
                .row("share of epochs that rise", Spread.of(wander))
                .row("least eigenvalue at the start", Spread.of(negative))
                .row("largest over least eigenvalue at the last point", Spread.of(condition)));
  }

  private static NetworkObjective<double[]> error(Network<double[]> network, Draws draws) {
    double[] x = new double[EXAMPLES];
    double[] d = new double[EXAMPLES];
    for (int p = 0; p < EXAMPLES; p++) {
      d[p] = p % 2 == 0 ? -1 : 1;
      x[p] = d[p] + 0.4 * draws.gaussian();
    }
    return new NetworkObjective<>(
        network.newWorkspace(EXAMPLES),
        Loss.halfSquaredError(),
        x,
        Targets.matrix(Precision.DOUBLE, d, 1));
  }

  /** θ after each epoch. */
  private static double[][] stochastic(
      NetworkObjective<double[]> error, double[] start, long seed) {
    int[] order = new int[EXAMPLES];
    double[][] path = new double[EPOCHS + 1][];
    double[] theta = start.clone();
    double[] gradient = new double[theta.length];
    path[0] = start.clone();
    for (int e = 0; e < EPOCHS; e++) {
      SamplingOrder.shuffled(seed).arrange(e + 1, order);
      for (int k = 0; k < EXAMPLES; k++) {
        error.select(order, k, k + 1);
        error.valueAndGradient(theta, gradient);
        for (int i = 0; i < theta.length; i++) {
          theta[i] -= RATE * gradient[i];
        }
      }
      path[e + 1] = theta.clone();
    }
    error.select(order, 0, EXAMPLES);
    return path;
  }

  private static double up(double[] values) {
    int up = 0;
    for (int k = 1; k < values.length; k++) {
      up += values[k] > values[k - 1] ? 1 : 0;
    }
    return (double) up / (values.length - 1);
  }

  private static Chart plane(
      NetworkObjective<double[]> error, double[][] path, int at, String unit) {
    double[] w = Descent.coordinate(path, at);
    double[] b = Descent.coordinate(path, at + 1);
    double[] last = path[path.length - 1];
    double x = w[w.length - 1];
    double y = b[b.length - 1];
    return new Chart("eb-13-" + at, "Weight and bias of the " + unit, "weight")
        .vertical("bias")
        .plane(Math.min(x, w[0]) - 0.8, Math.max(x, w[0]) + 0.8, y - 1, y + 1)
        .contours(
            (weight, bias) -> {
              double[] theta = last.clone();
              theta[at] = weight;
              theta[at + 1] = bias;
              return error.value(theta);
            },
            0.05,
            0.1,
            0.2,
            0.4,
            0.8)
        .path("after each epoch", w, b);
  }
}
