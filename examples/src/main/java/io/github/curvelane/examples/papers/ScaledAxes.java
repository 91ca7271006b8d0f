package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** Axes scaled so that one rate suits all. */
final class ScaledAxes implements Page {
  private static final int N = 5;
  private static final double[] RATES = {0.5, 1, 1.5, 1.9, 2.1};
  private static final int STEPS = 40;

  @Override
  public About about() {
    return new About(
        "cmu-axes",
        Source.CMU,
        List.of(),
        "scaled axes: one rate suits all directions",
        "With w scaled by A^½ the lines of constant value are circles, descent there is"
            + " w ← w − ηA⁻¹∇E in the old coordinates, the best η is 1, which arrives in one step,"
            + " and η must not exceed 2 [CMU, scaling the axes].",
        "As printed if, in every seed, the root is one to 1e-12, less than 1e-14 of the"
            + " distance is left at 1 and less than a tenth at 1.9, and it grows more than tenfold"
            + " at 2.1; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[] root = new double[seeds];
    double[][] left = new double[RATES.length][seeds];
    double[][] unlike = new double[RATES.length][seeds];
    Chart chart = null;
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double[] eigenvalues = new double[N];
      Arrays.setAll(eigenvalues, _ -> StrictMath.exp(draws.uniform(-2, 2)));
      Quadratic bowl = Quadratic.rotated(draws, eigenvalues);
      root[s] = rootError(bowl);
      double[] start = draws.gaussians(N);
      double[] ones = new double[N];
      Arrays.fill(ones, 1);
      Quadratic round = Quadratic.diagonal(ones);
      double[] scaled = rooted(bowl, start);
      for (int k = 0; k < RATES.length; k++) {
        double[][] path = Descent.path(round.objective(), new Sgd(), RATES[k], scaled, STEPS);
        left[k][s] = Quadratic.norm(path[STEPS]) / Quadratic.norm(scaled);
        unlike[k][s] = spread(path);
      }
      if (s == 0) {
        chart = chart();
      }
      progress.step(s + 1, seeds);
    }
    boolean so =
        Spread.of(root).greatest() < 1e-12
            && Spread.of(left[1]).greatest() < 1e-14
            && Spread.of(left[3]).greatest() < 0.1
            && Spread.of(left[4]).least() > 10;
    Table table = new Table("η", "distance after 40 steps / at the start");
    Outcome outcome =
        new Outcome(
                so ? Verdict.AS_PRINTED : Verdict.NOT_SO,
                Figures.format(
                    "(A^½)² differs from A by %.0e. At η = 1 one step arrives; all directions"
                        + " shrink by |1 − η| together: after %d steps %s of the distance is left"
                        + " at 1.9, at 2.1 it has grown %s-fold.",
                    Spread.of(root).greatest(), STEPS, Spread.of(left[3]), Spread.of(left[4])))
            .numbers("error of the root", root);
    for (int k = 0; k < RATES.length; k++) {
      table.row(Figures.number(RATES[k]), Spread.of(left[k]));
      outcome
          .numbers("distance left at " + RATES[k], left[k])
          .numbers("directions shrink differently by at " + RATES[k], unlike[k]);
    }
    return outcome
        .picture(chart, "On circles the gradient points to the middle, at any rate.")
        .table(table);
  }

  /** ‖(A^½)² − A‖ / ‖A‖, element by element. */
  private static double rootError(Quadratic bowl) {
    double[] a = bowl.matrix();
    double most = 0;
    for (int j = 0; j < N; j++) {
      double[] unit = new double[N];
      unit[j] = 1;
      double[] column = rooted(bowl, rooted(bowl, unit));
      for (int i = 0; i < N; i++) {
        most = Math.max(most, Math.abs(column[i] - a[i * N + j]));
      }
    }
    return most / bowl.largest();
  }

  /** A^½ v. */
  private static double[] rooted(Quadratic bowl, double[] v) {
    double[] image = new double[N];
    for (int i = 0; i < N; i++) {
      double[] axis = bowl.eigenvector(i);
      double along = Math.sqrt(bowl.eigenvalue(i)) * Quadratic.dot(axis, v);
      for (int j = 0; j < N; j++) {
        image[j] += along * axis[j];
      }
    }
    return image;
  }

  /** How far apart the factors of the coordinates in the first step are. */
  private static double spread(double[][] path) {
    double[] factors = new double[N];
    Arrays.setAll(factors, i -> path[1][i] / path[0][i]);
    Spread spread = Spread.of(factors);
    return spread.greatest() - spread.least();
  }

  private static Chart chart() {
    Quadratic round = Quadratic.diagonal(1, 1);
    // From three sides, for all ways lead straight to the middle.
    double[][] starts = {{1.7, 1.1}, {-1.9, 0.7}, {-0.6, -1.5}};
    double[] rates = {0.3, 1, 1.6};
    Chart chart =
        new Chart("cmu-axes-circles", "Descent where the axes are scaled", "scaled w1")
            .vertical("scaled w2")
            .plane(-2.6, 2.6, -1.7, 1.7)
            .contours(round::value, 0.1, 0.4, 1, 2);
    for (int k = 0; k < rates.length; k++) {
      double[][] path = Descent.path(round.objective(), new Sgd(), rates[k], starts[k], 12);
      chart.path("η = " + rates[k], Descent.coordinate(path, 0), Descent.coordinate(path, 1));
    }
    return chart;
  }
}
