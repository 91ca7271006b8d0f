package io.github.curvelane.bench.conv;

import io.github.curvelane.Parallelism;
import io.github.curvelane.bench.curvature.CurvatureCalls;
import io.github.curvelane.bench.curvature.Quantity;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.bench.step.Trainee;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times curvature of networks with convolutions relative to the gradient, in the same rounds,
 * beside the ratio of their multiply-adds and a peer's Hessian-vector product.
 */
public final class ConvolutionCurvature {
  private static final Duration WARM_UP = Duration.ofMillis(300);
  private static final List<Quantity> KEPT =
      List.of(Quantity.HESSIAN_VECTOR, Quantity.GAUSS_NEWTON_VECTOR, Quantity.BECKER_LECUN);
  private static final Quantity ALL_IN = Quantity.HESSIAN_VECTOR_ALL_IN;
  private static final List<Quantity> MEASURED =
      List.of(
          Quantity.GRADIENT,
          Quantity.HESSIAN_VECTOR,
          Quantity.GAUSS_NEWTON_VECTOR,
          Quantity.BECKER_LECUN,
          ALL_IN);

  private final List<Trainee> peers;
  private final int threads;
  private final Contest contest;
  private final PrintWriter out;

  /**
   * Creates the comparison.
   *
   * @param peers who multiply with the Hessian beside this library, if they can
   * @param threads the threads that this library may use
   * @param contest how to time
   * @param out where to report
   */
  public ConvolutionCurvature(List<Trainee> peers, int threads, Contest contest, PrintWriter out) {
    this.peers = List.copyOf(peers);
    this.threads = threads;
    this.contest = contest;
    this.out = out;
  }

  /**
   * Runs the comparison and prints tables.
   *
   * @param tasks the networks and batches
   * @param label what tells this run from others in the samples
   * @param samples where raw samples go
   * @return the closing lines
   */
  public List<String> run(List<StepTask> tasks, String label, SampleFile samples) {
    out.printf("Curvature, %s%n", label);
    List<String> closing = new ArrayList<>();
    for (StepTask task : tasks) {
      Contest.Result result = measure(task);
      samples.write(label + ", curvature of " + task, result);
      closing.addAll(report(task, result));
    }
    out.println();
    return closing;
  }

  private Contest.Result measure(StepTask task) {
    CurvatureCalls calls = new CurvatureCalls(task, Parallelism.threads(threads));
    List<Entrant> entrants = new ArrayList<>();
    MEASURED.forEach(quantity -> entrants.add(calls.entrant(quantity)));
    Contest.warmUp(entrants, WARM_UP);
    entrants.forEach(Contest::settle);
    Map<String, Trainee.HessianVector> products = new LinkedHashMap<>();
    for (Trainee peer : peers) {
      peer.prepareHessianVector(task).ifPresent(product -> products.put(peer.name(), product));
    }
    products.forEach((name, product) -> entrants.add(new Entrant(name, 1, product::multiply)));
    Contest.warmUp(entrants.subList(MEASURED.size(), entrants.size()), WARM_UP);
    Contest.Result result = contest.run(entrants);
    products.forEach(
        (name, product) -> {
          check(name, task, product.curvature());
          product.close();
        });
    return result;
  }

  private static void check(String name, StepTask task, double curvature) {
    if (curvature == 0 || !Double.isFinite(curvature)) {
      throw new IllegalStateException(
          name + " computes no curvature of " + task + ": it is " + curvature);
    }
  }

  private List<String> report(StepTask task, Contest.Result result) {
    out.printf(
        "%-46s%12s%14s%12s%22s%n", task, "µs", "x gradient", "by work", "x gradient, by work");
    List<String> closing = new ArrayList<>();
    String network = task.network().name();
    for (Quantity quantity : MEASURED) {
      double ratio = result.ratio(Quantity.GRADIENT.label(), quantity.label());
      double work = quantity.gradients(task.network());
      row(quantity.label(), result, quantity.label());
      out.printf(Locale.ROOT, "%12.2f%22.2f%n", work, ratio / work);
      if (KEPT.contains(quantity)) {
        closing.add(line(quantity, network, ratio, work));
      }
    }
    for (Trainee peer : peers) {
      if (result.has(peer.name())) {
        row(ALL_IN.label() + ", " + peer.name(), result, peer.name());
        out.println();
        closing.add(allIn(network, result.ratio(peer.name(), ALL_IN.label()), peer.name()));
      }
    }
    out.flush();
    return closing;
  }

  private void row(String title, Contest.Result result, String entrant) {
    out.printf(
        Locale.ROOT,
        "%-46s%12.1f%14.2f",
        title,
        1e-3 * Statistics.median(result.nanos(entrant)),
        result.ratio(Quantity.GRADIENT.label(), entrant));
  }

  /** Returns a closing line on what starts from a kept state. */
  static String line(Quantity quantity, String network, double ratio, double work) {
    return String.format(
        Locale.ROOT,
        "%s %s: %.2f x gradient, %.2f x by multiply-adds",
        quantity.label(),
        network,
        ratio,
        work);
  }

  /** Returns a closing line on what a peer computes too. */
  static String allIn(String network, double ratio, String peer) {
    return String.format(
        Locale.ROOT, "%s %s: %.2f of %s's time", ALL_IN.label(), network, ratio, peer);
  }
}
