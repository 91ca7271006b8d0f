package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** What a step size does in one dimension, and in each direction of two. */
final class StepRegimes implements Page {
  private static final double[] FACTORS = {0.5, 1, 1.5, 1.95, 2.05};
  private static final int STEPS = 200;

  /** Rates in one dimension, over the optimal one. */
  private static final double[] IN_ONE = {0.5, 1, 1.5, 2.1};

  private static final int STEPS_IN_ONE = 60;

  /** As long as nothing is rounded to the minimum: 2⁻³⁰ is far above the last bit. */
  private static final int COUNTED = 30;

  private static final int SHOWN = 13;

  @Override
  public About about() {
    return new About(
        "cmu-steps",
        Source.CMU,
        List.of(),
        "regimes of the step size in one and in several dimensions",
        "On ½aw² + bw + c the rate 1/a arrives in a single step; descent converges monotonically"
            + " below it, oscillates and converges from there to 2/a, and diverges above [CMU, with"
            + " non-optimal step size]. In several dimensions descents along the axes of a"
            + " quadratic are uncoupled. The rate must be below twice the smallest of the optimal"
            + " rates 1/a_ii, or descent diverges; it oscillates in all directions where it is"
            + " above the optimal one, and is slow where it is far below [CMU, dependence on"
            + " learning rate].",
        "As printed if, in every seed, in one dimension 60 steps at 0.5/a and 1.5/a leave less than"
            + " 1e-6 of the distance, the first without a change of side and the second with one at"
            + " each of the first 30, one step at 1/a leaves less than 1e-12, and 60 at 2.1/a leave"
            + " more than 100 times the distance; and if in two dimensions directions shrink by"
            + " their own factors to 1e-12, at 1.95/a_max less than 1e-3 of the steep one is left,"
            + " and at 2.05/a_max it grows more than 100-fold; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] steep = new double[FACTORS.length][seeds];
    double[][] flat = new double[FACTORS.length][seeds];
    double[] coupling = new double[seeds];
    double[][] oneStep = new double[IN_ONE.length][seeds];
    double[][] manySteps = new double[IN_ONE.length][seeds];
    double[][] swings = new double[IN_ONE.length][seeds];
    Chart line =
        new Chart("cmu-steps-line", "Distance from the minimum of ½aw² + bw + c", "step")
            .vertical("w − w_opt")
            .plane(0, SHOWN - 1, -6, 6);
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
      double a = draws.uniform(0.2, 5);
      double b = draws.uniform(-2, 2);
      double distance = draws.uniform(1, 3);
      for (int k = 0; k < IN_ONE.length; k++) {
        double[] away = away(a, b, distance, IN_ONE[k] / a);
        oneStep[k][s] = Math.abs(away[1]) / distance;
        manySteps[k][s] = Math.abs(away[STEPS_IN_ONE]) / distance;
        for (int i = 1; i <= COUNTED; i++) {
          boolean counts = Math.abs(away[i]) > 1e-12 * distance;
          swings[k][s] += counts && away[i] * away[i - 1] < 0 ? 1 : 0;
        }
        if (s == 0) {
          line.path(IN_ONE[k] + "/a", Descent.counting(SHOWN), Arrays.copyOf(away, SHOWN));
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
    boolean soInOne =
        Spread.of(manySteps[0]).greatest() < 1e-6
            && Spread.of(swings[0]).greatest() == 0
            && Spread.of(oneStep[1]).greatest() < 1e-12
            && Spread.of(manySteps[2]).greatest() < 1e-6
            && Spread.of(swings[2]).least() == COUNTED
            && Spread.of(manySteps[3]).least() > 100;
    boolean so =
        soInOne
            && Spread.of(coupling).greatest() < 1e-12
            && Spread.of(steep[3]).greatest() < 1e-3
            && Spread.of(steep[4]).least() > 100;
    Table table =
        new Table(
            "in two dimensions, rate · a_max", "left of the steep axis", "left of the flat axis");
    Outcome outcome =
        new Outcome(
            so ? Verdict.AS_PRINTED : Verdict.NOT_SO,
            Figures.format(
                "In one dimension 1/a leaves %s of the distance after one step; %d steps leave %s"
                    + " at 0.5/a, on one side, and %s at 1.5/a, from side to side; at 2.1/a the"
                    + " distance grows %s-fold. In two, each direction shrinks by its own 1 − ηλ_i"
                    + " a step, to %.0e, whatever the others do. After %d steps at 1.95/a_max %s of"
                    + " the steep direction are left, at 2.05/a_max it has grown %s-fold.",
                Spread.of(oneStep[1]),
                STEPS_IN_ONE,
                Spread.of(manySteps[0]),
                Spread.of(manySteps[2]),
                Spread.of(manySteps[3]),
                Spread.of(coupling).greatest(),
                STEPS,
                Spread.of(steep[3]),
                Spread.of(steep[4])));
    for (int k = 0; k < FACTORS.length; k++) {
      table.row(Figures.number(FACTORS[k]), Spread.of(steep[k]), Spread.of(flat[k]));
      outcome
          .numbers("steep axis at " + FACTORS[k], steep[k])
          .numbers("flat axis at " + FACTORS[k], flat[k]);
    }
    Table inOne =
        new Table(
            "in one dimension, rate · a",
            "left after one step",
            "left after " + STEPS_IN_ONE,
            "changes of side in the first " + COUNTED);
    for (int k = 0; k < IN_ONE.length; k++) {
      inOne.row(
          Figures.number(IN_ONE[k]),
          Spread.of(oneStep[k]),
          Spread.of(manySteps[k]),
          Spread.of(swings[k]));
      outcome
          .numbers("in one dimension: left after one step at " + IN_ONE[k], oneStep[k])
          .numbers("in one dimension: left at " + IN_ONE[k], manySteps[k])
          .numbers("in one dimension: changes of side at " + IN_ONE[k], swings[k]);
    }
    return outcome
        .numbers("difference from (1 − rate λ)^5", coupling)
        .picture(line, "The first seed: monotonic, at once, from side to side, diverging.")
        .picture(chart, "Gradual, swinging about the valley, and almost diverging.")
        .table(inOne)
        .table(table);
  }

  /** w − w_opt after each step of descent on ½aw² + bw + c. */
  private static double[] away(double a, double b, double distance, double rate) {
    Objective<double[]> bowl = StepSizes.inOne(w -> a * w * w / 2 + b * w, w -> a * w + b);
    double[][] path =
        Descent.path(bowl, new Sgd(), rate, new double[] {distance - b / a}, STEPS_IN_ONE);
    return Arrays.stream(path).mapToDouble(w -> w[0] + b / a).toArray();
  }
}
