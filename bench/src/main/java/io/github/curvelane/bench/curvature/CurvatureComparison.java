package io.github.curvelane.bench.curvature;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Times products and diagonals relative to the gradient, in the same rounds, beside the ratio of
 * their multiply-adds. Networks of tanh units with softmax cross-entropy, float, one thread.
 */
public final class CurvatureComparison {
  /** The networks of the comparison. */
  public static final List<List<Integer>> NETWORKS =
      List.of(List.of(784, 300, 10), List.of(784, 1024, 512, 256, 128, 64, 10));

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
      for (List<Integer> sizes : NETWORKS) {
        StepTask task = new StepTask(sizes, batch);
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
    List<Entrant> entrants = entrants(task);
    Contest.warmUp(entrants, WARM_UP);
    return contest.run(entrants);
  }

  private void report(StepTask task, Contest.Result result) {
    out.printf(
        "%n%-42s%12s%14s%22s%12s%22s%n",
        task, "µs", "x gradient", "95 % interval", "by work", "x gradient, by work");
    closing.add(task + ":");
    for (Quantity quantity : Quantity.values()) {
      double[] ratios = result.ratios(Quantity.GRADIENT.label(), quantity.label());
      double ratio = Statistics.median(ratios);
      double[] interval = Statistics.medianInterval(ratios);
      double work = quantity.gradients(task.sizes());
      out.printf(
          Locale.ROOT,
          "%-42s%12.1f%14.2f%22s%12.2f%22.2f%n",
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
    closing.add(atOnce("hessian", Quantity.FOUR_HESSIAN_VECTORS, Quantity.HESSIAN_VECTOR, result));
    closing.add(
        atOnce(
            "gauss-newton",
            Quantity.FOUR_GAUSS_NEWTON_VECTORS,
            Quantity.GAUSS_NEWTON_VECTOR,
            result));
    out.flush();
  }

  /** Returns a closing line. */
  static String line(Quantity quantity, double ratio, double work) {
    return String.format(
        Locale.ROOT, "%s: %.2f x gradient, %.2f x by multiply-adds", quantity.label(), ratio, work);
  }

  private static String atOnce(String name, Quantity four, Quantity one, Contest.Result result) {
    return String.format(
        Locale.ROOT,
        "four %s-vectors at once: %.2f x four single ones",
        name,
        result.ratio(one.label(), four.label()) / 4);
  }

  private static List<Entrant> entrants(StepTask task) {
    int[] sizes = task.sizes().stream().mapToInt(Integer::intValue).toArray();
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), sizes);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    int n = theta.length;
    NetworkObjective<float[]> plain = objective(task, network);
    NetworkObjective<float[]> whole = objective(task, network);
    NetworkObjective<float[]> kept = objective(task, network);
    kept.linearize(theta, new float[n]);
    List<float[]> directions = new ArrayList<>();
    List<float[]> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      directions.add(direction(n, i));
      results.add(new float[n]);
    }
    float[] v = directions.getFirst();
    float[] result = results.getFirst();
    float[] gradient = new float[n];
    float[] outputs = new float[kept.outputs()];
    float[] u = direction(kept.outputs(), 5);
    List<Entrant> entrants = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      Runnable work =
          switch (quantity) {
            case GRADIENT -> () -> plain.valueAndGradient(theta, gradient);
            case HESSIAN_VECTOR -> () -> kept.hessianVector(v, result);
            case HESSIAN_VECTOR_ALL_IN -> () -> whole.hessianVector(theta, gradient, v, result);
            case FOUR_HESSIAN_VECTORS -> () -> kept.hessianVectors(directions, results);
            case GAUSS_NEWTON_VECTOR -> () -> kept.gaussNewtonVector(v, result);
            case FOUR_GAUSS_NEWTON_VECTORS -> () -> kept.gaussNewtonVectors(directions, results);
            case JACOBIAN_VECTOR -> () -> kept.jacobianVector(v, outputs);
            case VECTOR_JACOBIAN -> () -> kept.jacobianTransposeVector(u, result);
            case BECKER_LECUN -> () -> kept.diagonal(Diagonal.BECKER_LECUN, result);
            case BECKER_LECUN_SECOND_ORDER ->
                () -> kept.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, result);
            case EMPIRICAL_FISHER -> () -> kept.diagonal(Diagonal.EMPIRICAL_FISHER, result);
          };
      // Entrants are compared by time, so each counts for one.
      entrants.add(new Entrant(quantity.label(), 1, work));
    }
    return entrants;
  }

  private static NetworkObjective<float[]> objective(StepTask task, Network<float[]> network) {
    return new NetworkObjective<>(
        network.newWorkspace(task.batch()),
        Loss.softmaxCrossEntropy(),
        task.drawInputs(),
        Targets.labels(Precision.FLOAT, task.drawLabels(), task.classes()));
  }

  private static float[] direction(int n, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] direction = new float[n];
    for (int i = 0; i < n; i++) {
      direction[i] = (float) random.nextDouble(-1, 1);
    }
    return direction;
  }
}
