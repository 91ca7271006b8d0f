package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.ClipByNorm;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import java.util.List;

/** The cliff of a recurrent unit, and clipped gradients. */
final class Cliffs implements Page {
  private static final int TIMES = 50;
  private static final int STEPS = 400;
  private static final double RATE = 0.05;
  private static final double BOUND = 1;

  @Override
  public About about() {
    return new About(
        "dl8-3",
        Source.DL8,
        List.of("8.3"),
        "cliffs, and clipping",
        "Where many weights are multiplied, as in recurrent networks, the cost has cliffs: near one"
            + " a step of gradient descent can catapult the parameters very far, and lose most of"
            + " the work. Clipping the norm of the gradient keeps the step small [DL8 8.2.4].",
        "As printed if descent's longest step is in the median above 10 times the longest"
            + " that clipping allows, clipping keeps to that in every seed, and fewer starts lose"
            + " work in the median; by half if all but the last; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int starts = scale.pick(20, 60);
    Objective<double[]> cost = cost();
    double[][] jump = new double[2][seeds];
    double[][] lost = new double[2][seeds];
    double[][] arrived = new double[2][seeds];
    double[] steepest = new double[seeds];
    UpdateRule[] rules = {new Sgd(), UpdateRule.chain(new ClipByNorm(BOUND), new Sgd())};
    double[][][] shown = new double[2][][];
    double farthest = 0;
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      for (int k = 0; k < starts; k++) {
        double[] start = {draws.uniform(3, 7), draws.uniform(-3.6, -1.6)};
        double[][][] paths = new double[2][][];
        for (int r = 0; r < 2; r++) {
          paths[r] = Descent.path(cost, rules[r], RATE, start, STEPS);
          double[] values = Descent.values(cost, paths[r]);
          jump[r][s] = Math.max(jump[r][s], farthest(paths[r]));
          lost[r][s] += rises(values) ? 1 : 0;
          arrived[r][s] += values[values.length - 1] < 1e-3 ? 1 : 0;
        }
        double far = farthest(paths[0]);
        steepest[s] = Math.max(steepest[s], far / RATE);
        if (s == 0 && far > farthest) {
          farthest = far;
          shown = paths;
        }
      }
      for (int r = 0; r < 2; r++) {
        lost[r][s] /= starts;
        arrived[r][s] /= starts;
      }
      progress.step(s + 1, seeds);
    }
    boolean catapults = Spread.of(jump[0]).median() > 10 * RATE * BOUND;
    boolean kept = Spread.of(jump[1]).greatest() <= RATE * BOUND * (1 + 1e-9);
    boolean better = Spread.of(lost[1]).median() < Spread.of(lost[0]).median();
    Table table = new Table("", "descent", "clipped to norm 1");
    Outcome outcome =
        new Outcome(
            catapults && kept && better
                ? Verdict.AS_PRINTED
                : catapults && kept ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "h ← w·σ(h) + b, fifty times: gradients of norm up to %s throw descent at the rate"
                    + " 0.05 as far as %s in one step; clipped at norm 1 no step is longer than"
                    + " 0.05. A rise of the cost to more than twice what had been reached happens"
                    + " from %s of the starts, clipped from %s; the cost ends below 0.001 from %s"
                    + " and %s.",
                Spread.of(steepest),
                Spread.of(jump[0]),
                Spread.of(lost[0]),
                Spread.of(lost[1]),
                Spread.of(arrived[0]),
                Spread.of(arrived[1])));
    Spread w = Spread.of(Descent.coordinate(shown[0], 0));
    Spread b = Spread.of(Descent.coordinate(shown[0], 1));
    Chart chart =
        new Chart("dl8-3-cliff", "The cliff of fifty products, and two ways", "w")
            .vertical("b")
            .plane(w.least() - 1, w.greatest() + 1, b.least() - 0.5, b.greatest() + 0.5)
            .contours(
                (x, y) -> cost.value(new double[] {x, y}), 0.005, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3);
    String[] names = {"descent", "clipped"};
    for (int r = 0; r < 2; r++) {
      chart.path(names[r], Descent.coordinate(shown[r], 0), Descent.coordinate(shown[r], 1));
      outcome
          .numbers("longest step: " + names[r], jump[r])
          .numbers("share that loses what it had: " + names[r], lost[r])
          .numbers("share that arrives: " + names[r], arrived[r]);
    }
    table
        .row("longest step", Spread.of(jump[0]), Spread.of(jump[1]))
        .row("share of starts that lose work", Spread.of(lost[0]), Spread.of(lost[1]))
        .row("share of starts that arrive", Spread.of(arrived[0]), Spread.of(arrived[1]));
    return outcome
        .numbers("largest norm of a gradient", steepest)
        .picture(chart, "Lines of constant cost crowd where the unit's fixed point changes.")
        .table(table);
  }

  /** ½(σ(h_50) − 0.7)², h_0 = 1, h_t = w σ(h_(t−1)) + b (Pascanu, Mikolov and Bengio 2013). */
  private static Objective<double[]> cost() {
    return Objective.of(
        Precision.DOUBLE,
        2,
        theta -> {
          double miss = unrolled(theta)[0] - 0.7;
          return miss * miss / 2;
        },
        (theta, gradient) -> {
          double[] out = unrolled(theta);
          gradient[0] = (out[0] - 0.7) * out[1];
          gradient[1] = (out[0] - 0.7) * out[2];
        });
  }

  /** σ(h) at the end and its derivatives by w and b, carried forward. */
  private static double[] unrolled(double[] theta) {
    double h = 1;
    double byW = 0;
    double byB = 0;
    for (int t = 0; t < TIMES; t++) {
      double a = logistic(h);
      double slope = a * (1 - a);
      byW = a + theta[0] * slope * byW;
      byB = 1 + theta[0] * slope * byB;
      h = theta[0] * a + theta[1];
    }
    double out = logistic(h);
    double slope = out * (1 - out);
    return new double[] {out, slope * byW, slope * byB};
  }

  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double farthest(double[][] path) {
    double most = 0;
    for (int k = 1; k < path.length; k++) {
      double step = StrictMath.hypot(path[k][0] - path[k - 1][0], path[k][1] - path[k - 1][1]);
      most = Math.max(most, step);
    }
    return most;
  }

  /** Whether the cost rises to more than twice the least so far, by something worth the name. */
  private static boolean rises(double[] values) {
    double least = Double.POSITIVE_INFINITY;
    for (double value : values) {
      if (value > 2 * least + 0.01) {
        return true;
      }
      least = Math.min(least, value);
    }
    return false;
  }
}
