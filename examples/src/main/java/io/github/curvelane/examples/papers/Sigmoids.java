package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/** Sigmoids, and what the recommended one does to the size of signals. */
final class Sigmoids implements Page {
  private static final int POINTS = 241;
  private static final int LAYERS = 10;

  @Override
  public About about() {
    return new About(
        "eb-4",
        Source.EB,
        List.of("4"),
        "the recommended sigmoid, and its effective gain",
        "f(x) = 1.7159 tanh(2x/3) has f(±1) = ±1, its second derivative is greatest at 1, and its"
            + " effective gain is about 1: inputs of variance 1 leave with variance close to 1 [EB"
            + " 4.4]. With weights of deviation m^(−1/2) [EB 16] that holds from layer to layer."
            + " Outputs of the logistic function have a positive mean.",
        "As printed if f(1) is 1 to 1e-5, f″ is greatest within 0.02 of 1 and at 1 above"
            + " 0.999 of that, and in every seed variance 1 becomes 0.9 to 1.1, and more than 0.8"
            + " after ten layers; by half if only what is said of f and f″ holds; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[] x = new double[POINTS];
    Arrays.setAll(x, i -> (i - POINTS / 2) / 40.0);
    double[][] lecun = curves(Activation.lecunTanh(), x);
    double[][] logistic = curves(Activation.logistic(), x);
    double[][] tanh = curves(Activation.tanh(), x);
    double atOne = curves(Activation.lecunTanh(), new double[] {1})[0][0];
    double peak = 1.5 * atanh(1 / Math.sqrt(3));
    double ratioAtOne =
        curves(Activation.lecunTanh(), new double[] {1})[2][0]
            / curves(Activation.lecunTanh(), new double[] {peak})[2][0];
    Activation[] kinds = {Activation.lecunTanh(), Activation.tanh(), Activation.logistic()};
    String[] names = {"recommended", "tanh", "logistic"};
    double[][] variance = new double[kinds.length][seeds];
    double[][] mean = new double[kinds.length][seeds];
    double[][][] deep = new double[kinds.length][LAYERS + 1][seeds];
    int width = scale.pick(60, 150);
    for (int s = 0; s < seeds; s++) {
      for (int k = 0; k < kinds.length; k++) {
        Draws draws = new Draws(s + 1);
        double[] many = moments(curves(kinds[k], draws.gaussians(20_000))[0]);
        mean[k][s] = many[0];
        variance[k][s] = many[1];
        layers(kinds[k], draws, width, deep[k], s);
      }
      progress.step(s + 1, seeds);
    }
    boolean values = Math.abs(atOne - 1) < 1e-5 && Math.abs(peak - 1) < 0.02 && ratioAtOne > 0.999;
    Spread one = Spread.of(variance[0]);
    Spread last = Spread.of(deep[0][LAYERS]);
    boolean close = one.least() > 0.9 && one.greatest() < 1.1;
    boolean kept = last.least() > 0.8;
    Table table = new Table("sigmoid", "mean of f(x)", "variance of f(x)", "after ten layers");
    Outcome outcome =
        new Outcome(
            !values ? Verdict.NOT_SO : close && kept ? Verdict.AS_PRINTED : Verdict.BY_HALF,
            Figures.format(
                "f(1) − 1 = %.1e; f″ is greatest at %.5f, and at 1 it is %.5f of that. But x of"
                    + " variance 1 leaves with variance %s, and ten layers later with %s: the gain"
                    + " is below 1 where x is not small. tanh keeps %s after ten layers; the"
                    + " logistic function has the mean %s.",
                atOne - 1,
                peak,
                ratioAtOne,
                one,
                last,
                Spread.of(deep[1][LAYERS]),
                Spread.of(mean[2])));
    Chart depth =
        new Chart("eb-4-depth", "Variance of units, weights of deviation m^(−½)", "layer")
            .vertical("variance");
    for (int k = 0; k < kinds.length; k++) {
      double[] medians = new double[LAYERS + 1];
      for (int l = 0; l <= LAYERS; l++) {
        medians[l] = Spread.of(deep[k][l]).median();
        outcome.numbers(names[k] + ": variance at layer " + l, deep[k][l]);
      }
      depth.line(names[k], Descent.counting(LAYERS + 1), medians);
      table.row(names[k], Spread.of(mean[k]), Spread.of(variance[k]), Spread.of(deep[k][LAYERS]));
      outcome.numbers(names[k] + ": mean", mean[k]).numbers(names[k] + ": variance", variance[k]);
    }
    return outcome
        .numbers("f(1)", atOne)
        .numbers("where the second derivative is greatest", peak)
        .picture(
            new Chart("eb-4-curves", "Sigmoids", "x")
                .vertical("f(x)")
                .plane(-3, 3, -2, 2)
                .line("1.7159 tanh(2x/3)", x, lecun[0])
                .line("tanh", x, tanh[0])
                .line("logistic", x, logistic[0])
                .bound("x", new double[] {-3, 3}, new double[] {-3, 3}),
            "The recommended one passes through (1, 1), where it is most curved.")
        .picture(
            new Chart("eb-4-second", "Second derivative of the recommended sigmoid", "x")
                .vertical("f″(x)")
                .plane(-3, 3, -0.75, 0.75)
                .line("f″", x, lecun[2])
                .mark("x = 1", 1),
            "Greatest in size at ±0.988.")
        .picture(depth, "The variance falls from layer to layer, for the recommended one least.")
        .table(table);
  }

  /** f, f′ and f″. */
  private static double[][] curves(Activation activation, double[] x) {
    double[][] f = new double[3][x.length];
    Kernels.of(Precision.DOUBLE)
        .activations()
        .apply(activation, x.length, x, 0, f[0], 0, f[1], 0, f[2], 0);
    return f;
  }

  private static double atanh(double x) {
    return StrictMath.log((1 + x) / (1 - x)) / 2;
  }

  private static double[] moments(double[] values) {
    double mean = 0;
    double square = 0;
    for (double v : values) {
      mean += v / values.length;
    }
    for (double v : values) {
      square += (v - mean) * (v - mean) / values.length;
    }
    return new double[] {mean, square};
  }

  /** Variances of units, of inputs that have variance 1, over layers of random weights. */
  private static void layers(
      Activation activation, Draws draws, int width, double[][] variance, int seed) {
    int examples = 50;
    double[] a = draws.gaussians(examples * width);
    variance[0][seed] = moments(a)[1];
    for (int l = 1; l <= LAYERS; l++) {
      double[] w = draws.gaussians(width * width);
      double[] y = new double[a.length];
      for (int p = 0; p < examples; p++) {
        for (int i = 0; i < width; i++) {
          for (int j = 0; j < width; j++) {
            y[p * width + j] += a[p * width + i] * w[i * width + j] / Math.sqrt(width);
          }
        }
      }
      a = curves(activation, y)[0];
      variance[l][seed] = moments(a)[1];
    }
  }
}
