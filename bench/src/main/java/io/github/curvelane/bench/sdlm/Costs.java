package io.github.curvelane.bench.sdlm;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Bandwidth;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.AdaHessian;
import io.github.curvelane.optim.DiagonalLevenbergMarquardt;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Sophia;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.UpdateRule;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What rules with second derivatives cost: steps of a {@link TrainingRun} beside steps of gradient
 * descent and gradients alone, in the same rounds. Float, one thread, LeCun's tanh.
 */
public final class Costs {
  /** Too small to lead anywhere in the number of steps that are timed. */
  private static final double RATE = 1e-7;

  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final int[] LARGE = {784, 300, 10};
  private static final int[] SMALL = {784, 30, 10};

  private final Contest contest;
  private final PrintWriter out;
  private final Dataset<float[]> training;

  /**
   * Reads the digits.
   *
   * @param mnist their directory
   * @param contest how to time
   * @param out receives the table
   */
  public Costs(Path mnist, Contest contest, PrintWriter out) {
    this.contest = contest;
    this.out = out;
    this.training = Digits.read(mnist, "scaled").training();
  }

  /** Measures and prints a table. */
  public void run() {
    out.printf("%s%n%s%n%n", Machine.describe(), contest);
    out.println("| what | of | ratio | bound |");
    out.println("|---|---|---|---|");
    UpdateRule sdlm = new DiagonalLevenbergMarquardt(0.02);
    Contest.Result b64 =
        contest(
            steps("SGD", LARGE, 64, new Sgd()), steps("SDLM", LARGE, 64, sdlm), estimate(LARGE));
    ratio("SDLM's step, 784-300-10, batch 64", "SGD's", times(b64, "SDLM", "SGD"), "1.25");
    double epoch = Digits.TRAINING / 64.0;
    ratio(
        "its estimate, 500 examples", "its epoch", times(b64, "estimate", "SDLM") / epoch, "0.10");
    Contest.Result small =
        contest(steps("SGD", SMALL, 1, new Sgd()), steps("SDLM", SMALL, 1, sdlm), estimate(SMALL));
    ratio(
        "SDLM's step, 784-30-10, batch 1",
        "SGD's, %.1f µs".formatted(1e-3 / small.medianSpeed("SGD")),
        times(small, "SDLM", "SGD"),
        "1.5");
    ratio("its estimate", "its epoch", times(small, "estimate", "SDLM") / Digits.TRAINING, "0.10");
    large(sdlm);
    secondOrder();
    out.flush();
  }

  /** W is read forwards; then W and the rates are read, and W written. */
  private void large(UpdateRule sdlm) {
    int n = network(LARGE).parameters();
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(steps("SGD", LARGE, 1, new Sgd()));
    Entrant step = steps("SDLM", LARGE, 1, sdlm);
    entrants.add(new Entrant(step.name(), 4.0 * Float.BYTES * n, step.work()));
    entrants.add(estimate(LARGE));
    entrants.addAll(new Bandwidth(2L * Float.BYTES * n).entrants());
    Contest.Result result = contest(entrants.toArray(Entrant[]::new));
    ratio("SDLM's step, 784-300-10, batch 1", "SGD's", times(result, "SDLM", "SGD"), "");
    ratio("its estimate", "its epoch", times(result, "estimate", "SDLM") / Digits.TRAINING, "0.10");
    for (String pattern : List.of("read", "copy", "triad")) {
      ratio(
          "its bytes a second, 16 a parameter",
          "%s of %.2f MB, %.0f GB/s".formatted(pattern, 8e-6 * n, result.medianSpeed(pattern)),
          result.medianSpeed("SDLM") / result.medianSpeed(pattern),
          pattern.equals("triad") ? "0.75" : "");
    }
  }

  private void secondOrder() {
    NetworkObjective<float[]> objective = objective(LARGE, 128);
    float[] theta = objective.network().initialize(Initializer.FAN_IN, 1);
    float[] gradient = new float[theta.length];
    objective.select(IntStream.range(0, 128).toArray(), 0, 128);
    Entrant alone = new Entrant("gradient", 1, () -> objective.valueAndGradient(theta, gradient));
    float[] v = theta.clone();
    float[] product = theta.clone();
    Entrant hv =
        new Entrant(
            "product",
            1,
            () -> {
              objective.linearize(theta, gradient);
              objective.hessianVector(v, product);
            });
    Contest.Result result =
        contest(
            alone,
            hv,
            steps("AdaHessian", LARGE, 128, new AdaHessian(1)),
            steps("AdaHessian, every 10", LARGE, 128, new AdaHessian(1, 10)),
            steps("Sophia-H", LARGE, 128, Sophia.hutchinson(0.1, 1)));
    ratio(
        "gradient and Hv, 784-300-10, batch 128",
        "the gradient",
        times(result, "product", "gradient"),
        "");
    ratio("AdaHessian's step", "the gradient", times(result, "AdaHessian", "gradient"), "2.4");
    ratio(
        "the same with an estimate every 10",
        "the gradient",
        times(result, "AdaHessian, every 10", "gradient"),
        "");
    ratio("Sophia-H's step", "the gradient", times(result, "Sophia-H", "gradient"), "");
  }

  private Contest.Result contest(Entrant... entrants) {
    Contest.warmUp(List.of(entrants), WARM_UP);
    return contest.run(List.of(entrants));
  }

  /** How many times as long the one takes as the other, the median over the rounds. */
  private static double times(Contest.Result result, String name, String other) {
    double[] ratios = result.nanos(name);
    double[] others = result.nanos(other);
    Arrays.setAll(ratios, round -> ratios[round] / others[round]);
    return Statistics.median(ratios);
  }

  private void ratio(String what, String of, double ratio, String bound) {
    out.printf("| %s | %s | %.3f | %s |%n", what, of, ratio, bound);
    out.flush();
  }

  private static Network<float[]> network(int[] widths) {
    return Network.perceptron(
        Precision.FLOAT, Activation.lecunTanh(), Activation.lecunTanh(), widths);
  }

  private NetworkObjective<float[]> objective(int[] widths, int most) {
    return new NetworkObjective<>(
        network(widths).newWorkspace(most),
        Loss.halfSquaredError(),
        training.inputs(),
        Targets.coded(Precision.FLOAT, training.labels(), 10, -1, 1));
  }

  private Entrant steps(String name, int[] widths, int batch, UpdateRule rule) {
    NetworkObjective<float[]> objective = objective(widths, Math.max(batch, 500));
    float[] theta = objective.network().initialize(Initializer.FAN_IN, 1);
    TrainingRun<float[]> run =
        StochasticTrainer.of(rule, Schedule.constant(RATE))
            .epochs(Integer.MAX_VALUE)
            .batch(batch)
            .build()
            .start(objective, theta);
    return new Entrant(name, 1, run::step);
  }

  private Entrant estimate(int[] widths) {
    NetworkObjective<float[]> objective = objective(widths, 500);
    float[] theta = objective.network().initialize(Initializer.FAN_IN, 1);
    float[] diagonal = new float[theta.length];
    int[] drawn = IntStream.range(0, 500).map(i -> i * 16).toArray();
    return new Entrant(
        "estimate",
        1,
        () -> {
          objective.select(drawn, 0, drawn.length);
          objective.keep(theta, diagonal);
          objective.diagonal(Diagonal.BECKER_LECUN, diagonal);
        });
  }
}
