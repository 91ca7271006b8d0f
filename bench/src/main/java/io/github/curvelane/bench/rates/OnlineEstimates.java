package io.github.curvelane.bench.rates;

import io.github.curvelane.bench.rates.Setting.Task;
import io.github.curvelane.curvature.Lanczos;
import io.github.curvelane.curvature.OnlineEigenvalue;
import io.github.curvelane.curvature.PowerIteration;
import io.github.curvelane.curvature.ProductWatch;
import io.github.curvelane.curvature.TaylorProducts;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import java.io.PrintWriter;
import java.util.Arrays;

/** Estimates of λ_max from presentations, beside the exact one: by setting, batch and kind. */
final class OnlineEstimates {
  private static final int SEEDS = 10;
  private static final int MOST = 500;
  private static final int[] AFTER = {50, 100, 150, 200, 300, MOST};

  private final Dataset<float[]> digits;
  private final PrintWriter out;

  OnlineEstimates(Dataset<float[]> digits, PrintWriter out) {
    this.digits = digits;
    this.out = out;
  }

  void run() {
    int[] net = {784, 30, 10};
    Setting first = new Setting(net, Task.SQUARES, "global", 300);
    out.println("| setting | batch | λ_max | " + head() + " range from 150 on |");
    out.println("|---|---|---|" + "---|".repeat(AFTER.length + 1));
    row(first, 1, 0, 0);
    row(first, 16, 0, 0);
    row(first, 1, TaylorProducts.STEP, 0);
    row(first, 1, 0, 20);
    row(new Setting(net, Task.SQUARES_OF_TANH, "global", 300), 1, 0, 0);
    row(new Setting(net, Task.SOFTMAX, "global", 300), 1, 0, 0);
    row(new Setting(new int[] {784, 60, 50, 40, 30, 10}, Task.SQUARES, "global", 300), 1, 0, 0);
    row(new Setting(net, Task.SQUARES, "none of 1/255", 300), 1, 0, 0);
    row(new Setting(net, Task.SQUARES, "per-feature", 300), 1, 0, 0);
    row(new Setting(net, Task.SQUARES, "global", 8_000), 1, 0, 0);
    out.println();
    taylor(first);
  }

  private static String head() {
    StringBuilder head = new StringBuilder();
    for (int after : AFTER) {
      head.append(after).append(" | ");
    }
    return head.toString();
  }

  /** A line: medians and ranges over the seeds of estimate ÷ exact. */
  private void row(Setting setting, int batch, double step, int epochs) {
    double[][] ratios = new double[AFTER.length][SEEDS];
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    double[] exact = new double[SEEDS];
    NetworkObjective<float[]> objective = setting.training(digits);
    for (int s = 0; s < SEEDS; s++) {
      float[] theta = setting.initial(s + 1);
      if (epochs > 0) {
        double rate = 0.5 / largest(objective, theta);
        StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
            .epochs(epochs)
            .batch(1)
            .build()
            .train(objective, theta)
            .orThrow();
      }
      exact[s] = largest(objective, theta);
      int[] order = Setting.shuffled(setting.examples(), s + 1);
      OnlineEigenvalue<float[]> online =
          step == 0
              ? OnlineEigenvalue.of(objective, s + 1)
              : OnlineEigenvalue.byDifferences(objective, step, s + 1);
      int at = 0;
      for (int t = 1; t <= MOST; t++) {
        int from = (int) ((t - 1L) * batch % (order.length - batch + 1));
        double ratio = online.present(theta, order, from, from + batch) / exact[s];
        if (t >= 150) {
          least = Math.min(least, ratio);
          most = Math.max(most, ratio);
        }
        if (t == AFTER[at]) {
          ratios[at++][s] = ratio;
        }
      }
    }
    StringBuilder line = new StringBuilder();
    line.append("| ").append(setting);
    line.append(epochs > 0 ? ", trained for " + epochs + " epochs" : "");
    line.append(step > 0 ? ", by differences" : "").append(" | ").append(batch);
    line.append(" | %.3g–%.3g | ".formatted(least(exact), most(exact)));
    for (double[] ratio : ratios) {
      line.append("%.2f (%.2f–%.2f) | ".formatted(median(ratio), least(ratio), most(ratio)));
    }
    out.println(line.append("%.2f–%.2f |".formatted(least, most)));
    out.flush();
  }

  /** Power iterations on all examples, from gradients with steps of several lengths. */
  private void taylor(Setting setting) {
    NetworkObjective<float[]> objective = setting.training(digits);
    out.println("| step α | power iterations by gradients ÷ exact, for each seed |");
    out.println("|---|---|");
    for (double step : new double[] {0.001, 0.01, 0.1, 1}) {
      StringBuilder line = new StringBuilder("| ").append(step).append(" |");
      for (int s = 1; s <= SEEDS; s++) {
        float[] theta = setting.initial(s);
        double exact = largest(objective, theta);
        TaylorProducts<float[]> products = new TaylorProducts<>(objective, step);
        products.keep(theta, new float[theta.length]);
        double found =
            new PowerIteration()
                .seed(s)
                .products(60)
                .start(products.hessian(), ProductWatch.NONE)
                .finish()
                .value();
        line.append(" %.2f".formatted(found / exact));
      }
      out.println(line.append(" |"));
    }
    out.println();
    out.flush();
  }

  static double largest(NetworkObjective<float[]> objective, float[] theta) {
    objective.select(Setting.range(0, objective.examples()), 0, objective.examples());
    objective.keep(theta, new float[theta.length]);
    return new Lanczos().find(objective.hessian()).largest().getFirst().value();
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  static double least(double... values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  static double most(double... values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
