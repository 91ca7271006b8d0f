package io.github.curvelane.bench.curvature;

import io.github.curvelane.Parallelism;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.bench.step.Architecture;
import io.github.curvelane.bench.step.Networks;
import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Workspace;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Times products and diagonals relative to the gradient, in the same rounds, beside the ratio of
 * their multiply-adds. Networks of tanh units with softmax cross-entropy, float, one thread.
 */
public final class CurvatureComparison {
  /** The networks of the comparison. */
  public static final List<Architecture> NETWORKS =
      Stream.of(List.of(784, 300, 10), List.of(784, 1024, 512, 256, 128, 64, 10))
          .map(Architecture::dense)
          .toList();

  private static final Duration WARM_UP = Duration.ofMillis(500);
  private static final List<Quantity> CLOSING =
      List.of(Quantity.HESSIAN_VECTOR, Quantity.GAUSS_NEWTON_VECTOR, Quantity.BECKER_LECUN);

  private final Contest contest;
  private final PrintWriter out;
  private final SampleFile samples;
  private final List<String> closing = new ArrayList<>();

  /**
   * Creates the comparison.
   *
   * @param contest how to time
   * @param out where to report
   * @param samples where raw samples go
   */
  public CurvatureComparison(Contest contest, PrintWriter out, SampleFile samples) {
    this.contest = contest;
    this.out = out;
    this.samples = samples;
  }

  /**
   * Runs the comparison and prints tables and the closing lines.
   *
   * @param batches the batches
   */
  public void run(List<Integer> batches) {
    out.printf("Curvature, float, one thread%n%s%n%s%n", Machine.describe(), contest);
    for (int batch : batches) {
      for (Architecture network : NETWORKS) {
        StepTask task = new StepTask(network, batch);
        Contest.Result result = measure(task);
        samples.write(task.toString(), result);
        report(task, result);
      }
    }
    out.println();
    closing.forEach(out::println);
    out.flush();
  }

  private Contest.Result measure(StepTask task) {
    CurvatureCalls calls = new CurvatureCalls(task, Parallelism.none());
    List<Entrant> entrants = Stream.of(Quantity.values()).map(calls::entrant).toList();
    Contest.warmUp(entrants, WARM_UP);
    return contest.run(entrants);
  }

  private void report(StepTask task, Contest.Result result) {
    out.printf(
        "%n%-46s%12s%14s%22s%12s%22s%n",
        task, "µs", "x gradient", "95 % interval", "by work", "x gradient, by work");
    closing.add(task + ":");
    for (Quantity quantity : Quantity.values()) {
      double[] ratios = result.ratios(Quantity.GRADIENT.label(), quantity.label());
      double ratio = Statistics.median(ratios);
      double[] interval = Statistics.medianInterval(ratios);
      double work = quantity.gradients(task.network());
      out.printf(
          Locale.ROOT,
          "%-46s%12.1f%14.2f%22s%12.2f%22.2f%n",
          quantity.label(),
          1e-3 * Statistics.median(result.nanos(quantity.label())),
          ratio,
          String.format(Locale.ROOT, "%.2f to %.2f", interval[0], interval[1]),
          work,
          ratio / work);
      if (CLOSING.contains(quantity)) {
        closing.add(line(quantity, ratio, work));
      }
    }
    closing.add(
        atOnce(
            "hessian-vectors (kept state)",
            "single ones (kept state)",
            result.ratios(
                Quantity.FOUR_SINGLE_HESSIAN_VECTORS.label(),
                Quantity.FOUR_HESSIAN_VECTORS.label())));
    closing.add(
        atOnce(
            "hessian-vectors (all in)",
            "single ones (all in)",
            result.ratios(
                Quantity.FOUR_SINGLE_HESSIAN_VECTORS_ALL_IN.label(),
                Quantity.FOUR_HESSIAN_VECTORS_ALL_IN.label())));
    closing.add(
        atOnce(
            "gauss-newton-vectors (kept state)",
            "single ones (kept state)",
            result.ratios(
                Quantity.FOUR_SINGLE_GAUSS_NEWTON_VECTORS.label(),
                Quantity.FOUR_GAUSS_NEWTON_VECTORS.label())));
    closing.add(memory(task));
    out.flush();
  }

  /** Returns a closing line. */
  static String line(Quantity quantity, double ratio, double work) {
    return String.format(
        Locale.ROOT, "%s: %.2f x gradient, %.2f x by multiply-adds", quantity.label(), ratio, work);
  }

  /** Returns a closing line on four directions. */
  static String atOnce(String four, String singles, double[] ratios) {
    double[] interval = Statistics.medianInterval(ratios);
    return String.format(
        Locale.ROOT,
        "four %s at once: %.2f x four %s, %.2f to %.2f",
        four,
        Statistics.median(ratios),
        singles,
        interval[0],
        interval[1]);
  }

  /** Returns a closing line on what a workspace takes. */
  private static String memory(StepTask task) {
    Network<float[]> network = Networks.of(task.network());
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    Workspace<float[]> workspace = network.newWorkspace(task.batch());
    NetworkObjective<float[]> objective = Networks.objective(task, workspace);
    List<float[]> directions = CurvatureCalls.arrays(theta.length);
    List<float[]> results = CurvatureCalls.arrays(theta.length);
    objective.valueAndGradient(theta, results.getFirst());
    double forGradient = workspace.bytes();
    objective.linearize(theta, results.getFirst());
    objective.hessianVector(directions.getFirst(), results.getFirst());
    double forOne = workspace.bytes();
    objective.hessianVectors(directions, results);
    double forFour = workspace.bytes();
    return String.format(
        Locale.ROOT,
        "workspace: %.2f MB for the gradient; in addition %.2f x that for a product, %.2f x for"
            + " four at once",
        1e-6 * forGradient,
        forOne / forGradient - 1,
        forFour / forGradient - 1);
  }
}
