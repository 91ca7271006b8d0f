package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.nn.Workspace;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.Stopping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Four clouds that hidden units separate, and one more point. */
final class SpoiledLayers implements Page {
  private static final double EPSILON = 0.1;
  private static final int EACH = 10;
  private static final int CLOUDS = 4;
  private static final double RATE = 1;
  private static final int STEPS = 2_000;
  private static final double[] DISTANCES = {6, 24};

  /** A side of the grid on which classes before and after are compared, from −3 to 3. */
  private static final int SIDE = 61;

  private static final double[] GRID = grid();

  /** Hidden units: of the network of the verdict, of the least that separates, and of many. */
  private static final int[] UNITS = {8, 3, 16};

  @Override
  public About about() {
    return new About(
        "cmu-layers",
        Source.CMU,
        List.of(),
        "one spoiler, and hidden units",
        "That backpropagation fails to separate where it is possible is not restricted to single"
            + " units. In a network of layers the lower ones learn a representation that lets the"
            + " higher ones separate; adding a few spoilers does not change their behaviour, though"
            + " a solution that separates is within the class of functions [CMU].",
        "As printed if, with eight hidden units, in every seed and at each t the spoiler, and it"
            + " alone, is wrong after training went on with it, fewer than 5 % of the classes of a"
            + " grid about the clouds are others than before, and some weights of the same network"
            + " leave nothing wrong; by half if so at t = 24; else not so. Networks of three and"
            + " sixteen units were looked at after those numbers.");
  }

  /** Points by rows, and their classes, −1 or 1. */
  private record Points(double[] x, double[] classes) {
    /** About (±1.5, ±1.5), of class 1 where both signs are equal. */
    static Points clouds(Draws draws) {
      double[] x = new double[2 * CLOUDS * EACH];
      double[] classes = new double[CLOUDS * EACH];
      for (int p = 0; p < classes.length; p++) {
        double right = p % 2 == 0 ? -1 : 1;
        double up = p / 2 % 2 == 0 ? -1 : 1;
        classes[p] = right * up;
        x[2 * p] = 1.5 * right + 0.25 * draws.gaussian();
        x[2 * p + 1] = 1.5 * up + 0.25 * draws.gaussian();
      }
      return new Points(x, classes);
    }

    /** With points of class 1 at (t, −t), behind a cloud of the other class. */
    Points spoiled(double t, int copies) {
      int n = classes.length;
      double[] more = Arrays.copyOf(x, 2 * (n + copies));
      double[] all = Arrays.copyOf(classes, n + copies);
      for (int p = n; p < n + copies; p++) {
        more[2 * p] = t;
        more[2 * p + 1] = -t;
        all[p] = 1;
      }
      return new Points(more, all);
    }

    NetworkObjective<double[]> squares(Network<double[]> network) {
      double[] targets = Arrays.stream(classes).map(c -> c < 0 ? EPSILON : 1 - EPSILON).toArray();
      return new NetworkObjective<>(
          network.newWorkspace(classes.length),
          Loss.halfSquaredError(),
          x,
          Targets.matrix(Precision.DOUBLE, targets, 1));
    }

    double[] descent(Network<double[]> network, double[] start) {
      return Descent.path(squares(network), new Sgd(), RATE, start, STEPS)[STEPS];
    }

    /** Weights that leave nothing wrong, if they are found where the spoiler counts as all else. */
    double[] separating(Network<double[]> network, double t, double[] start) {
      double[] theta = start.clone();
      new Lbfgs()
          .stopping(Stopping.DEFAULT.iterations(500))
          .minimize(spoiled(t, classes.length).squares(network), theta);
      return theta;
    }

    /** Which are wrong. */
    int[] wrong(Network<double[]> network, double[] theta) {
      double[] found = signs(network, theta, x);
      return Arrays.stream(DigitTask.all(classes.length))
          .filter(p -> found[p] != classes[p])
          .toArray();
    }
  }

  /** What was found with so many hidden units, by t and seed. */
  private static final class Found {
    final int units;
    final Network<double[]> network;
    final double[][] alone;
    final double[][] changed;
    final double[][] possible;

    Found(int units, int seeds) {
      this.units = units;
      network =
          Network.perceptron(
              Precision.DOUBLE, Activation.tanh(), Activation.logistic(), 2, units, 1);
      alone = new double[DISTANCES.length][seeds];
      changed = new double[DISTANCES.length][seeds];
      possible = new double[DISTANCES.length][seeds];
    }

    /** Weights that separate the clouds, from the first drawn start from which descent does. */
    double[] separated(Points clouds, Draws draws) {
      double[] theta = new double[network.parameters()];
      do {
        Arrays.setAll(theta, _ -> draws.uniform(-1, 1));
        theta = clouds.descent(network, theta);
      } while (clouds.wrong(network, theta).length > 0);
      return theta;
    }

    boolean isAsPrinted(int i) {
      return Spread.of(alone[i]).least() == 1
          && Spread.of(changed[i]).greatest() < 0.05
          && Spread.of(possible[i]).least() == 1;
    }

