package io.github.curvelane.bench.cluster;

import java.util.List;
import java.util.Locale;

/**
 * What the simulation says of clusters that nobody here has: seconds, bytes and the share beyond
 * computing of a gradient on machines of 16 cores, and from how many examples on a cluster pays.
 */
final class ScaleTable {
  /** Assumed: executors within 5 %, chunks within 2 %, one in a hundred half as slow again. */
  static final Stragglers ASSUMED = new Stragglers(0.05, 0.02, 0.01, 1.5, 0);

  private static final int CORES = 16;
  private static final long SEED = 1;
  private static final List<Integer> EXECUTORS = List.of(4, 16, 100, 1_000);
  private static final List<Long> EXAMPLES =
      List.of(1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L);

  private record Net(String name, long parameters) {}

  private static final List<Net> NETWORKS =
      List.of(
          new Net("784-300-10", 238_510),
          new Net("10 M weights", 10_000_000),
          new Net("100 M weights", 100_000_000));

  private final ClusterCosts costs;

  ScaleTable(ClusterCosts costs) {
    this.costs = costs;
  }

  /** Returns the tables, in Markdown. */
  String text() {
    return steps() + "\n" + breakEven();
  }

  /** The head of the first table. */
  static String titles() {
    StringBuilder text = new StringBuilder("| network, examples | 1 machine, s |");
    EXECUTORS.forEach(e -> text.append(line(" %,d: s (times as fast; beyond computing) |", e)));
    text.append(" bytes at 1,000, of the driver | one of 1,000 dies, s |\n|---|---|");
    return text.append("---|".repeat(EXECUTORS.size() + 2)).append('\n').toString();
  }

  private String steps() {
    StringBuilder text = new StringBuilder(titles());
    for (Net net : NETWORKS) {
      for (long examples : EXAMPLES) {
        text.append(row(net, examples)).append('\n');
      }
    }
    return text.toString();
  }

  private String row(Net net, long examples) {
    Evaluation evaluation = new Evaluation(net.parameters, examples);
    double one = oneMachine(evaluation);
    StringBuilder row = new StringBuilder();
    row.append(line("| %s, 10^%d | %.3g |", net.name, digits(examples) - 1, one));
    SimulatedStep last = null;
    int most = EXECUTORS.getLast();
    for (int executors : EXECUTORS) {
      last = step(evaluation, executors, ASSUMED);
      row.append(
          line(
              " %.3g (%.3g; %.0f %%) |",
              last.seconds(),
              one / last.seconds(),
              100 * beyondComputing(evaluation, executors, last)));
    }
    SimulatedStep death = step(evaluation, most, ASSUMED.withDead(1));
    row.append(line(" %s, %s |", size(last.bytes()), size(last.driverBytes())));
    row.append(line(" %.3g |", death.seconds()));
    return row.toString();
  }

  /** The least examples, in whole chunks, from which on a cluster is as fast as one machine. */
  private String breakEven() {
    StringBuilder text = new StringBuilder("| as fast as one machine from … examples on |");
    EXECUTORS.forEach(e -> text.append(line(" %,d |", e)));
    text.append("\n|---|").append("---|".repeat(EXECUTORS.size())).append('\n');
    for (Net net : NETWORKS) {
      text.append("| ").append(net.name).append(" |");
      for (int executors : EXECUTORS) {
        long chunks = breakEvenChunks(net.parameters, executors);
        double seconds = oneMachine(new Evaluation(net.parameters, chunks * Evaluation.CHUNK));
        text.append(line(" %,d (%.2g s) |", chunks * Evaluation.CHUNK, seconds));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** By bisection between the first two powers of two of which the greater pays. */
  long breakEvenChunks(long parameters, int executors) {
    long high = 1;
    while (!pays(parameters, high, executors)) {
      high *= 2;
    }
    long low = high / 2;
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (pays(parameters, middle, executors)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private boolean pays(long parameters, long chunks, int executors) {
    Evaluation evaluation = new Evaluation(parameters, chunks * Evaluation.CHUNK);
    return step(evaluation, executors, ASSUMED).seconds() <= oneMachine(evaluation);
  }

  /** One machine without Spark, whose threads take chunks. */
  double oneMachine(Evaluation evaluation) {
    ClusterShape machine = new ClusterShape(1, CORES, CORES, true, Double.POSITIVE_INFINITY, 0);
    return ClusterSimulation.run(
            machine,
            costs.withoutCluster(),
            evaluation,
            ReductionPath.DRIVER,
            Stragglers.NONE,
            SEED)
        .seconds();
  }

  SimulatedStep step(Evaluation evaluation, int executors, Stragglers stragglers) {
    ReductionPath path = ReductionPath.of(evaluation, executors);
    ClusterShape shape = ClusterShape.of(executors);
    return ClusterSimulation.run(shape, costs, evaluation, path, stragglers, SEED);
  }

  /** The share of a step in which the mean core of the cluster does not compute chunks. */
  double beyondComputing(Evaluation evaluation, int executors, SimulatedStep step) {
    double chunks = (double) evaluation.examples() / Evaluation.CHUNK;
    double work = chunks * costs.chunk(evaluation) / costs.together();
    return 1 - work / ((double) executors * CORES * step.seconds());
  }

  private static int digits(long number) {
    return Long.toString(number).length();
  }

  private static String size(double bytes) {
    return bytes < 1e9 ? line("%.3g MB", bytes * 1e-6) : line("%.3g GB", bytes * 1e-9);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
