package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.Averaging;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import java.util.ArrayList;
import java.util.List;

/** The average of the points on the way, beside the last. */
final class AveragedParameters implements Page {
  private static final int EPOCHS = 60;

  @Override
  public About about() {
    return new About(
        "dl8-polyak",
        Source.DL8,
        List.of(),
        "Polyak averaging",
        "An algorithm may leap back and forth across a valley without ever visiting its bottom; the"
            + " average of the points on either side is close to it. Where the objective is not"
            + " convex, an exponentially decaying average is typical [DL8 8.7.3, 8.39].",
        "Not so unless on the convex task the mean's greatest excess error is below a fifth of the"
            + " last points' median. If so: as printed if on the network the exponential average"
            + " has a lower median loss than the last point and than the mean, else by half.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] convex = new double[3][seeds];
    double[][] network = new double[3][seeds];
    Chart chart = null;
    for (int s = 0; s < seeds; s++) {
      double[][] data = TwoGaussians.draw(new Draws(s + 1));
      NetworkObjective<double[]> error = LinearUnit.error(data[0], data[1], true);
      Quadratic bowl = LinearUnit.quadratic(error);
      double floor = error.value(bowl.minimum());
      double[] start = {1.5, -1, 0.5};
      long steps = (long) EPOCHS * TwoGaussians.EXAMPLES;
      List<StochasticTrainer.Builder> runs = new ArrayList<>();
      runs.add(trainer(0.2, s + 1));
      runs.add(trainer(0.2, s + 1).average(Averaging.polyak(steps / 4)));
      runs.add(trainer(0.2, s + 1).average(Averaging.exponential(0.99)));
      for (int k = 0; k < runs.size(); k++) {
        double[] theta = start.clone();
        runs.get(k).epochs(EPOCHS).batch(1).build().train(error, theta).orThrow();
        convex[k][s] = bowl.value(theta) / floor;
      }
      if (s == 0) {
        chart = chart(error, bowl);
      }
      network(scale, s, network);
      progress.step(s + 1, seeds);
    }
    boolean bowl = Spread.of(convex[1]).greatest() < 0.2 * Spread.of(convex[0]).median();
    boolean net = Spread.of(network[2]).median() < Spread.of(network[0]).median();
    boolean exponentialBetter = Spread.of(network[2]).median() < Spread.of(network[1]).median();
    String[] names = {"last parameters", "mean of all after a quarter", "exponential"};
    Table table = new Table("", "convex: excess error / least error", "network: training loss");
    Outcome outcome =
        new Outcome(
            !bowl
                ? Verdict.NOT_SO
                : net && exponentialBetter ? Verdict.AS_PRINTED : Verdict.BY_HALF,
            Figures.format(
                "Two Gaussians at the rate 0.2: the last point keeps an excess error of %s, the"
                    + " mean of three quarters of the way %s, the exponential average (0.99) %s. A"
                    + " network on digits, one by one: loss %s at the last point, %s at the mean,"
                    + " %s at the exponential average.",
                Spread.of(convex[0]),
                Spread.of(convex[1]),
                Spread.of(convex[2]),
                Spread.of(network[0]),
                Spread.of(network[1]),
                Spread.of(network[2])));
    for (int k = 0; k < names.length; k++) {
      table.row(names[k], Spread.of(convex[k]), Spread.of(network[k]));
      outcome
          .numbers("excess error: " + names[k], convex[k])
          .numbers("network loss: " + names[k], network[k]);
    }
    return outcome
        .picture(
            chart, "The points of the last epochs lie about the minimum; their mean is near it.")
        .table(table);
  }

  private static StochasticTrainer.Builder trainer(double rate, long seed) {
    return StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
        .order(SamplingOrder.shuffled(seed));
  }

  /** Losses of a network after one run, at its last point and at two averages. */
  private static void network(Scale scale, int s, double[][] losses) {
    int examples = scale.pick(150, 1_000);
    int epochs = scale.pick(6, 10);
    DigitTask task = DigitTask.draw(16, examples, 1, s + 1, DigitTask.Asked.SQUARES);
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT, Activation.lecunTanh(), Activation.lecunTanh(), 256, 20, 10);
    for (int k = 0; k < losses.length; k++) {
      float[] theta = network.initialize(Initializer.FAN_IN, s + 1);
      StochasticTrainer.Builder run = trainer(0.03, s + 1);
      if (k == 1) {
        run.average(Averaging.polyak((long) epochs * examples / 4));
      } else if (k == 2) {
        run.average(Averaging.exponential(1 - 2.0 / examples));
      }
      run.epochs(epochs).batch(1).build().train(task.objective(network), theta).orThrow();
      losses[k][s] = task.objective(network).value(theta);
    }
  }

  private static Chart chart(NetworkObjective<double[]> error, Quadratic bowl) {
    double[][] path = TwoGaussians.stochastic(error, 0.2, new double[] {1.5, -1, 0.5}, 1);
    int from = path.length - 400;
    double[][] points = new double[2][400];
    double[] mean = new double[2];
    for (int k = 0; k < 400; k++) {
      for (int i = 0; i < 2; i++) {
        points[i][k] = path[from + k][i];
        mean[i] += points[i][k] / 400;
      }
    }
    double[] m = bowl.minimum();
    return new Chart("dl8-polyak-points", "The last 400 points at the rate 0.2", "w1")
        .vertical("w2")
        .plane(m[0] - 0.32, m[0] + 0.32, m[1] - 0.2, m[1] + 0.2)
        .contours((x, y) -> bowl.value(x, y, m[2]), 0.0005, 0.001, 0.002, 0.004, 0.008)
        .points("points", points[0], points[1])
        .points("their mean", new double[] {mean[0]}, new double[] {mean[1]})
        .points("minimum", new double[] {m[0]}, new double[] {m[1]});
  }
}
