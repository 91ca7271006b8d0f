package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.batch.MoreThuente;
import io.github.curvelane.optim.batch.SteepestDescent;
import io.github.curvelane.optim.batch.Stopping;
import java.util.List;

/** Steepest descent with exact searches. */
final class Zigzag implements Page {
  @Override
  public About about() {
    return new About(
        "dl8-6",
        Source.DL8,
        List.of("8.6"),
        "steepest descent's zigzag",
        "Steepest descent jumps to the lowest point along the gradient's line. There the gradient"
            + " is orthogonal to the direction just searched, so that each direction is orthogonal"
            + " to the one before: back-and-forth progress even with the best step size [DL8"
            + " 8.6.2].",
        "As printed if, in every seed, neighbouring directions are orthogonal to 1e-5"
            + " (cosine) and more than 20 searches are needed; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[] cosine = new double[seeds];
    double[] steps = new double[seeds];
    double[] factor = new double[seeds];
    Chart chart = null;
    SteepestDescent method =
        new SteepestDescent(
            new MoreThuente(1e-9, 1e-8), Stopping.DEFAULT.relativeGradient(1e-6).iterations(3_000));
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double condition = 30;
      Quadratic bowl = Quadratic.rotated(draws, 1, condition);
      double[] v = bowl.eigenvector(0);
      double[] u = bowl.eigenvector(1);
      // The worst start: gradient parts along both axes are equal.
      double side = draws.below(2) == 0 ? 1 : -1;
      double[] start = {condition * v[0] + side * u[0], condition * v[1] + side * u[1]};
      double[][] path = ConjugateDirections.path(method, bowl.objective(), start);
      steps[s] = path.length - 1;
      for (int k = 2; k < Math.min(path.length, 40); k++) {
        double[] one = {path[k][0] - path[k - 1][0], path[k][1] - path[k - 1][1]};
        double[] before = {path[k - 1][0] - path[k - 2][0], path[k - 1][1] - path[k - 2][1]};
        double c = Quadratic.dot(one, before) / Quadratic.norm(one) / Quadratic.norm(before);
        cosine[s] = Math.max(cosine[s], Math.abs(c));
      }
      factor[s] = StrictMath.pow(bowl.value(path[20]) / bowl.value(path[10]), 0.1);
      if (s == 0) {
        chart =
            new Chart(
                    "dl8-6-zigzag", "Steepest descent, condition number 30", "along the flat axis")
                .vertical("along the steep axis")
                .plane(-3, 33, -1.3, 1.3)
                .contours((a, b) -> (a * a + condition * b * b) / 2, 5, 30, 100, 250, 450)
                .path("searches along the gradient", along(path, v), along(path, u));
      }
      progress.step(s + 1, seeds);
    }
    double worst = (30 - 1.0) * (30 - 1.0) / ((30 + 1.0) * (30 + 1.0));
    boolean so = Spread.of(cosine).greatest() < 1e-5 && Spread.of(steps).least() > 20;
    return new Outcome(
            so ? Verdict.AS_PRINTED : Verdict.NOT_SO,
            Figures.format(
                "In a bowl of two dimensions, condition number 30, from the worst start:"
                    + " neighbouring directions are orthogonal to %.0e (cosine), %s searches reach"
                    + " a millionth of the gradient, each leaves %s of the value: Kantorovich's"
                    + " bound is %.4f. Conjugate gradients take two.",
                Spread.of(cosine).greatest(), Spread.of(steps), Spread.of(factor), worst))
        .numbers("largest cosine of neighbouring directions", cosine)
        .numbers("searches", steps)
        .numbers("share of the value left by a search", factor)
        .picture(chart, "Figure 8.6. (The steep axis is drawn larger: angles look acute.)")
        .table(
            new Table("", "measured", "theory")
                .row("cosine of neighbours", Spread.of(cosine), "0")
                .row("value left by a search", Spread.of(factor), Figures.number(worst))
                .row("searches to a gradient of 1e-6", Spread.of(steps), ""));
  }

  private static double[] along(double[][] path, double[] axis) {
    double[] all = new double[path.length];
    for (int k = 0; k < path.length; k++) {
      all[k] = Quadratic.dot(axis, path[k]);
    }
    return all;
  }
}
