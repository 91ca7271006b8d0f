package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Quickprop;
import io.github.curvelane.optim.Sgd;
import java.util.List;

/** Quickprop beside descent at its best rate. */
final class QuickSteps implements Page {
  @Override
  public About about() {
    return new About(
        "cmu-quickprop",
        Source.CMU,
        List.of(),
        "Quickprop: a Newton step for each parameter",
        "Newton's step for each parameter by itself, its second derivative estimated from two"
            + " successive derivatives. Prone to some instability where the objective is not"
            + " convex, but one of the fastest algorithms for many problems [CMU].",
        "As printed if its median is below half of that of descent on axes and below it"
            + " on both bowls, and in the valley it arrives in the median at fewer than all"
            + " rates; by half if the first or the second; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] descent = new double[Surfaces.NAMES.length][seeds];
    double[][] quick = new double[Surfaces.NAMES.length][seeds];
    double[][] arrived = new double[Surfaces.NAMES.length][seeds];
    Chart chart = null;
    for (int s = 0; s < seeds; s++) {
      Surfaces.Surface[] surfaces = Surfaces.draw(s + 1);
      for (int i = 0; i < surfaces.length; i++) {
        double[] rates = Surfaces.rates(i < 2 ? 0.005 : 0.0005, 5);
        descent[i][s] = Surfaces.fewest(surfaces[i], new Sgd(), rates);
        quick[i][s] = Surfaces.fewest(surfaces[i], new Quickprop(), rates);
        for (double rate : rates) {
          boolean there = !Double.isNaN(Surfaces.steps(surfaces[i], new Quickprop(), rate));
          arrived[i][s] += there ? 1 : 0;
        }
        arrived[i][s] /= rates.length;
      }
      if (s == 0) {
        chart = chart(surfaces[0], surfaces[1]);
      }
      progress.step(s + 1, seeds);
    }
    boolean axes = Spread.of(quick[0]).median() < Spread.of(descent[0]).median() / 2;
    boolean all = true;
    for (int i = 0; i < 2; i++) {
      all &= Spread.of(quick[i]).median() < Spread.of(descent[i]).median();
    }
    boolean unstable = Spread.of(arrived[2]).median() < 1;
    Table table =
        new Table(
            "surface",
            "descent, best rate",
            "Quickprop, best rate",
            "share of rates at which it arrives");
    Outcome outcome =
        new Outcome(
            axes && all && unstable
                ? Verdict.AS_PRINTED
                : axes || all ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "Where the parameters are uncoupled Quickprop takes %s steps to a millionth, and"
                    + " descent at its best rate %s; rotated, %s against %s. In Rosenbrock's"
                    + " valley, which is not convex, it takes %s against %s, and arrives at a"
                    + " share of %s of the rates.",
                ResilientSteps.text(quick[0]),
                ResilientSteps.text(descent[0]),
                ResilientSteps.text(quick[1]),
                ResilientSteps.text(descent[1]),
                ResilientSteps.text(quick[2]),
                ResilientSteps.text(descent[2]),
                Spread.of(arrived[2])));
    for (int i = 0; i < Surfaces.NAMES.length; i++) {
      table.row(
          Surfaces.NAMES[i],
          ResilientSteps.cell(descent[i]),
          ResilientSteps.cell(quick[i]),
          Spread.of(arrived[i]));
      String name = Surfaces.NAMES[i].replace(",", "");
      outcome
          .numbers("descent: " + name, descent[i])
          .numbers("quickprop: " + name, quick[i])
          .numbers("share of rates that arrive: " + name, arrived[i]);
    }
    return outcome
        .picture(
            chart, "One seed, both at the rate 0.01: coupled parameters are in each other's way.")
        .table(table);
  }

  private static Chart chart(Surfaces.Surface axes, Surfaces.Surface rotated) {
    int steps = 120;
    Chart chart =
        new Chart("cmu-quickprop-values", "Value after each step", "step")
            .vertical("E / E at the start");
    Surfaces.Surface[] surfaces = {axes, rotated};
    String[] names = {"on axes", "rotated"};
    for (int i = 0; i < 2; i++) {
      double[] values =
          Descent.values(
              surfaces[i].objective(),
              Descent.path(
                  surfaces[i].objective(), new Quickprop(), 0.01, surfaces[i].start(), steps));
      double[] plain =
          Descent.values(
              surfaces[i].objective(),
              Descent.path(surfaces[i].objective(), new Sgd(), 0.01, surfaces[i].start(), steps));
      chart.line("Quickprop, " + names[i], Descent.counting(values.length), relative(values));
      chart.line("descent, " + names[i], Descent.counting(plain.length), relative(plain));
    }
    return chart;
  }

  private static double[] relative(double[] values) {
    double[] shares = values.clone();
    for (int k = 0; k < shares.length; k++) {
      // What is below is rounding, and would take most of a logarithmic axis.
      shares[k] = values[k] / values[0] < 1e-12 ? Double.NaN : values[k] / values[0];
    }
    return shares;
  }
}
