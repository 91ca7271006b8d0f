package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import java.util.Arrays;
import java.util.List;

/** Momentum and Nesterov's gradient on the lecture's surfaces. */
final class MomentumSurfaces implements Page {
  @Override
  public About about() {
    return new About(
        "cmu-momentum",
        Source.CMU,
        List.of(),
        "momentum, and Nesterov's accelerated gradient",
        "A running average of the steps grows where the gradient keeps its sign and cancels where"
            + " it flips; momentum, usually of 0.9, is demonstrably superior to descent. Nesterov"
            + " takes the gradient after the average step, and converges much faster than momentum"
            + " [CMU].",
        "Not so unless momentum with its best α takes fewer steps in the median than"
            + " descent on each surface, or arrives where that does not. If so: as printed if"
            + " Nesterov's takes less than 0.7 of the steps of momentum on each; else by half.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    String[] names = {
      "gradient descent", "momentum 0.9", "Nesterov 0.9", "momentum, best α", "Nesterov, best α"
    };
    double[] alphas = {0.5, 0.7, 0.8, 0.9, 0.95};
    double[][][] steps = new double[names.length][Surfaces.NAMES.length][seeds];
    for (int s = 0; s < seeds; s++) {
      Surfaces.Surface[] surfaces = Surfaces.draw(s + 1);
      for (int i = 0; i < surfaces.length; i++) {
        Surfaces.Surface surface = surfaces[i];
        double[] rates = Surfaces.rates(i < 2 ? 0.0025 : 0.00006, i < 2 ? 9 : 13);
        steps[0][i][s] = Surfaces.fewest(surface, new Sgd(), rates);
        steps[1][i][s] = Surfaces.fewest(surface, new Momentum(0.9), rates);
        steps[2][i][s] = Surfaces.fewest(surface, new Nesterov(0.9), rates);
        steps[3][i][s] = best(surface, rates, alphas, false);
        steps[4][i][s] = best(surface, rates, alphas, true);
        progress.step(s * surfaces.length + i + 1, seeds * surfaces.length);
      }
    }
    boolean superior = true;
    boolean nesterovFaster = true;
    boolean nesterovMuchFaster = true;
    for (int i = 0; i < Surfaces.NAMES.length; i++) {
      double momentum = Spread.of(steps[3][i]).median();
      double nesterov = Spread.of(steps[4][i]).median();
      double descent = Spread.of(steps[0][i]).median();
      superior &= !Double.isNaN(momentum) && !(descent <= momentum);
      nesterovFaster &= nesterov < momentum;
      nesterovMuchFaster &= nesterov < 0.7 * momentum;
    }
    Table table =
        new Table("steps to 1e-6", Surfaces.NAMES[0], Surfaces.NAMES[1], Surfaces.NAMES[2]);
    Outcome outcome =
        new Outcome(
            superior && nesterovMuchFaster
                ? Verdict.AS_PRINTED
                : superior ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "Each at its best rate. Momentum with the best α of five takes %s, %s and %s steps"
                    + " where descent takes %s, %s and %s: %s. Nesterov's takes %s, %s and"
                    + " %s: %s.",
                ResilientSteps.text(steps[3][0]),
                ResilientSteps.text(steps[3][1]),
                ResilientSteps.text(steps[3][2]),
                ResilientSteps.text(steps[0][0]),
                ResilientSteps.text(steps[0][1]),
                ResilientSteps.text(steps[0][2]),
                superior ? "superior" : "not superior on all of them",
                ResilientSteps.text(steps[4][0]),
                ResilientSteps.text(steps[4][1]),
                ResilientSteps.text(steps[4][2]),
                nesterovMuchFaster
                    ? "much faster"
                    : nesterovFaster ? "faster, not much" : "not faster on all of them"));
    for (int k = 0; k < names.length; k++) {
      table.row(
          names[k],
          ResilientSteps.cell(steps[k][0]),
          ResilientSteps.cell(steps[k][1]),
          ResilientSteps.cell(steps[k][2]));
      for (int i = 0; i < Surfaces.NAMES.length; i++) {
        outcome.numbers((names[k] + ": " + Surfaces.NAMES[i]).replace(",", ""), steps[k][i]);
      }
    }
    return outcome
        .picture(chart(), "At one rate: momentum swings past, Nesterov's correction damps that.")
        .table(table);
  }

  private static double best(
      Surfaces.Surface surface, double[] rates, double[] alphas, boolean nesterov) {
    return Arrays.stream(alphas)
        .map(
            alpha -> {
              UpdateRule rule = nesterov ? new Nesterov(alpha) : new Momentum(alpha);
              return Surfaces.fewest(surface, rule, rates);
            })
        .filter(steps -> !Double.isNaN(steps))
        .min()
        .orElse(Double.NaN);
  }

  private static Chart chart() {
    Quadratic bowl = Quadratic.diagonal(1, 20);
    double[] start = {-2.6, 1.2};
    Chart chart =
        new Chart("cmu-momentum-ways", "25 steps at the rate 0.04, α = 0.8", "w1")
            .vertical("w2")
            .plane(-3, 2, -1.6, 1.6)
            .contours(bowl::value, 0.2, 1, 3, 7, 14);
    UpdateRule[] rules = {new Sgd(), new Momentum(0.8), new Nesterov(0.8)};
    String[] names = {"descent", "momentum", "Nesterov"};
    for (int k = 0; k < rules.length; k++) {
      double[][] path = Descent.path(bowl.objective(), rules[k], 0.04, start, 25);
      chart.path(names[k], Descent.coordinate(path, 0), Descent.coordinate(path, 1));
    }
    return chart;
  }
}
