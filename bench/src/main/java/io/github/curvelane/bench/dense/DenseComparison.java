package io.github.curvelane.bench.dense;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/** Times this library's factorisations and its peers' in alternation, matrix by matrix. */
public final class DenseComparison {
  private static final Duration WARM_UP = Duration.ofMillis(300);

  /** How far signatures may be apart, beside the largest element. */
  private static final double TOLERANCE = 1e-9;

  private final List<Factorizer> all = new ArrayList<>();
  private final Contest contest;
  private final PrintWriter out;

  /**
   * Loads the peers that this program was built with.
   *
   * @param contest how to time
   * @param out where to report
   */
  public DenseComparison(Contest contest, PrintWriter out) {
    this.contest = contest;
    this.out = out;
    all.add(new CurvelaneFactorizer());
    ServiceLoader.load(Factorizer.Peers.class).forEach(peers -> all.addAll(peers.load()));
  }

  /**
   * Runs the comparison and prints a table.
   *
   * @param quick whether to leave out the largest matrices
   * @param samples where raw samples go
   */
  public void run(boolean quick, SampleFile samples) {
    out.println("Factorisations in double precision, one thread");
    out.println(Machine.describe());
    out.println(contest);
    all.forEach(each -> out.printf("%-12s %s%n", each.name(), each.describe()));
    if (all.size() == 1) {
      out.println("This program was built without peers: only this library is measured.");
    }
    out.println();
    printHeader();
    for (DenseTask task : tasks(quick)) {
      measure(task, samples);
    }
    out.flush();
  }

  private static List<DenseTask> tasks(boolean quick) {
    List<DenseTask> tasks = new ArrayList<>();
    for (int n : quick ? new int[] {101, 501} : new int[] {9, 101, 256, 501, 1000}) {
      tasks.add(DenseTask.random(Factorization.CHOLESKY, n, n));
    }
    for (Factorization kind : List.of(Factorization.QR, Factorization.PIVOTED_QR)) {
      int[][] sizes = {{14, 3}, {250, 8}, {512, 101}, {512, 501}};
      for (int[] size : sizes) {
        if (!quick || size[1] <= 101) {
          tasks.add(DenseTask.random(kind, size[0], size[1]));
        }
      }
    }
    for (int n : quick ? new int[] {101, 256} : new int[] {101, 256, 501}) {
      tasks.add(DenseTask.random(Factorization.EIGEN, n, n));
    }
    return tasks;
  }

  private void measure(DenseTask task, SampleFile samples) {
    Map<String, Factorizer.Prepared> prepared = new LinkedHashMap<>();
    List<Entrant> entrants = new ArrayList<>();
    double operations = task.kind().operations(task.m(), task.n());
    for (Factorizer each : all) {
      if (each.supports(task.kind())) {
        Factorizer.Prepared ready = each.prepare(task);
        prepared.put(each.name(), ready);
        entrants.add(new Entrant(each.name(), operations, ready::factor));
      }
    }
    Contest.warmUp(entrants, WARM_UP);
    Contest.settle(entrants.getFirst());
    Contest.Result result = contest.run(entrants);
    check(task, prepared);
    samples.write(task.toString(), result);
    printRow(task, result);
    prepared.values().forEach(Factorizer.Prepared::close);
  }

  private static void check(DenseTask task, Map<String, Factorizer.Prepared> prepared) {
    double[] ours = prepared.get(CurvelaneFactorizer.NAME).signature();
    double largest = 0;
    for (double x : ours) {
      largest = Math.max(largest, Math.abs(x));
    }
    boolean signed = task.kind() == Factorization.EIGEN;
    for (Map.Entry<String, Factorizer.Prepared> each : prepared.entrySet()) {
      double[] theirs = each.getValue().signature();
      for (int i = 0; i < ours.length; i++) {
        double difference = signed ? theirs[i] - ours[i] : Math.abs(theirs[i]) - Math.abs(ours[i]);
        if (!(Math.abs(difference) <= TOLERANCE * largest)) {
          throw new IllegalStateException(
              each.getKey()
                  + " has other factors of "
                  + task
                  + ": "
                  + theirs[i]
                  + ", ours "
                  + ours[i]);
        }
      }
    }
  }

  private void printHeader() {
    StringBuilder line = new StringBuilder(String.format("%-22s%9s", "ms (median)", "GFLOP/s"));
    all.forEach(each -> line.append(String.format("%12s", each.name())));
    all.stream().skip(1).forEach(peer -> line.append(String.format("%14s", peer.name() + "/us")));
    out.println(line);
    out.flush();
  }

  private void printRow(DenseTask task, Contest.Result result) {
    String ours = CurvelaneFactorizer.NAME;
    StringBuilder line = new StringBuilder(String.format("%-22s", task));
    line.append(String.format(Locale.ROOT, "%9.1f", result.medianSpeed(ours)));
    for (Factorizer each : all) {
      line.append(
          result.has(each.name())
              ? String.format(
                  Locale.ROOT, "%12.4f", Statistics.median(result.nanos(each.name())) / 1e6)
              : String.format("%12s", "-"));
    }
    for (Factorizer peer : all.subList(1, all.size())) {
      line.append(
          result.has(peer.name())
              ? String.format(Locale.ROOT, "%14.2f", result.ratio(ours, peer.name()))
              : String.format("%14s", "-"));
    }
    out.println(line);
    out.flush();
  }
}
