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
import io.github.curvelane.nn.Workspace;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

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
        "%n%-46s%12s%14s%22s%12s%22s%n",
        task, "µs", "x gradient", "95 % interval", "by work", "x gradient, by work");
    closing.add(task + ":");
    for (Quantity quantity : Quantity.values()) {
      double[] ratios = result.ratios(Quantity.GRADIENT.label(), quantity.label());
      double ratio = Statistics.median(ratios);
      double[] interval = Statistics.medianInterval(ratios);
      double work = quantity.gradients(task.sizes());
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
    Network<float[]> network = network(task);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    Workspace<float[]> workspace = network.newWorkspace(task.batch());
    NetworkObjective<float[]> objective = objective(task, workspace);
    List<float[]> directions = arrays(theta.length);
    List<float[]> results = arrays(theta.length);
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

  private static List<float[]> arrays(int length) {
    List<float[]> arrays = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      arrays.add(direction(length, i));
    }
    return arrays;
  }

  private static Network<float[]> network(StepTask task) {
    int[] sizes = task.sizes().stream().mapToInt(Integer::intValue).toArray();
    return Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), sizes);
  }

  private static List<Entrant> entrants(StepTask task) {
    Network<float[]> network = network(task);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    int n = theta.length;
    NetworkObjective<float[]> plain = objective(task, network.newWorkspace(task.batch()));
    NetworkObjective<float[]> whole = objective(task, network.newWorkspace(task.batch()));
    NetworkObjective<float[]> kept = objective(task, network.newWorkspace(task.batch()));
    kept.linearize(theta, new float[n]);
    List<float[]> directions = arrays(n);
    List<float[]> results = arrays(n);
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
            case FOUR_SINGLE_HESSIAN_VECTORS ->
                () -> singly(kept::hessianVector, directions, results);
            case FOUR_SINGLE_HESSIAN_VECTORS_ALL_IN ->
                () ->
                    singly(
                        (direction, product) ->
                            whole.hessianVector(theta, gradient, direction, product),
                        directions,
                        results);
            case FOUR_HESSIAN_VECTORS_ALL_IN ->
                () -> {
                  whole.linearize(theta, gradient);
                  whole.hessianVectors(directions, results);
                };
            case FOUR_SINGLE_GAUSS_NEWTON_VECTORS ->
                () -> singly(kept::gaussNewtonVector, directions, results);
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

  /** One product after another: each direction and each result is read and written anew. */
  private static void singly(
      BiConsumer<float[], float[]> product, List<float[]> directions, List<float[]> results) {
    for (int i = 0; i < directions.size(); i++) {
      product.accept(directions.get(i), results.get(i));
    }
  }

  private static NetworkObjective<float[]> objective(StepTask task, Workspace<float[]> workspace) {
    return new NetworkObjective<>(
        workspace,
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
