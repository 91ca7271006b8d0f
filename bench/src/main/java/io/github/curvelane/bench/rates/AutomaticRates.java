package io.github.curvelane.bench.rates;

import io.github.curvelane.bench.rates.Setting.Task;
import io.github.curvelane.curvature.GradientCurvature;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.InterleavedOrder;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingResult;
import java.io.PrintWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rate 1/κ beside the best constant rate of a grid of powers of two, and beside 1/λ_max. */
final class AutomaticRates {
  /** The run of the grid; the loss to be reached is the best after half of it. */
  private static final int EPOCHS = 10;

  private static final int HALF = EPOCHS / 2;
  private static final int LONGEST = 3 * HALF;

  private final Dataset<float[]> digits;
  private final PrintWriter out;

  AutomaticRates(Dataset<float[]> digits, PrintWriter out) {
    this.digits = digits;
    this.out = out;
  }

  void run(String... normalizations) {
    out.println(
        "| setting | batch | 1/κ | best of grid | its loss | loss of 1/κ ÷ its | epochs of 1/κ to"
            + " it ÷ 5 | finding ÷ 10 epochs | 1/λ_max | loss ÷ best's |");
    out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (Task task : new Task[] {Task.SOFTMAX, Task.SQUARES_OF_TANH}) {
      for (int batch : new int[] {1, 16, 64}) {
        for (String normalization : normalizations) {
          row(new Setting(new int[] {784, 300, 10}, task, normalization, 3_000), batch);
        }
      }
    }
    out.println();
  }

  private void row(Setting setting, int batch) {
    NetworkObjective<float[]> objective = setting.training(digits);
    float[] initial = setting.initial(1);
    long start = System.nanoTime();
    double rate =
        GradientCurvature.measure(
                objective, initial, Setting.shuffled(setting.examples(), 1), batch)
            .rate();
    double finding = System.nanoTime() - start;
    start = System.nanoTime();
    double[] losses = losses(objective, initial, rate, batch, LONGEST);
    double training = System.nanoTime() - start;
    SortedMap<Integer, Double> grid = new TreeMap<>();
    int best = (int) Math.rint(Math.log(rate) / Math.log(2));
    while (true) {
      for (int k = best - 1; k <= best + 1; k++) {
        grid.computeIfAbsent(
            k, p -> losses(objective, initial, Math.scalb(1.0, p), batch, HALF)[HALF]);
      }
      int from = best;
      best = grid.keySet().stream().min((a, b) -> Double.compare(grid.get(a), grid.get(b))).get();
      if (best == from) {
        break;
      }
    }
    double target = grid.get(best);
    int reached = 1;
    while (reached <= LONGEST && !(losses[reached] <= target)) {
      reached++;
    }
    String ratio =
        reached > LONGEST
            ? "> 3"
            : "%.2f"
                .formatted(
                    (reached
                            - 1
                            + (losses[reached - 1] - target)
                                / (losses[reached - 1] - losses[reached]))
                        / HALF);
    double inverse = 1 / OnlineEstimates.largest(objective, initial);
    double its = losses(objective, initial, inverse, batch, HALF)[HALF];
    out.printf(
        "| %s | %d | %.3g | %.3g | %.3g | %.3g | %s | %.4f | %.3g | %.3g |%n",
        setting,
        batch,
        rate,
        Math.scalb(1.0, best),
        target,
        losses[HALF] / target,
        ratio,
        finding / training * LONGEST / EPOCHS,
        inverse,
        its / target);
    out.flush();
  }

  /** The loss of all training digits after each epoch; ∞ from where a run diverged. */
  private static double[] losses(
      NetworkObjective<float[]> objective, float[] initial, double rate, int batch, int epochs) {
    float[] theta = initial.clone();
    double[] losses = new double[epochs + 1];
    losses[0] = Figure25.error(objective, theta);
    boolean diverged = false;
    for (int e = 1; e <= epochs; e++) {
      if (!diverged) {
        TrainingResult result =
            StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
                .batch(batch)
                .seed(e)
                .build()
                .train(objective, theta);
        diverged = result.stop() == TrainingResult.Stop.DIVERGED;
      }
      losses[e] = diverged ? Double.POSITIVE_INFINITY : Figure25.error(objective, theta);
    }
    return losses;
  }

  /** Errors on 2,000 digits after training on 8,000 as the program does, at 1/κ and its default. */
  void errors() {
    out.println("| run | rate | test errors of seeds 1 to 5, % | with 1/κ | errors, % |");
    out.println("|---|---|---|---|---|");
    int[] widths = {784, 300, 10};
    errors("softmax, batch 64", new Setting(widths, Task.SOFTMAX, "global", 8_000), 64, 15, 0.2);
    errors(
        "--preset efficient-backprop",
        new Setting(widths, Task.SQUARES_OF_TANH, "global", 8_000),
        1,
        10,
        0.002);
    out.println();
  }

  private void errors(String name, Setting setting, int batch, int epochs, double usual) {
    NetworkObjective<float[]> objective = setting.training(digits);
    StringBuilder before = new StringBuilder();
    StringBuilder rates = new StringBuilder();
    StringBuilder after = new StringBuilder();
    for (int seed = 1; seed <= 5; seed++) {
      float[] initial = setting.initial(seed);
      double rate =
          GradientCurvature.measure(
                  objective, initial, Setting.shuffled(setting.examples(), seed), batch)
              .rate();
      rates.append(" %.3g".formatted(rate));
      before.append(
          " %.2f".formatted(error(setting, objective, initial, usual, batch, epochs, seed)));
      after.append(
          " %.2f".formatted(error(setting, objective, initial, rate, batch, epochs, seed)));
    }
    out.printf("| %s | %s |%s |%s |%s |%n", name, usual, before, rates, after);
    out.flush();
  }

  private double error(
      Setting setting,
      NetworkObjective<float[]> objective,
      float[] initial,
      double rate,
      int batch,
      int epochs,
      long seed) {
    SamplingOrder order =
        batch == 1
            ? new InterleavedOrder(
                digits.select(Setting.range(0, setting.examples())).labels(), 10, seed)
            : SamplingOrder.shuffled(seed);
    float[] theta = initial.clone();
    StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
        .epochs(epochs)
        .batch(batch)
        .order(order)
        .build()
        .train(objective, theta)
        .orThrow();
    int n = 2_000;
    float[] inputs =
        setting.normalized(digits, setting.examples(), setting.examples() + n).inputs();
    float[] outputs = new float[n * 10];
    setting.network().newWorkspace(n).predict(theta, inputs, 0, n, outputs);
    int wrong = 0;
    for (int p = 0; p < n; p++) {
      int at = 0;
      for (int j = 1; j < 10; j++) {
        at = outputs[10 * p + j] > outputs[10 * p + at] ? j : at;
      }
      wrong += at == digits.labels()[setting.examples() + p] ? 0 : 1;
    }
    return 100.0 * wrong / n;
  }
}
