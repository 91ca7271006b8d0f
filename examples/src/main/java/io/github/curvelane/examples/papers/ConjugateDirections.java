package io.github.curvelane.examples.papers;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.batch.ConjugateGradient;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.MinimizerRun;
import io.github.curvelane.optim.batch.MoreThuente;
import io.github.curvelane.optim.batch.SteepestDescent;
import io.github.curvelane.optim.batch.Stopping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Directions that do not spoil what those before have gained. */
final class ConjugateDirections implements Page {
  private static final int[] SIZES = {2, 10, 30};

  @Override
  public About about() {
    return new About(
        "eb-16",
        Source.EB,
        List.of("16", "17"),
        "conjugate directions",
        "Each direction of conjugate gradients has ρ_kᵀHρ_(k−1) = 0, so that minimizing along it"
            + " keeps what the last one gained; on a quadratic of N variables N steps suffice"
            + " [EB 41–43]. Steepest descent, with the same searches, does spoil it.",
        "As printed if both formulas need at most N steps in every seed, and neighbouring"
            + " directions are conjugate to 1e-3 until they restart after N; by half if one of the"
            + " two; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    ConjugateGradient.Formula[] formulas = {
      ConjugateGradient.Formula.FLETCHER_REEVES, ConjugateGradient.Formula.POLAK_RIBIERE_PLUS
    };
    String[] names = {"Fletcher-Reeves", "Polak-Ribière"};
    double[][][] steps = new double[formulas.length][SIZES.length][seeds];
    double[][] conjugacy = new double[formulas.length][seeds];
    double[][] steepest = new double[SIZES.length][seeds];
    Chart chart = null;
    // As exact a search as the statement is about: hardly any slope may be left.
    MoreThuente search = new MoreThuente(1e-9, 1e-8);
    for (int s = 0; s < seeds; s++) {
      for (int i = 0; i < SIZES.length; i++) {
        int n = SIZES[i];
        Draws draws = new Draws(s + 1);
        double[] eigenvalues = new double[n];
        Arrays.setAll(eigenvalues, _ -> StrictMath.exp(draws.uniform(0, 4.6)));
        Quadratic bowl = Quadratic.rotated(draws, eigenvalues);
        double[] start = draws.gaussians(n);
        Stopping stopping = Stopping.DEFAULT.relativeGradient(1e-6).iterations(2_000);
        for (int f = 0; f < formulas.length; f++) {
          double[][] path =
              path(
                  new ConjugateGradient(formulas[f], 1, search, stopping), bowl.objective(), start);
          steps[f][i][s] = path.length - 1;
          conjugacy[f][s] = Math.max(conjugacy[f][s], conjugacy(bowl, path));
        }
        steepest[i][s] =
            path(new SteepestDescent(search, stopping), bowl.objective(), start).length - 1;
      }
      if (s == 0) {
        chart = chart(search);
      }
      progress.step(s + 1, seeds);
    }
    int beyond = 0;
    Table table = new Table("N", names[0], names[1], "steepest descent");
    for (int i = 0; i < SIZES.length; i++) {
      for (double[][] ofFormula : steps) {
        int n = SIZES[i];
        beyond += (int) Arrays.stream(ofFormula[i]).filter(count -> count > n).count();
      }
      table.row(
          "" + SIZES[i], Spread.of(steps[0][i]), Spread.of(steps[1][i]), Spread.of(steepest[i]));
    }
    boolean within = beyond == 0;
    double worst = Math.max(Spread.of(conjugacy[0]).greatest(), Spread.of(conjugacy[1]).greatest());
    boolean conjugate = worst < 1e-3;
    Outcome outcome =
        new Outcome(
            within && conjugate
                ? Verdict.AS_PRINTED
                : within || conjugate ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "Condition numbers up to 100: for N = 2, 10 and 30 the gradient falls to 1e-6 in"
                    + " at most N steps%s, and neighbouring directions are conjugate to %.0e"
                    + " (cosine in the metric of H). Steepest descent takes %s, %s and %s steps.",
                within
                    ? ""
                    : Figures.format(
                        ", but for %d of %d runs, where rounding leaves more",
                        beyond, formulas.length * SIZES.length * seeds),
                worst,
                Spread.of(steepest[0]),
                Spread.of(steepest[1]),
                Spread.of(steepest[2])));
    for (int i = 0; i < SIZES.length; i++) {
      for (int f = 0; f < formulas.length; f++) {
        outcome.numbers(names[f] + ": steps at N = " + SIZES[i], steps[f][i]);
      }
      outcome.numbers("steepest descent: steps at N = " + SIZES[i], steepest[i]);
    }
    return outcome
        .numbers("conjugacy of Fletcher-Reeves", conjugacy[0])
        .numbers("conjugacy of Polak-Ribière", conjugacy[1])
        .picture(chart, "Figure 16: the second conjugate direction ends at the minimum.")
        .table(table);
  }

  static double[][] path(Minimizer minimizer, HessianProducts<double[]> objective, double[] start) {
    double[] theta = start.clone();
    List<double[]> path = new ArrayList<>(List.of(start.clone()));
    MinimizerRun<double[]> run = minimizer.start(objective, theta);
    long last = 0;
    while (run.step()) {
      if (run.iterations() > last) {
        last = run.iterations();
        path.add(theta.clone());
      }
    }
    if (run.iterations() > last) {
      path.add(theta.clone());
    }
    return path.toArray(double[][]::new);
  }

  /**
   * The largest |ρ_kᵀHρ_(k−1)| over the product of their lengths in the metric of H, within the N
   * steps after which the method begins anew with the gradient.
   */
  private static double conjugacy(Quadratic bowl, double[][] path) {
    double most = 0;
    double[] image = new double[path[0].length];
    double[] imageBefore = new double[path[0].length];
    for (int k = 2; k < Math.min(path.length, path[0].length + 1); k++) {
      double[] step = minus(path[k], path[k - 1]);
      double[] before = minus(path[k - 1], path[k - 2]);
      bowl.product(step, image);
      bowl.product(before, imageBefore);
      double cosine =
          Quadratic.dot(image, before)
              / Math.sqrt(Quadratic.dot(image, step) * Quadratic.dot(imageBefore, before));
      most = Math.max(most, Math.abs(cosine));
    }
    return most;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return difference;
  }

  private static Chart chart(MoreThuente search) {
    Quadratic bowl = Quadratic.rotated(new Draws(2), 1, 8);
    double[] v = bowl.eigenvector(0);
    double[] u = bowl.eigenvector(1);
    double[] start = {2 * v[0] + 0.4 * u[0], 2 * v[1] + 0.4 * u[1]};
    Stopping stopping = Stopping.DEFAULT.relativeGradient(1e-4);
    double[][] conjugate =
        path(
            new ConjugateGradient(
                ConjugateGradient.Formula.POLAK_RIBIERE_PLUS, 1, search, stopping),
            bowl.objective(),
            start);
    double[][] steep = path(new SteepestDescent(search, stopping), bowl.objective(), start);
    return new Chart("eb-16-ways", "Searches along lines, to the minimum at 0", "w1")
        .vertical("w2")
        .plane(-2.6, 2.6, -2, 2)
        .contours(bowl::value, 0.05, 0.3, 1, 2, 4)
        .path("steepest descent", Descent.coordinate(steep, 0), Descent.coordinate(steep, 1))
        .path(
            "conjugate gradients",
            Descent.coordinate(conjugate, 0),
            Descent.coordinate(conjugate, 1));
  }
}
