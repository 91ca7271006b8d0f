package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.PlateauSchedule;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** Large rates that leave local minima, and their decay. */
final class RateDecay implements Page {
  private static final int STEPS = 300;

  /** The curvature at the minima of w²/20 + 1 − cos 3w. */
  private static final double CURVATURE = 0.1 + 9;

  private static final double LARGE = 6 / CURVATURE;
  private static final String[] NAMES = {
    "small and constant", "large and constant", "linear", "quadratic", "exponential", "on plateaus"
  };

  @Override
  public About about() {
    return new About(
        "cmu-decay",
        Source.CMU,
        List.of(),
        "large rates escape, decaying ones arrive",
        "Where the loss is not convex a rate above twice the optimal one can help to escape poor"
            + " local minima; always having it, one never finds a solution. So begin with a large"
            + " rate and decay it: linearly, quadratically or exponentially, or by a tenth whenever"
            + " the loss stagnates [CMU].",
        "As printed if the large rate settles in the median from less than 0.2 of the starts,"
            + " the small one from more than 0.9, and all four decays end at a lower median value"
            + " than the small rate and settle from more than 0.8; by half if one to three decays"
            + " do; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int starts = scale.pick(60, 300);
    double[][] best = new double[NAMES.length][seeds];
    double[][] settled = new double[NAMES.length][seeds];
    double[][] value = new double[NAMES.length][seeds];
    double[][] shown = new double[NAMES.length][];
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      for (int k = 0; k < starts; k++) {
        double[] start = {draws.uniform(-8, 8)};
        for (int r = 0; r < NAMES.length; r++) {
          Watched cost = new Watched();
          double[] w =
              Descent.coordinate(
                  Descent.path(cost.objective, new Sgd(), rates(r, cost), start, STEPS), 0);
          double last = w[STEPS];
          best[r][s] += Math.abs(last) < 0.2 ? 1 : 0;
          settled[r][s] += Math.abs(slope(last)) < 0.05 ? 1 : 0;
          value[r][s] += value(last);
          if (s == 0 && k == 0) {
            shown[r] = w;
          }
        }
      }
      for (int r = 0; r < NAMES.length; r++) {
        best[r][s] /= starts;
        settled[r][s] /= starts;
        value[r][s] /= starts;
      }
      progress.step(s + 1, seeds);
    }
    boolean never = Spread.of(settled[1]).median() < 0.2 && Spread.of(settled[0]).median() > 0.9;
    int better = 0;
    for (int r = 2; r < NAMES.length; r++) {
      boolean lower = Spread.of(value[r]).median() < Spread.of(value[0]).median();
      better += lower && Spread.of(settled[r]).median() > 0.8 ? 1 : 0;
    }
    Table table =
        new Table("rate", "mean value at the end", "share at the global minimum", "share settled");
    Outcome outcome =
        new Outcome(
            never && better == 4
                ? Verdict.AS_PRINTED
                : never && better > 0 ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "w²/20 + 1 − cos 3w from starts in ±8, 300 steps. The small rate settles in the"
                    + " nearest minimum, at %s in the mean; 6 times the optimal rate settles from"
                    + " %s of the starts. Decayed from it: linear ends at %s, quadratic at %s,"
                    + " exponential at %s, on plateaus at %s: what decays within a few steps has no"
                    + " time to escape, what decays over a hundred finds the better minima.",
                Spread.of(value[0]),
                Spread.of(settled[1]),
                Spread.of(value[2]),
                Spread.of(value[3]),
                Spread.of(value[4]),
                Spread.of(value[5])));
    Chart chart =
        new Chart("cmu-decay-ways", "One start under six schedules", "step").vertical("w");
    chart.plane(0, 120, -9, 9);
    for (int r = 0; r < NAMES.length; r++) {
      chart.line(NAMES[r], Descent.counting(STEPS + 1), shown[r]);
      table.row(NAMES[r], Spread.of(value[r]), Spread.of(best[r]), Spread.of(settled[r]));
      outcome
          .numbers("mean value: " + NAMES[r], value[r])
          .numbers("share at the global minimum: " + NAMES[r], best[r])
          .numbers("share settled: " + NAMES[r], settled[r]);
    }
    double[] x = new double[321];
    Arrays.setAll(x, i -> (i - 160) / 20.0);
    return outcome
        .picture(
            new Chart("cmu-decay-cost", "A cost of several minima", "w")
                .vertical("w²/20 + 1 − cos 3w")
                .plane(-8, 8, 0, 5.4)
                .line("cost", x, Arrays.stream(x).map(RateDecay::value).toArray()),
            "The global minimum is at 0.")
        .picture(chart, "The large rate wanders; what decays slowly wanders and settles.")
        .table(table);
  }

  private static double value(double w) {
    return w * w / 20 + 1 - StrictMath.cos(3 * w);
  }

  private static double slope(double w) {
    return w / 10 + 3 * StrictMath.sin(3 * w);
  }

  /** The cost, which keeps the last value that it was asked for. */
  private static final class Watched {
    private double last;
    private final Objective<double[]> objective =
        Objective.of(
            Precision.DOUBLE,
            1,
            w -> {
              last = value(w[0]);
              return last;
            },
            (w, gradient) -> gradient[0] = slope(w[0]));
  }

  private static Schedule rates(int which, Watched cost) {
    return switch (which) {
      case 0 -> Schedule.constant(0.5 / CURVATURE);
      case 1 -> Schedule.constant(LARGE);
      case 2 -> Schedule.inverse(LARGE);
      case 3 -> Schedule.inverseSquare(LARGE);
      case 4 -> Schedule.exponential(LARGE, 0.02);
      default -> {
        PlateauSchedule plateau = new PlateauSchedule(LARGE, 0.1, 20, 0, 0);
        yield k -> {
          plateau.observe(cost.last);
          return plateau.rate(k);
        };
      }
    };
  }
}
