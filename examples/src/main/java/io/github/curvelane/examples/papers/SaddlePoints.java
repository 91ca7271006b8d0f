package io.github.curvelane.examples.papers;

import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.DenseCurvature;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** The saddle point where all weights are 0, the way out of it, and the straight line. */
final class SaddlePoints implements Page {
  private static final int LINE = 50;

  /**
   * Eigenvalues below this share of the largest count as 0: 460 parameters times the unit roundoff
   * of floats is 3e-5.
   */
  private static final double ZERO = 1e-4;

  @Override
  public About about() {
    return new About(
        "dl8-2",
        Source.DL8,
        List.of("8.2"),
        "a saddle point that training leaves, and no obstacles",
        "The cost is flat near a prominent saddle point of high cost, where all weights are 0, but"
            + " descent leaves it rapidly; few obstacles are seen, and most of the time is spent in"
            + " a flat valley [DL8 8.2.3, figure 8.2]. Where the cost is low, more eigenvalues of"
            + " the Hessian are positive [DL8 8.2.3].",
        "Of five findings (the first two of every seed: a gradient below 1e-5 and more than 0.2"
            + " negative eigenvalues at the saddle; half the loss within half of the epochs; no"
            + " rise above 0.05 of the fall on the straight line in any seed; in the median less"
            + " than half the negative share at the end, and more than half of the epochs after"
            + " nine tenths of the fall) all make it as printed; the first with the second or the"
            + " third by half; else it is not so.");
  }

  /** 256-64-6-10: means of 2 x 2 pixels, 460 parameters. */
  private static Network<float[]> network() {
    return Network.of(
        Precision.FLOAT,
        Layers.images(16, 16, 1)
            .averagePooling(2)
            .dense(6, Activation.tanh())
            .dense(DigitTask.CLASSES, Activation.identity())
            .list());
  }

  /** The parameters after each epoch, the first ones too. */
  private record Way(float[][] points, double[] losses) {
    float[] end() {
      return points[points.length - 1];
    }

    /** The share of epochs after nine tenths of the fall. */
    double valley() {
      double level = losses[losses.length - 1] + 0.1 * (losses[0] - losses[losses.length - 1]);
      int epoch = 0;
      while (losses[epoch] > level) {
        epoch++;
      }
      return 1 - (double) epoch / (losses.length - 1);
    }

