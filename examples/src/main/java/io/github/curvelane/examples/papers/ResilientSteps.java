package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.Stopping;
import java.util.List;

/** Rprop beside descent at its best rate and a second-order method. */
final class ResilientSteps implements Page {
  @Override
  public About about() {
    return new About(
        "cmu-rprop",
        Source.CMU,
        List.of(),
        "Rprop, by signs alone",
        "Each parameter has a step size of its own, which grows while its derivative keeps its sign"
            + " and shrinks, after going back, when it changes. It is frequently much more"
            + " efficient than gradient descent, and can compete with second-order methods; it"
            + " assumes no convexity [CMU].",
        "Not so unless iRprop− takes fewer steps in the median than descent on each"
            + " surface where that arrives. If so: as printed if it takes less than 4 times the"
            + " evaluations of L-BFGS on each, and the slides' variant arrives in every seed;"
            + " else by half.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    String[] names = {
      "gradient descent, best rate", "Rprop as in [CMU]", "Rprop−", "iRprop−", "L-BFGS, evaluations"
    };
    double[][][] steps = new double[names.length][Surfaces.NAMES.length][seeds];
    Chart chart = null;
    for (int s = 0; s < seeds; s++) {
      Surfaces.Surface[] surfaces = Surfaces.draw(s + 1);
      for (int i = 0; i < surfaces.length; i++) {
        Surfaces.Surface surface = surfaces[i];
        double[] rates = Surfaces.rates(i < 2 ? 0.005 : 0.0005, 5);
        steps[0][i][s] = Surfaces.fewest(surface, new Sgd(), rates);
        steps[1][i][s] = Surfaces.steps(surface, new Rprop(Rprop.Variant.CMU), 0.1);
        steps[2][i][s] = Surfaces.steps(surface, new Rprop(Rprop.Variant.MINUS), 0.1);
        steps[3][i][s] = Surfaces.steps(surface, new Rprop(Rprop.Variant.IMPROVED_MINUS), 0.1);
        double[] theta = surface.start().clone();
        double target = Surfaces.TARGET * surface.objective().value(theta);
        steps[4][i][s] =
            new Lbfgs()
                .stopping(Stopping.DEFAULT.target(target))
                .minimize(surface.objective(), theta)
                .counts()
                .evaluations();
      }
      if (s == 0) {
        chart = chart(surfaces[2]);
      }
      progress.step(s + 1, seeds);
    }
    boolean faster = true;
    boolean competes = true;
    for (int i = 0; i < Surfaces.NAMES.length; i++) {
      double descent = Spread.of(steps[0][i]).median();
      double resilient = Spread.of(steps[3][i]).median();
      faster &= Double.isNaN(descent) || resilient < descent;
      competes &= resilient < 4 * Spread.of(steps[4][i]).median();
    }
    boolean own = true;
    for (int i = 0; i < Surfaces.NAMES.length; i++) {
      own &= !Double.isNaN(Spread.of(steps[1][i]).greatest());
    }
    Table table =
        new Table("steps to 1e-6", Surfaces.NAMES[0], Surfaces.NAMES[1], Surfaces.NAMES[2]);
    Outcome outcome =
        new Outcome(
            !faster ? Verdict.NOT_SO : own && competes ? Verdict.AS_PRINTED : Verdict.BY_HALF,
            Figures.format(
                "Median steps to a millionth: descent at its best rate %s, %s and %s on the three"
                    + " surfaces, iRprop− %s, %s and %s, the slides' own variant %s, %s and %s;"
                    + " L-BFGS takes %s, %s and %s evaluations. Signs suit axes: rotated, the bowl"
                    + " takes Rprop longer; and the slides' variant halts, for it never follows a"
                    + " derivative whose sign has changed for good: it goes back and tries the old"
                    + " direction again, ever less.",
                text(steps[0][0]),
                text(steps[0][1]),
                text(steps[0][2]),
                text(steps[3][0]),
                text(steps[3][1]),
                text(steps[3][2]),
                text(steps[1][0]),
                text(steps[1][1]),
                text(steps[1][2]),
                text(steps[4][0]),
                text(steps[4][1]),
                text(steps[4][2])));
    for (int k = 0; k < names.length; k++) {
      table.row(names[k], cell(steps[k][0]), cell(steps[k][1]), cell(steps[k][2]));
      for (int i = 0; i < Surfaces.NAMES.length; i++) {
        outcome.numbers((names[k] + ": " + Surfaces.NAMES[i]).replace(",", ""), steps[k][i]);
      }
    }
    return outcome
        .picture(chart, "Each coordinate has its own step; where a sign changes, it halves.")
        .table(table);
  }

  /** A median in words: what is not a number did not arrive. */
  static String text(double[] steps) {
    double median = Spread.of(steps).median();
    return Double.isNaN(median) ? "never" : Figures.number(median);
  }

  /** A spread of steps, among which what is not a number did not arrive. */
  static String cell(double[] steps) {
    Spread spread = Spread.of(steps);
    if (Double.isNaN(spread.least())) {
      return "never";
    }
    return Double.isNaN(spread.greatest())
        ? text(steps) + " (" + Figures.number(spread.least()) + " to never)"
        : spread.toString();
  }

  private static Chart chart(Surfaces.Surface valley) {
    double[][] resilient =
        Descent.path(
            valley.objective(), new Rprop(Rprop.Variant.IMPROVED_MINUS), 0.1, valley.start(), 150);
    double[][] descent = Descent.path(valley.objective(), new Sgd(), 0.002, valley.start(), 150);
    return new Chart("cmu-rprop-valley", "150 steps in Rosenbrock's valley", "w1")
        .vertical("w2")
        .plane(-1.7, 1.5, -0.6, 1.8)
        .contours((x, y) -> valley.objective().value(new double[] {x, y}), 3, 12, 40, 120, 300)
        .path("iRprop−", Descent.coordinate(resilient, 0), Descent.coordinate(resilient, 1))
        .path("descent", Descent.coordinate(descent, 0), Descent.coordinate(descent, 1))
        .points("minimum", new double[] {1}, new double[] {1});
  }
}
