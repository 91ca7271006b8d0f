package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Four step sizes in one dimension. */
final class StepSizes implements Page {
  private static final double[] FACTORS = {0.4, 1, 1.7, 2.1};
  private static final int STEPS = 60;

  @Override
  public About about() {
    return new About(
        "eb-6",
        Source.EB,
        List.of("6"),
        "four sizes of the learning rate",
        "On E = ½hw² the rate 1/h reaches the minimum in one step [EB 24]. A smaller one gets there"
            + " gradually, one between 1/h and 2/h swings about the minimum and gets there, one"
            + " above 2/h diverges [EB 26]. Where E is not quadratic, the best rate takes several"
            + " steps, but still few.",
        "As printed if, in every seed, 60 steps end below 1e-6 of the start at 0.4/h and at 1.7/h,"
            + " below 1e-15 at 1/h and above 100 times the start at 2.1/h, and log cosh takes at"
            + " most 6 steps; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    double[][] last = new double[FACTORS.length][scale.seeds()];
    double[][] signs = new double[FACTORS.length][scale.seeds()];
    double[] notQuadratic = new double[scale.seeds()];
    double[][] shown = new double[FACTORS.length][];
    for (int s = 0; s < scale.seeds(); s++) {
      Draws draws = new Draws(s + 1);
      double h = draws.uniform(0.2, 5);
      double start = draws.uniform(0.5, 1.2);
      for (int k = 0; k < FACTORS.length; k++) {
        Objective<double[]> bowl = inOne(w -> h * w * w / 2, w -> h * w);
        double[] w =
            Descent.coordinate(
                Descent.path(bowl, new Sgd(), FACTORS[k] / h, new double[] {start}, STEPS), 0);
        last[k][s] = Math.abs(w[w.length - 1]) / start;
        signs[k][s] = changes(w);
        if (s == 0) {
          shown[k] = Arrays.copyOf(w, 12);
        }
      }
      Objective<double[]> soft =
          inOne(w -> StrictMath.log(StrictMath.cosh(h * w)) / h, w -> StrictMath.tanh(h * w));
      double[] w =
          Descent.coordinate(Descent.path(soft, new Sgd(), 1 / h, new double[] {1 / h}, STEPS), 0);
      double[] size = new double[w.length];
      Arrays.setAll(size, i -> Math.abs(w[i]));
      notQuadratic[s] = Descent.stepsUntil(size, 1e-6 / h);
      progress.step(s + 1, scale.seeds());
    }
    boolean so =
        Spread.of(last[0]).greatest() < 1e-6
            && Spread.of(last[1]).greatest() < 1e-15
            && Spread.of(last[2]).greatest() < 1e-6
            && Spread.of(last[3]).least() > 100
            && Spread.of(notQuadratic).greatest() <= 6;
    Chart chart =
        new Chart("eb-6-paths", "w after each step on ½hw², by the rate", "step")
            .vertical("w, from the first seed's start")
            .plane(0, 11, -2.2, 2.2);
    String[] names = {"0.4/h", "1/h", "1.7/h", "2.1/h"};
    Table table = new Table("rate", "|w| after 60 steps / at the start", "changes of sign");
    Outcome outcome =
        new Outcome(
            so ? Verdict.AS_PRINTED : Verdict.NOT_SO,
            Figures.format(
                "At 1/h one step suffices; 0.4/h keeps its side, 1.7/h changes it every step, and"
                    + " both converge; 2.1/h grows by 1.1 a step. On log cosh, which is not"
                    + " quadratic, 1/h takes %s steps to 1e-6.",
                Spread.of(notQuadratic)));
    for (int k = 0; k < FACTORS.length; k++) {
      chart.path(names[k], Descent.counting(shown[k].length), shown[k]);
      table.row(names[k], Spread.of(last[k]), Spread.of(signs[k]));
      outcome.numbers("last at " + names[k], last[k]).numbers("signs at " + names[k], signs[k]);
    }
    return outcome
        .numbers("steps on log cosh", notQuadratic)
        .picture(chart, "Gradual, at once, swinging, diverging.")
        .table(table);
  }

  /** A function of one variable. */
  static Objective<double[]> inOne(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    return Objective.of(
        Precision.DOUBLE,
        1,
        w -> value.applyAsDouble(w[0]),
        (w, gradient) -> gradient[0] = slope.applyAsDouble(w[0]));
  }

  /** How often neighbours differ in sign, among those that are not as good as 0. */
  private static double changes(double[] w) {
    int changes = 0;
    for (int k = 1; k < w.length; k++) {
      boolean counts = Math.abs(w[k]) > 1e-12 * Math.abs(w[0]);
      changes += counts && w[k] * w[k - 1] < 0 ? 1 : 0;
    }
    return changes;
  }
}