    /** The first epoch with at most half of the first loss; NaN if there is none. */
    double halved() {
      return Descent.firstBelow(losses, 0.5 * losses[0]);
    }
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(150, 500);
    int epochs = scale.pick(30, 60);
    Network<float[]> network = network();
    double[] norm = new double[seeds];
    double[][] negative = new double[3][seeds];
    double[] obstacle = new double[seeds];
    double[] valley = new double[seeds];
    double[][] halved = new double[2][seeds];
    double[] shares = new double[LINE + 1];
    Arrays.setAll(shares, i -> (double) i / LINE);
    double[] line = new double[LINE + 1];
    Way[] shown = new Way[2];
    Chart plane = null;
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 1, s + 1, DigitTask.Asked.CLASSES);
      NetworkObjective<float[]> objective = task.objective(network);
      float[] saddle = saddle(network, task.labels());
      float[] gradient = new float[saddle.length];
      objective.valueAndGradient(saddle, gradient);
      norm[s] = length(gradient);
      Way near = train(task, network, shaken(saddle, s + 1), epochs, s + 1);
      Way usual =
          train(task, network, network.initialize(Initializer.FAN_IN, s + 1), epochs, s + 1);
      negative[0][s] = negativeShare(objective, saddle);
      negative[1][s] = negativeShare(objective, usual.points[0]);
      negative[2][s] = negativeShare(objective, usual.end());
      double[] losses = new double[LINE + 1];
      Arrays.setAll(losses, i -> objective.value(between(usual.points[0], usual.end(), shares[i])));
      obstacle[s] = obstacle(losses);
      valley[s] = usual.valley();
      halved[0][s] = near.halved();
      halved[1][s] = usual.halved();
      if (s == 0) {
        line = losses;
        shown = new Way[] {near, usual};
        plane = plane(objective, near);
      }
      progress.step(s + 1, seeds);
    }
    boolean none = Spread.of(obstacle).greatest() < 0.05;
    boolean mixed = Spread.of(negative[0]).least() > 0.2 && Spread.of(norm).greatest() < 1e-5;
    boolean fewer = Spread.of(negative[2]).median() < Spread.of(negative[0]).median() / 2;
    boolean escapes = Spread.of(halved[0]).greatest() < epochs / 2.0;
    boolean flat = Spread.of(valley).median() > 0.5;
    Verdict verdict =
        none && mixed && fewer && escapes && flat
            ? Verdict.AS_PRINTED
            : mixed && (none || escapes) ? Verdict.BY_HALF : Verdict.NOT_SO;
    double[] x = Descent.counting(epochs + 1);
    Table table = new Table("point", "negative share of the eigenvalues that are not 0");
    String[] points = {"saddle", "usual start", "end"};
    Outcome outcome =
        new Outcome(
            verdict,
            Figures.format(
                "16 x 16 pixels by means of four, 6 tanh units, 10 classes: %d parameters, %d"
                    + " digits, %d epochs. Where all weights are 0 and the last biases are the"
                    + " logarithms of the classes' shares, the gradient's norm is %s and a share of"
                    + " %s of the eigenvalues that are not 0 is negative: a saddle point. At a"
                    + " usual start it is %s, after training %s. From beside the saddle the loss is"
                    + " halved after %s epochs, from the usual start after %s%s. On the straight"
                    + " line from start to end the loss rises by %s of its fall%s. A share of %s of"
                    + " the epochs comes after nine tenths of the fall.",
                network.parameters(),
                examples,
                epochs,
                Spread.of(norm),
                Spread.of(negative[0]),
                Spread.of(negative[1]),
                Spread.of(negative[2]),
                ResilientSteps.cell(halved[0]),
                ResilientSteps.cell(halved[1]),
                escapes ? "" : ": not every seed escapes in half of the epochs",
                Spread.of(obstacle),
                none ? ", no obstacle" : ", an obstacle in some seeds",
                Spread.of(valley)));
    for (int k = 0; k < points.length; k++) {
      table.row(points[k], Spread.of(negative[k]));
      outcome.numbers("negative share: " + points[k], negative[k]);
    }
    return outcome
        .numbers("norm of the gradient at the saddle", norm)
        .numbers("rise on the straight line over the fall", obstacle)
        .numbers("epochs to half the loss: beside the saddle", halved[0])
        .numbers("epochs to half the loss: usual start", halved[1])
        .numbers("share of epochs after nine tenths of the fall", valley)
        .numbers("loss on the straight line", line)
        .picture(plane, "Figure 8.2: the way of the first seed, from beside the saddle.")
        .picture(
            new Chart(
                    "dl8-2-line",
                    "Loss on the straight line from start to end",
                    "share of the way to the end")
                .vertical("cross-entropy")
                .line("from a usual start", shares, line),
            "The first seed.")
        .picture(
            new Chart("dl8-2-epochs", "Training loss after each epoch", "epoch")
                .vertical("cross-entropy")
                .line("beside the saddle", x, shown[0].losses)
                .line("usual start", x, shown[1].losses),
            "Flat at first beside the saddle, then as from anywhere.")
        .table(table);
  }

  /**
   * All weights 0, the last biases log-shares of the classes: each gradient is a product with 0.
   */
  private static float[] saddle(Network<float[]> network, int[] labels) {
    float[] theta = new float[network.parameters()];
    ParameterRange last = network.ranges().getLast();
    int[] counts = new int[DigitTask.CLASSES];
    for (int label : labels) {
      counts[label]++;
    }
    for (int c = 0; c < counts.length; c++) {
      theta[last.from() + c] = (float) StrictMath.log((double) counts[c] / labels.length);
    }
    return theta;
  }

  private static float[] shaken(float[] theta, long seed) {
    Draws draws = new Draws(seed);
    float[] other = theta.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] += (float) (1e-3 * draws.gaussian());
    }
    return other;
  }

  private static Way train(
      DigitTask task, Network<float[]> network, float[] theta, int epochs, long seed) {
    NetworkObjective<float[]> objective = task.objective(network);
    float[][] points = new float[epochs + 1][];
    double[] losses = new double[epochs + 1];
    for (int e = 0; e <= epochs; e++) {
      points[e] = theta.clone();
      losses[e] = objective.value(theta);
      if (e < epochs) {
        SamplingOrder order = SamplingOrder.shuffled(1_000 * seed + e);
        task.train(network, theta, new Sgd(), Schedule.constant(0.02), 1, 1, order);
      }
    }
    return new Way(points, losses);
  }

  private static double negativeShare(NetworkObjective<float[]> objective, float[] theta) {
    int n = theta.length;
    objective.linearize(theta, new float[n]);
    float[] values = new float[n];
    Kernels.of(Precision.FLOAT)
        .newSymmetricEigen(Parallelism.none())
        .decompose(n, DenseCurvature.of(objective.hessian()), 0, n, values, 0);
    double zero = ZERO * Math.max(values[n - 1], -values[0]);
    int below = 0;
    int above = 0;
    for (float value : values) {
      below += value < -zero ? 1 : 0;
      above += value > zero ? 1 : 0;
    }
    return (double) below / (below + above);
  }

  /** The greatest rise above the least loss before, as a share of the fall. */
  private static double obstacle(double[] losses) {
    double least = losses[0];
    double rise = 0;
    for (double loss : losses) {
      least = Math.min(least, loss);
      rise = Math.max(rise, loss - least);
    }
    return rise / (losses[0] - losses[losses.length - 1]);
  }

  private static float[] between(float[] from, float[] to, double share) {
    float[] point = new float[from.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = (float) (from[i] + share * ((double) to[i] - from[i]));
    }
    return point;
  }

  /** The plane through the first and the last point of a way and that after a quarter. */
  private static Chart plane(NetworkObjective<float[]> objective, Way way) {
    float[] origin = way.points[0];
    double[] along = unit(minus(way.end(), origin), new double[origin.length]);
    double[] across = unit(minus(way.points[way.points.length / 4], origin), along);
    int count = way.points.length;
    double[] x = new double[count];
    double[] y = new double[count];
    for (int e = 0; e < count; e++) {
      double[] apart = minus(way.points[e], origin);
      x[e] = dot(apart, along);
      y[e] = dot(apart, across);
    }
    double right = 1.15 * x[count - 1];
    double high = 1.3 * Arrays.stream(y).max().orElseThrow();
    float[] point = new float[origin.length];
    return new Chart(
            "dl8-2-plane",
            "Training's way, and the loss in its plane",
            "from the start towards the end")
        .vertical("across")
        .plane(-0.15 * right, right, -high, high)
        .contours(
            (a, b) -> {
              for (int i = 0; i < point.length; i++) {
                point[i] = (float) (origin[i] + a * along[i] + b * across[i]);
              }
              return objective.value(point);
            },
            0.1,
            0.2,
            0.4,
            0.8,
            1.2,
            1.6,
            2,
            2.2,
            2.4)
        .path("descent", x, y);
  }

  private static double[] minus(float[] a, float[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> (double) a[i] - b[i]);
    return difference;
  }

  /** What of a vector is orthogonal to a unit vector (or 0), at length 1. */
  private static double[] unit(double[] vector, double[] other) {
    double common = dot(vector, other);
    double[] rest = new double[vector.length];
    Arrays.setAll(rest, i -> vector[i] - common * other[i]);
    double length = Math.sqrt(dot(rest, rest));
    return Arrays.stream(rest).map(r -> r / length).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float v : vector) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum);
  }
}