    void add(Table table, Outcome outcome) {
      for (int i = 0; i < DISTANCES.length; i++) {
        table.row(
            units + " units, t = " + Figures.number(DISTANCES[i]),
            count(alone[i]),
            Spread.of(changed[i]),
            count(possible[i]));
        String where = ": " + units + " units at t = " + DISTANCES[i];
        outcome
            .numbers("spoiler alone wrong" + where, alone[i])
            .numbers("share of classes changed" + where, changed[i])
            .numbers("other weights separate" + where, possible[i]);
      }
    }
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    List<Found> all = Arrays.stream(UNITS).mapToObj(units -> new Found(units, seeds)).toList();
    List<Chart> charts = new ArrayList<>();
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      Points clouds = Points.clouds(draws);
      for (Found found : all) {
        Network<double[]> network = found.network;
        double[] before = found.separated(clouds, draws);
        double[] classes = signs(network, before, GRID);
        for (int i = 0; i < DISTANCES.length; i++) {
          Points spoiled = clouds.spoiled(DISTANCES[i], 1);
          double[] after = spoiled.descent(network, before);
          int[] wrong = spoiled.wrong(network, after);
          found.alone[i][s] = wrong.length == 1 && wrong[0] == clouds.classes.length ? 1 : 0;
          found.changed[i][s] = share(classes, signs(network, after, GRID));
          double[] other = clouds.separating(network, DISTANCES[i], before);
          found.possible[i][s] = spoiled.wrong(network, other).length == 0 ? 1 : 0;
          if (charts.isEmpty()) {
            charts.add(chart("before", "before the spoiler", network, clouds, before));
            charts.add(chart("after", "after training went on", network, spoiled, after));
          }
        }
      }
      progress.step(s + 1, seeds);
    }
    Outcome outcome = outcome(all, seeds);
    charts.forEach(
        chart -> outcome.picture(chart, "The first seed. The lines are where the output is ½."));
    return outcome;
  }

  private static Outcome outcome(List<Found> all, int seeds) {
    Found found = all.getFirst();
    int far = DISTANCES.length - 1;
    boolean isAlways = true;
    for (int i = 0; i < DISTANCES.length; i++) {
      isAlways &= found.isAsPrinted(i);
    }
    Outcome outcome =
        new Outcome(
            isAlways
                ? Verdict.AS_PRINTED
                : found.isAsPrinted(far) ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "A network with tanh units learns four clouds of %d points by descent on the"
                    + " squared error; a spoiler at (t, −t), behind a cloud of the other class, is"
                    + " added, and descent goes on. With eight hidden units it is left wrong, and"
                    + " nothing else, in %s of %d seeds at t = 24, with three in %s, with sixteen"
                    + " in %s: where units are to spare the spoiler is learned. The"
                    + " classes of a share of %s of a grid about the clouds have changed then"
                    + " (three units %s, sixteen %s).",
                EACH,
                count(found.alone[far]),
                seeds,
                count(all.get(1).alone[far]),
                count(all.get(2).alone[far]),
                Spread.of(found.changed[far]),
                Spread.of(all.get(1).changed[far]),
                Spread.of(all.get(2).changed[far])));
    Table table =
        new Table(
            "hidden units",
            "seeds in which the spoiler alone is left wrong, of " + seeds,
            "share of classes that changed",
            "seeds in which other weights of the network leave nothing wrong");
    all.forEach(each -> each.add(table, outcome));
    return outcome.table(table);
  }

  private static String count(double[] ones) {
    return String.valueOf((int) Arrays.stream(ones).sum());
  }

  private static Chart chart(
      String id, String when, Network<double[]> network, Points all, double[] theta) {
    double[][] columns = ErrorEllipses.columns(all.x);
    int[] plus = of(all, 1);
    int[] minus = of(all, -1);
    Workspace<double[]> workspace = network.newWorkspace(1);
    double[] output = new double[1];
    return new Chart("cmu-layers-" + id, "Eight hidden units, t = 6, " + when, "x")
        .vertical("y")
        .plane(-7, 7, -7, 7)
        .contours(
            (x, y) -> {
              workspace.predict(theta, new double[] {x, y}, 0, 1, output);
              return output[0];
            },
            0.5)
        .points("class +", at(columns[0], plus), at(columns[1], plus))
        .points("class −", at(columns[0], minus), at(columns[1], minus));
  }

  private static int[] of(Points all, double wanted) {
    return Arrays.stream(DigitTask.all(all.classes.length))
        .filter(p -> all.classes[p] == wanted)
        .toArray();
  }

  private static double[] at(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(p -> values[p]).toArray();
  }

  private static double[] grid() {
    double[] x = new double[2 * SIDE * SIDE];
    for (int p = 0; p < SIDE * SIDE; p++) {
      x[2 * p] = -3 + 6.0 * (p % SIDE) / (SIDE - 1);
      x[2 * p + 1] = -3 + 6.0 * (p / SIDE) / (SIDE - 1);
    }
    return x;
  }

  /** The classes that a network gives, −1 or 1. */
  private static double[] signs(Network<double[]> network, double[] theta, double[] x) {
    int n = x.length / 2;
    double[] outputs = new double[n];
    network.newWorkspace(n).predict(theta, x, 0, n, outputs);
    return Arrays.stream(outputs).map(y -> y < 0.5 ? -1 : 1).toArray();
  }

  /** The share of numbers that differ. */
  private static double share(double[] a, double[] b) {
    int differ = 0;
    for (int p = 0; p < a.length; p++) {
      differ += a[p] == b[p] ? 0 : 1;
    }
    return (double) differ / a.length;
  }
}
