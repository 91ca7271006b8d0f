package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Sgd;
import java.util.List;
import java.util.stream.Stream;

/** A cost without local minima in which descent goes the wrong way. */
final class WrongSide implements Page {
  private static final int STEPS = 4_000;

  @Override
  public About about() {
    return new About(
        "dl8-4",
        Source.DL8,
        List.of("8.4"),
        "descent on the wrong side of a mountain",
        "Descent can fail without saddle points or local minima: the cost has only asymptotes"
            + " toward low values, and the start is on the wrong side of a mountain. In more"
            + " dimensions the mountain can often be walked round, by a long way [DL8 8.2.7].",
        "Not so unless, in every seed, no start from the left and every start from the right"
            + " arrives. If so: as printed if in two dimensions more than half do in the median,"
            + " else by half.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int starts = scale.pick(20, 100);
    double[] oneRight = new double[seeds];
    double[] oneLeft = new double[seeds];
    double[] two = new double[seeds];
    double[] detour = new double[seeds];
    Objective<double[]> line = cost(1);
    Objective<double[]> plane = cost(2);
    double[][] round = new double[0][];
    double[][] astray = new double[0][];
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double longest = 0;
      for (int k = 0; k < starts; k++) {
        double x = draws.uniform(0.4, 2);
        oneRight[s] += arrives(line, x) ? 1 : 0;
        oneLeft[s] += arrives(line, -x) ? 1 : 0;
        double[] start = {-x, draws.uniform(-2, 2)};
        double[][] path = Descent.path(plane, new Sgd(), 0.2, start, STEPS);
        boolean there = path[STEPS][0] > 1;
        two[s] += there ? 1 : 0;
        double ratio = there ? length(path) / distance(start, path[STEPS]) : 0;
        longest = Math.max(longest, ratio);
        if (s == 0 && there && ratio >= longest) {
          round = path;
        }
        if (s == 0 && !there && Math.abs(start[1]) < 0.5) {
          astray = path;
        }
      }
      oneRight[s] /= starts;
      oneLeft[s] /= starts;
      two[s] /= starts;
      detour[s] = longest;
      progress.step(s + 1, seeds);
    }
    boolean fails = Spread.of(oneLeft).greatest() == 0 && Spread.of(oneRight).least() == 1;
    boolean around = Spread.of(two).median() > 0.5;
    double[] x = new double[161];
    double[] y = new double[161];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 80) / 16.0;
      y[i] = line.value(new double[] {x[i]});
    }
    Chart map =
        new Chart("dl8-4-map", "The same mountain in two dimensions", "θ1")
            .vertical("θ2")
            .plane(-5, 5, -3.2, 3.2)
            .contours(
                (a, b) -> plane.value(new double[] {a, b}),
                -0.9,
                -0.7,
                -0.5,
                -0.3,
                -0.1,
                0.05,
                0.1,
                0.2,
                0.4,
                0.8);
    if (round.length > 0) {
      map.line("arrives", Descent.coordinate(round, 0), Descent.coordinate(round, 1));
    }
    if (astray.length > 0) {
      map.line("goes astray", Descent.coordinate(astray, 0), Descent.coordinate(astray, 1));
    }
    double[][] begins =
        Stream.of(round, astray)
            .filter(way -> way.length > 0)
            .map(way -> way[0])
            .toArray(double[][]::new);
    map.points("starts", Descent.coordinate(begins, 0), Descent.coordinate(begins, 1));
    return new Outcome(
            !fails ? Verdict.NOT_SO : around ? Verdict.AS_PRINTED : Verdict.BY_HALF,
            Figures.format(
                "1.2/(1 + θ²) − σ(2θ) has one critical point, the top. From the right of it all"
                    + " starts reach the low side, from the left none: a share of %s. In two"
                    + " dimensions, from the left half, %s get round; the longest way is %s times"
                    + " the straight one.",
                Spread.of(oneLeft), Spread.of(two), Spread.of(detour)))
        .numbers("share that arrives from the right", oneRight)
        .numbers("share that arrives from the left", oneLeft)
        .numbers("share that arrives in two dimensions", two)
        .numbers("longest way over the straight one", detour)
        .picture(
            new Chart("dl8-4-cost", "A mountain, and asymptotes on both sides", "θ")
                .vertical("cost")
                .plane(-5, 5, -1.1, 0.9)
                .line("cost", x, y)
                .points("start", new double[] {-1}, new double[] {line.value(new double[] {-1})})
                .mark("lower side", 3),
            "Figure 8.4: downhill from the dot leads away from the low side.")
        .picture(map, "Lines of constant cost; ways from the left.")
        .table(
            new Table("start", "share that arrives")
                .row("right of the top", Spread.of(oneRight))
                .row("left of the top", Spread.of(oneLeft))
                .row("left half of the plane", Spread.of(two)));
  }

  /** 1.2/(1 + ‖θ‖²) − σ(2θ₁). */
  private static Objective<double[]> cost(int n) {
    return Objective.of(
        Precision.DOUBLE,
        n,
        theta -> 1.2 / (1 + Quadratic.dot(theta, theta)) - logistic(2 * theta[0]),
        (theta, gradient) -> {
          double below = 1 + Quadratic.dot(theta, theta);
          for (int i = 0; i < n; i++) {
            gradient[i] = -2.4 * theta[i] / below / below;
          }
          double out = logistic(2 * theta[0]);
          gradient[0] -= 2 * out * (1 - out);
        });
  }

  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static boolean arrives(Objective<double[]> line, double start) {
    return Descent.path(line, new Sgd(), 0.2, new double[] {start}, STEPS)[STEPS][0] > 1;
  }

  private static double length(double[][] path) {
    double sum = 0;
    for (int k = 1; k < path.length; k++) {
      sum += distance(path[k], path[k - 1]);
    }
    return sum;
  }

  private static double distance(double[] a, double[] b) {
    return StrictMath.hypot(a[0] - b[0], a[1] - b[1]);
  }
}
