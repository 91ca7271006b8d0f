package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Sgd;
import java.util.List;

/** Momentum along a canyon. */
final class Canyon implements Page {
  private static final int STEPS = 3_000;
  private static final double[] ALPHAS = {0, 0.5, 0.9, 0.99};

  @Override
  public About about() {
    return new About(
        "dl8-5",
        Source.DL8,
        List.of("8.5"),
        "momentum along a canyon",
        "A poorly conditioned quadratic is a long, narrow canyon. Momentum traverses it lengthwise,"
            + " while gradient steps waste their time going back and forth across [DL8 8.3.2]. With"
            + " a steady gradient the step grows to 1/(1 − α) times that of descent [DL8 8.17].",
        "As printed if α = 0.9 takes in the median less than half of the steps of descent, descent"
            + " changes sides in more than 0.9 of its first fifty steps in every seed, and a steady"
            + " slope gives 10 times the step to 1e-6; by half if the first but not all; else not"
            + " so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] steps = new double[ALPHAS.length][seeds];
    double[] lengthwise = new double[seeds];
    double[] across = new double[seeds];
    double[] terminal = new double[seeds];
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      Quadratic canyon = Quadratic.rotated(draws, 1, draws.uniform(60, 140));
      double[] v = canyon.eigenvector(0);
      double[] u = canyon.eigenvector(1);
      double[] start = {3 * v[0] + 0.5 * u[0], 3 * v[1] + 0.5 * u[1]};
      double rate = 1.8 / canyon.largest();
      for (int k = 0; k < ALPHAS.length; k++) {
        double[][] path =
            Descent.path(canyon.objective(), new Momentum(ALPHAS[k]), rate, start, STEPS);
        double[] distance = new double[path.length];
        for (int i = 0; i < path.length; i++) {
          distance[i] = Quadratic.norm(path[i]) / Quadratic.norm(start);
        }
        steps[k][s] = Descent.stepsUntil(distance, 1e-3);
        if (ALPHAS[k] == 0) {
          across[s] = flips(path, u);
        }
        if (ALPHAS[k] == 0.9) {
          lengthwise[s] = Quadratic.dot(v, path[20]) / 3;
        }
      }
      double[] plain = Descent.path(canyon.objective(), new Sgd(), rate, start, 20)[20];
      lengthwise[s] = (1 - lengthwise[s]) / (1 - Quadratic.dot(v, plain) / 3);
      terminal[s] = terminal();
      progress.step(s + 1, seeds);
    }
    double best = Spread.of(steps[2]).median();
    boolean faster = best < Spread.of(steps[0]).median() / 2;
    boolean back = Spread.of(across).least() > 0.9;
    boolean tenfold = Math.abs(Spread.of(terminal).median() - 10) < 1e-6;
    Table table = new Table("α", "steps to a thousandth of the distance");
    Outcome outcome =
        new Outcome(
            !faster ? Verdict.NOT_SO : back && tenfold ? Verdict.AS_PRINTED : Verdict.BY_HALF,
            Figures.format(
                "At one rate, condition number 60 to 140: α = 0.9 takes %s steps, descent %s, which"
                    + " changes sides in a share of %s of its first fifty. After 20 steps momentum"
                    + " has come %s times as far lengthwise. A steady slope gives %s times the"
                    + " step. α = 0.99 takes %s: more is not better.",
                Spread.of(steps[2]),
                Spread.of(steps[0]),
                Spread.of(across),
                Spread.of(lengthwise),
                Spread.of(terminal),
                Spread.of(steps[3])));
    for (int k = 0; k < ALPHAS.length; k++) {
      table.row("" + ALPHAS[k], Spread.of(steps[k]));
      outcome.numbers("steps at " + ALPHAS[k], steps[k]);
    }
    return outcome
        .numbers("share of steps of descent that change sides", across)
        .numbers("lengthwise over descent after 20 steps", lengthwise)
        .numbers("terminal step over that of descent", terminal)
        .picture(chart(), "Figure 8.5: forty steps each.")
        .table(table);
  }

  /** The share of the first 50 steps that change the sign along a direction. */
  private static double flips(double[][] path, double[] u) {
    int flips = 0;
    for (int k = 1; k <= 50; k++) {
      flips += Quadratic.dot(u, path[k]) * Quadratic.dot(u, path[k - 1]) < 0 ? 1 : 0;
    }
    return flips / 50.0;
  }

  /** The step of momentum 0.9 down an incline after 400 steps, over that of descent. */
  private static double terminal() {
    Objective<double[]> incline =
        Objective.of(Precision.DOUBLE, 1, w -> -w[0], (_, gradient) -> gradient[0] = -1);
    double[][] path = Descent.path(incline, new Momentum(0.9), 1, new double[1], 400);
    return path[400][0] - path[399][0];
  }

  private static Chart chart() {
    Quadratic canyon = Quadratic.diagonal(1, 25);
    double[] start = {-2.8, 0.6};
    double[][] plain = Descent.path(canyon.objective(), new Sgd(), 1.8 / 25, start, 40);
    double[][] rolling = Descent.path(canyon.objective(), new Momentum(0.7), 0.9 / 25, start, 40);
    return new Chart("dl8-5-canyon", "Across a canyon, and along it", "w1")
        .vertical("w2")
        .plane(-3.2, 1.6, -0.9, 0.9)
        .contours(canyon::value, 0.1, 0.5, 1.5, 3.5, 7)
        .path("descent", Descent.coordinate(plain, 0), Descent.coordinate(plain, 1))
        .path(
            "momentum 0.7, half the rate",
            Descent.coordinate(rolling, 0),
            Descent.coordinate(rolling, 1));
  }
}
