package io.github.curvelane.bench.rates;

import io.github.curvelane.bench.rates.Setting.Task;
import io.github.curvelane.curvature.OnlineEigenvalue;
import io.github.curvelane.curvature.ProductWatch;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import java.io.PrintWriter;

/** Errors after some epochs at rates c/λ_max: figure 25 of LeCun, Bottou, Orr and Müller. */
final class Figure25 {
  private static final int SEEDS = 10;
  private static final int[] EPOCHS = {10, 20, 50};

  private final Dataset<float[]> digits;
  private final PrintWriter out;

  Figure25(Dataset<float[]> digits, PrintWriter out) {
    this.digits = digits;
    this.out = out;
  }

  void run() {
    run(Task.SQUARES);
    run(Task.SQUARES_OF_TANH);
  }

  private void run(Task task) {
    Setting setting = new Setting(new int[] {784, 30, 10}, task, "global", 300);
    out.printf("%s%n%n", setting);
    NetworkObjective<float[]> objective = setting.training(digits);
    double[] factors = new double[11];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = 0.125 * Math.pow(2, k / 2.0);
    }
    // [epochs][factor; last: ½/λ̂][seed]
    double[][][] errors = new double[EPOCHS.length][factors.length + 1][SEEDS];
    for (int s = 0; s < SEEDS; s++) {
      float[] initial = setting.initial(s + 1);
      double exact = OnlineEstimates.largest(objective, initial);
      OnlineEigenvalue<float[]> online = OnlineEigenvalue.of(objective, s + 1);
      online.present(
          initial, Setting.shuffled(setting.examples(), s + 1), 1, 500, ProductWatch.NONE);
      for (int k = 0; k <= factors.length; k++) {
        double rate = k < factors.length ? factors[k] / exact : 0.5 * online.rate();
        float[] theta = initial.clone();
        int done = 0;
        for (int e = 0; e < EPOCHS.length; e++) {
          train(objective, theta, rate, s + 1, done, EPOCHS[e]);
          done = EPOCHS[e];
          errors[e][k][s] = error(objective, theta);
        }
      }
    }
    for (int e = 0; e < EPOCHS.length; e++) {
      print(EPOCHS[e], factors, errors[e]);
    }
    out.flush();
  }

  private static void train(
      NetworkObjective<float[]> objective,
      float[] theta,
      double rate,
      long seed,
      int from,
      int to) {
    if (objective.precision().indexOfNonFinite(theta, 0, theta.length) >= 0) {
      return;
    }
    StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
        .epochs(to - from)
        .batch(1)
        .seed(seed * 1_000 + from)
        .build()
        .train(objective, theta);
  }

  static double error(NetworkObjective<float[]> objective, float[] theta) {
    objective.select(Setting.range(0, objective.examples()), 0, objective.examples());
    double value = objective.value(theta);
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }

  private void print(int epochs, double[] factors, double[][] errors) {
    out.printf(
        "after %d epochs:%n%n| c | error(c)/best: median | range |%n|---|---|---|%n", epochs);
    double[] best = new double[SEEDS];
    StringBuilder bestFactors = new StringBuilder();
    for (int s = 0; s < SEEDS; s++) {
      int at = 0;
      for (int k = 0; k < factors.length; k++) {
        at = errors[k][s] < errors[at][s] ? k : at;
      }
      best[s] = errors[at][s];
      bestFactors.append(" %.2f".formatted(factors[at]));
    }
    for (int k = 0; k <= factors.length; k++) {
      double[] ratios = new double[SEEDS];
      for (int s = 0; s < SEEDS; s++) {
        ratios[s] = errors[k][s] / best[s];
      }
      String name = k < factors.length ? "%.3f".formatted(factors[k]) : "½/λ̂ after 500";
      out.printf(
          "| %s | %.2f | %.2f–%.2f |%n",
          name,
          OnlineEstimates.median(ratios),
          OnlineEstimates.least(ratios),
          OnlineEstimates.most(ratios));
    }
    out.printf("%nbest c of each seed:%s%n%n", bestFactors);
  }
}
