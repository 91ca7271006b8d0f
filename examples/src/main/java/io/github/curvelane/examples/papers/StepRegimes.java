package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Sgd;
import java.util.List;

/** What a step size does in each direction of a quadratic of two dimensions. */
final class StepRegimes implements Page {
  private static final double[] FACTORS = {0.5, 1, 1.5, 1.95, 2.05};
  private static final int STEPS = 200;

  @Override
  public About about() {
    return new About(
        "cmu-steps",
        Source.CMU,
        List.of(),
        "regimes of the step size in several dimensions",
        "Descents along the axes of a quadratic are uncoupled. The rate must be below twice the"
            + " smallest of the optimal rates 1/a_ii, or descent diverges; it oscillates in all"
            + " directions where it is above the optimal one, and is slow where it is far below"
            + " [CMU, dependence on learning rate].",
        "As printed if, in every seed, directions shrink by their own factors to 1e-12, at"
            + " 1.95/a_max less than 1e-3 of the steep one is left, and at 2.05/a_max it grows more"
            + " than 100-fold; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] steep = new double[FACTORS.length][seeds];
    double[][] flat = new double[FACTORS.length][seeds];
    double[] coupling = new double[seeds];
    Chart chart =
        new Chart("cmu-steps-ways", "Thirty steps on ½(w1² + 8 w2²)", "w1")
            .vertical("w2")
            .plane(-0.4, 3.2, -1.6, 1.6);
    Quadratic drawn = Quadratic.diagonal(1, 8);
    chart.contours(drawn::value, 0.1, 0.5, 1.5, 3, 5);
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double small = draws.uniform(0.2, 1);
      double large = small * draws.uniform(5, 15);
      Quadratic bowl = Quadratic.rotated(draws, small, large);
      double[] start = draws.gaussians(2);
      for (int k = 0; k < FACTORS.length; k++) {
        double rate = FACTORS[k] / large;
        double[][] path = Descent.path(bowl.objective(), new Sgd(), rate, start, STEPS);
        for (int i = 0; i < 2; i++) {
          double[] v = bowl.eigenvector(i);
          double first = Quadratic.dot(v, path[0]);
          double factor = Quadratic.dot(v, path[5]) / first;
          double expected = StrictMath.pow(1 - rate * bowl.eigenvalue(i), 5);
          coupling[s] = Math.max(coupling[s], Math.abs(factor - expected));
          double last = Math.abs(Quadratic.dot(v, path[STEPS]) / first);
          (i == 0 ? flat : steep)[k][s] = last;
        }
      }
      progress.step(s + 1, seeds);
    }
    double[] shown = {0.5, 1.5, 1.95};
    for (double factor : shown) {
      double[][] path =
          Descent.path(drawn.objective(), new Sgd(), factor / 8, new double[] {3, 1.2}, 30);
      chart.path(factor + "/a_max", Descent.coordinate(path, 0), Descent.coordinate(path, 1));
    }
    boolean so =
        Spread.of(coupling).greatest() < 1e-12
            && Spread.of(steep[3]).greatest() < 1e-3
            && Spread.of(steep[4]).least() > 100;
    Table table = new Table("rate · a_max", "left of the steep axis", "left of the flat axis");
    Outcome outcome =
        new Outcome(
            so ? Verdict.AS_PRINTED : Verdict.NOT_SO,
            Figures.format(
                "Each direction shrinks by its own 1 − ηλ_i a step, to %.0e, whatever the others"
                    + " do. After %d steps at 1.95/a_max %s of the steep direction are left, at"
                    + " 2.05/a_max it has grown %s-fold.",
                Spread.of(coupling).greatest(), STEPS, Spread.of(steep[3]), Spread.of(steep[4])));
    for (int k = 0; k < FACTORS.length; k++) {
      table.row(Figures.number(FACTORS[k]), Spread.of(steep[k]), Spread.of(flat[k]));
      outcome
          .numbers("steep axis at " + FACTORS[k], steep[k])
          .numbers("flat axis at " + FACTORS[k], flat[k]);
    }
    return outcome
        .numbers("difference from (1 − rate λ)^5", coupling)
        .picture(chart, "Gradual, swinging about the valley, and almost diverging.")
        .table(table);
  }
}
