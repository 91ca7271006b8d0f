package io.github.curvelane.examples.papers;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Decorrelation;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.PrincipalComponents;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.Sgd;
import java.util.List;

/** Linearly dependent inputs, and the way from raw inputs to white ones. */
final class DependentInputs implements Page {
  private static final int EXAMPLES = 200;
  private static final int MOST_STEPS = 6000;
  private static final String[] STAGES = {"raw", "mean 0", "decorrelated", "variances 1"};

  @Override
  public About about() {
    return new About(
        "eb-2",
        Source.EB,
        List.of("2", "3"),
        "dependent inputs, and decorrelation step by step",
        "If one input is always twice the other, the error is constant along lines in the space of"
            + " weights, and its gradient zero along them: two dimensions for a problem of one"
            + " [EB 4.3]. Inputs should be shifted to mean zero, decorrelated, and scaled to one"
            + " variance, one after the other [EB figure 3].",
        "As printed if, in every seed, with z2 = 2 z1 the smallest eigenvalue is below 1e-12"
            + " of the largest and its eigenvector (2, −1) to 1e-6, white inputs have the condition"
            + " number 1 to 1e-9, and none of the three steps raises it; by half if one does; else"
            + " not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[] flat = new double[seeds];
    double[] along = new double[seeds];
    double[][] condition = new double[STAGES.length][seeds];
    double[][] steps = new double[STAGES.length][seeds];
    Chart[] clouds = new Chart[2];
    Chart valley = null;
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      Quadratic dependent = dependent(draws);
      flat[s] = Math.abs(dependent.eigenvalue(0)) / dependent.largest();
      double[] v = dependent.eigenvector(0);
      along[s] = Math.abs(v[0] + 2 * v[1]) / Math.sqrt(5);
      double[] x = new double[2 * EXAMPLES];
      double[] d = new double[EXAMPLES];
      for (int p = 0; p < EXAMPLES; p++) {
        double one = draws.gaussian();
        x[2 * p] = 1.5 + 0.9 * one;
        x[2 * p + 1] = 1 + 0.5 * one + 0.25 * draws.gaussian();
        d[p] = x[2 * p] - 2 * x[2 * p + 1] + 0.1 * draws.gaussian();
      }
      double[][] stages = stages(x, d);
      for (int k = 0; k < STAGES.length; k++) {
        NetworkObjective<double[]> error = LinearUnit.error(stages[k], d, true);
        Quadratic quadratic = LinearUnit.quadratic(error);
        condition[k][s] = quadratic.condition();
        double[][] path =
            Descent.path(
                quadratic.objective(),
                new Sgd(),
                1 / quadratic.largest(),
                new double[3],
                MOST_STEPS);
        double[] values = Descent.values(quadratic.objective(), path);
        steps[k][s] = Descent.stepsUntil(values, 1e-6 * values[0]);
      }
      if (s == 0) {
        valley = valley(dependent);
        clouds = clouds(stages);
      }
      progress.step(s + 1, seeds);
    }
    boolean flatSo = Spread.of(flat).greatest() < 1e-12 && Spread.of(along).greatest() < 1e-6;
    boolean rounder = true;
    for (int k = 1; k < STAGES.length; k++) {
      for (int s = 0; s < seeds; s++) {
        rounder &= condition[k][s] <= condition[k - 1][s] * (1 + 1e-9);
      }
    }
    boolean one = Spread.of(condition[3]).greatest() < 1 + 1e-9;
    Table table = new Table("inputs", "condition number of H", "steps at 1/λ_max to 1e-6");
    Outcome outcome =
        new Outcome(
                flatSo && one ? rounder ? Verdict.AS_PRINTED : Verdict.BY_HALF : Verdict.NOT_SO,
                Figures.format(
                    "With z2 = 2 z1 the smallest eigenvalue is %.0e of the largest, along (2, −1)."
                        + " The condition number is %s raw, %s with mean 0 and 1 when white, where"
                        + " descent takes %s step in place of %s. Rotation alone changes no"
                        + " eigenvalue: it makes one rate a weight possible, and gains by itself"
                        + " nothing for one rate.",
                    Spread.of(flat).greatest(),
                    Spread.of(condition[0]),
                    Spread.of(condition[1]),
                    Spread.of(steps[3]),
                    Spread.of(steps[0])))
            .numbers("smallest over largest eigenvalue with z2 = 2 z1", flat)
            .numbers("distance of its eigenvector from (2 -1)", along);
    for (int k = 0; k < STAGES.length; k++) {
      table.row(STAGES[k], Spread.of(condition[k]), Spread.of(steps[k]));
      outcome
          .numbers("condition number when " + STAGES[k], condition[k])
          .numbers("steps when " + STAGES[k], steps[k]);
    }
    return outcome
        .picture(valley, "Figure 2: with z2 = 2 z1 the lines of constant error are parallel.")
        .picture(clouds[0], "Figure 3: raw inputs, and shifted to mean 0.")
        .picture(clouds[1], "Figure 3: decorrelated, and scaled to variance 1.")
        .table(table);
  }

  private static Quadratic dependent(Draws draws) {
    double[] z = new double[2 * EXAMPLES];
    double[] d = new double[EXAMPLES];
    for (int p = 0; p < EXAMPLES; p++) {
      z[2 * p] = draws.gaussian();
      z[2 * p + 1] = 2 * z[2 * p];
      d[p] = z[2 * p] + 0.1 * draws.gaussian();
    }
    return LinearUnit.quadratic(LinearUnit.error(z, d, false));
  }

  private static double[][] stages(double[] x, double[] d) {
    Dataset<double[]> raw = Dataset.regression(Precision.DOUBLE, x, 2, d, 1);
    Normalization centring = Normalization.centring(raw);
    PrincipalComponents components = PrincipalComponents.fit(raw, centring, Parallelism.none());
    double[] centred = centring.apply(raw, Precision.DOUBLE);
    return new double[][] {
      x,
      centred,
      components
          .layer(Decorrelation.rotation())
          .apply(Precision.DOUBLE, centred, EXAMPLES, Parallelism.none()),
      components
          .layer(Decorrelation.whitening().floor(0))
          .apply(Precision.DOUBLE, centred, EXAMPLES, Parallelism.none())
    };
  }

  private static Chart valley(Quadratic error) {
    double[] m = error.minimum();
    double h = error.largest();
    return new Chart("eb-2-valley", "Lines of constant error where z2 = 2 z1", "w1")
        .vertical("w2")
        .plane(-2, 2.5, -1.2, 1.5)
        .contours(error::value, 0.01 * h, 0.05 * h, 0.15 * h, 0.35 * h, 0.7 * h)
        .bound(
            "minima",
            new double[] {-2, 2.5},
            new double[] {m[1] + (m[0] + 2) / 2, m[1] + (m[0] - 2.5) / 2});
  }

  private static Chart[] clouds(double[][] stages) {
    Chart[] charts = {
      new Chart("eb-2-raw", "Inputs, raw and shifted to mean 0", "z1")
          .vertical("z2")
          .plane(-4.2, 4.6, -2.5, 3),
      new Chart("eb-2-white", "Inputs, decorrelated and then scaled", "z1")
          .vertical("z2")
          .plane(-4.4, 4.4, -3, 3)
    };
    for (int k = 0; k < STAGES.length; k++) {
      double[][] points = ErrorEllipses.columns(stages[k]);
      charts[k / 2].points(STAGES[k], points[0], points[1]);
    }
    return charts;
  }
}
