package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingProgress;
import java.util.Arrays;
import java.util.List;

/** Ten copies of a set, by batch and by single examples. */
final class Redundancy implements Page {
  private static final int EXAMPLES = 100;
  private static final int COPIES = 10;
  private static final int N = 5;

  @Override
  public About about() {
    return new About(
        "eb-redundancy",
        Source.EB,
        List.of(),
        "stochastic learning does not pay for redundancy",
        "Of a set that is ten copies of 100 examples a batch step costs ten times as much and is"
            + " the same step; stochastic learning sees an epoch as ten. So it is usually much"
            + " faster on large redundant sets; but its noise prevents full convergence, with a"
            + " variance proportional to the rate [EB 4.1].",
        "As printed if in every seed the batch step of the copies is the same to 1e-10 at ten"
            + " times the presentations, stochastic learning pays less than a fifth of that factor,"
            + " and twice the rate leaves 1.5 to 3 times the error; by half if the first but not"
            + " all; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] batch = new double[2][seeds];
    double[][] single = new double[2][seeds];
    double[] noise = new double[seeds];
    double[] shuffledNoise = new double[seeds];
    double[] same = new double[seeds];
    double[][] shown = new double[2][];
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double[] x = new double[N * EXAMPLES];
      double[] d = new double[EXAMPLES];
      for (int p = 0; p < EXAMPLES; p++) {
        double sum = 0;
        for (int j = 0; j < N; j++) {
          x[p * N + j] = (0.4 + 0.3 * j) * draws.gaussian();
          sum += x[p * N + j];
        }
        d[p] = sum + 0.2 * draws.gaussian();
      }
      double[][] inputs = {x, repeat(x)};
      double[][] targets = {d, repeat(d)};
      double[] first = new double[N];
      for (int k = 0; k < 2; k++) {
        NetworkObjective<double[]> error = LinearUnit.error(inputs[k], targets[k], false);
        Quadratic bowl = LinearUnit.quadratic(error);
        double floor = error.value(bowl.minimum());
        double[][] path = Descent.path(error, new Sgd(), 1 / bowl.largest(), new double[N], 400);
        double[] values = Descent.values(bowl.objective(), path);
        // In presentations: a batch step is one of each example.
        batch[k][s] = targets[k].length * Descent.firstBelow(values, 0.5 * floor);
        double[] excess =
            online(
                error,
                bowl,
                0.02,
                SamplingOrder.shuffled(s + 1),
                400 * EXAMPLES / targets[k].length);
        single[k][s] = Descent.firstBelow(excess, 0.5 * floor);
        if (k == 0) {
          first = path[10];
          noise[s] = noise(error, bowl, drawn(s + 1));
          shuffledNoise[s] = noise(error, bowl, SamplingOrder.shuffled(s + 1));
        } else {
          same[s] = Quadratic.norm(minus(first, path[10])) / Quadratic.norm(first);
        }
        if (s == 0 && k == 1) {
          shown[0] = relative(values, floor);
          shown[1] = relative(excess, floor);
        }
      }
      progress.step(s + 1, seeds);
    }
    double[] gain = new double[seeds];
    Arrays.setAll(gain, s -> (batch[1][s] / batch[0][s]) / (single[1][s] / single[0][s]));
    boolean wasteful =
        Spread.of(same).greatest() < 1e-10
            && Spread.over(seeds, s -> batch[1][s] / batch[0][s]).least() == COPIES;
    boolean free = Spread.of(gain).least() > 5;
    boolean proportional = Spread.of(noise).least() > 1.5 && Spread.of(noise).greatest() < 3;
    double[] batchAt = Descent.counting(15);
    Arrays.setAll(batchAt, k -> k * COPIES * EXAMPLES);
    double[] singleAt = Descent.counting(2000);
    return new Outcome(
            wasteful && free && proportional
                ? Verdict.AS_PRINTED
                : wasteful ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "Presentations until the excess error is half of the least: batch %s, of ten copies"
                    + " %s; one by one %s, of ten copies %s. The batch step is the same to %.0e. At"
                    + " twice the rate the error that the noise leaves is %s times as large where"
                    + " each example is drawn anew, and %s times where all are shuffled, whose"
                    + " noise cancels within an epoch.",
                Spread.of(batch[0]),
                Spread.of(batch[1]),
                Spread.of(single[0]),
                Spread.of(single[1]),
                Spread.of(same).greatest(),
                Spread.of(noise),
                Spread.of(shuffledNoise)))
        .numbers("batch presentations", batch[0])
        .numbers("batch presentations of ten copies", batch[1])
        .numbers("single presentations", single[0])
        .numbers("single presentations of ten copies", single[1])
        .numbers("difference of batch steps", same)
        .numbers("noise at twice the rate", noise)
        .numbers("noise at twice the rate when shuffled", shuffledNoise)
        .picture(
            new Chart("eb-redundancy-error", "Ten copies of 100 examples", "presentations")
                .vertical("excess error / least error")
                .plane(0, 14_000, 0, 8)
                .path("batch", batchAt, Arrays.copyOf(shown[0], 15))
                .line("one by one", singleAt, Arrays.copyOf(shown[1], 2000)),
            "The first batch step comes after 1,000 presentations.")
        .table(
            new Table("presentations", "100 examples", "ten copies of them")
                .row("batch", Spread.of(batch[0]), Spread.of(batch[1]))
                .row("one by one", Spread.of(single[0]), Spread.of(single[1])));
  }

  private static double[] repeat(double[] values) {
    double[] all = new double[COPIES * values.length];
    for (int k = 0; k < COPIES; k++) {
      System.arraycopy(values, 0, all, k * values.length, values.length);
    }
    return all;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return difference;
  }

  private static double[] relative(double[] values, double floor) {
    return Arrays.stream(values).map(v -> v / floor).toArray();
  }

  /** What is left at the rate 0.02 over what is left at 0.01. */
  private static double noise(
      NetworkObjective<double[]> error, Quadratic bowl, SamplingOrder order) {
    return settled(online(error, bowl, 0.02, order, 400))
        / settled(online(error, bowl, 0.01, order, 400));
  }

  /** Each example drawn by itself. */
  private static SamplingOrder drawn(long seed) {
    return (epoch, order) -> {
      Draws draws = new Draws(1_000 * seed + epoch);
      Arrays.setAll(order, _ -> draws.below(order.length));
    };
  }

  private static double settled(double[] excess) {
    return Arrays.stream(excess, excess.length / 4, excess.length).average().orElseThrow();
  }

  /** E − E_min before the first and after each presentation. */
  private static double[] online(
      NetworkObjective<double[]> error,
      Quadratic bowl,
      double rate,
      SamplingOrder order,
      int epochs) {
    double[] theta = new double[N];
    double[] excess = new double[epochs * error.examples() + 1];
    excess[0] = bowl.value(theta);
    StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
        .epochs(epochs)
        .batch(1)
        .order(order)
        .progress(
            new TrainingProgress() {
              @Override
              public void step(int epoch, long step, double loss, double used) {
                excess[(int) step] = bowl.value(theta);
              }
            })
        .build()
        .train(error, theta)
        .orThrow();
    return excess;
  }
}
