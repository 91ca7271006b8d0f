package io.github.curvelane.bench.matmul;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.FmaPeak;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times this library's products and its peers' in alternation, shape by shape, with the peak of
 * fused multiply-adds as one more entrant, and reports speeds, ratios and the part of the peak.
 */
public final class MatmulComparison {
  private static final Duration WARM_UP = Duration.ofMillis(400);

  /** Larger shapes add nothing to the warm-up, and the slowest peers take seconds for them. */
  private static final double MOST_WARM_UP_OPERATIONS = 1e9;

  /** Smaller squares have a mean of their own beside the best peer. */
  private static final int LEAST_SQUARE = 200;

  /** A product whose error is beyond this many times the bound of its rounding is not one. */
  private static final double MOST_ERROR = 1.5;

  private final Multiplier ours;
  private final List<Multiplier> peers;
  private final Contest contest;
  private final int threads;
  private final PrintWriter out;

  /**
   * Loads the peers; says which cannot be loaded and goes on without them.
   *
   * @param peerNames the names of the peers
   * @param threads the threads that each side may use
   * @param contest how to time
   * @param out where to report
   */
  public MatmulComparison(List<String> peerNames, int threads, Contest contest, PrintWriter out) {
    this.contest = contest;
    this.threads = threads;
    this.out = out;
    this.ours = Multipliers.load(Multipliers.OURS, threads);
    this.peers = load(peerNames, threads, out);
  }

  /**
   * Runs the comparison and prints a table and the closing lines.
   *
   * @param shapes the shapes
   * @param precision the precision of all products
   * @param label what tells this run from others in the samples, such as {@code 2 threads}
   * @param samples where raw samples go
   * @param <A> {@code float[]} or {@code double[]}
   */
  public <A> void run(
      List<MatmulShape> shapes, Precision<A> precision, String label, SampleFile samples) {
    out.printf("Matrix products, %s%n", label);
    out.println(Machine.describe());
    out.println(contest);
    out.printf("%-12s %s%n", ours.name(), ours.describe());
    peers.forEach(peer -> out.printf("%-12s %s%n", peer.name(), peer.describe()));
    out.println();
    for (MatmulShape shape : shapes) {
      if (shape.operations() > MOST_WARM_UP_OPERATIONS) {
        continue;
      }
      try (Bout<A> bout = new Bout<>(shape, precision)) {
        Contest.warmUp(bout.entrants, WARM_UP);
        Contest.settle(bout.entrants.getFirst());
      }
    }
    Map<String, MatmulSummary> summaries = new LinkedHashMap<>();
    peers.forEach(peer -> summaries.put(peer.name(), new MatmulSummary(peer.name(), 0)));
    MatmulSummary best = new MatmulSummary("best peer", LEAST_SQUARE);
    String peakLine = null;
    printHeader();
    for (MatmulShape shape : shapes) {
      try (Bout<A> bout = new Bout<>(shape, precision)) {
        Contest.Result result = contest.run(bout.entrants);
        bout.check();
        samples.write(label + ", " + shape, result);
        printRow(shape, result);
        double least = Double.NaN;
        for (Multiplier peer : peers) {
          if (result.has(peer.name())) {
            double ratio = result.ratio(ours.name(), peer.name());
            summaries.get(peer.name()).add(shape, ratio);
            least = ratio >= least ? least : ratio;
          }
        }
        best.add(shape, least);
        if (shape.equals(MatmulShape.square(1024))) {
          peakLine =
              String.format(
                  Locale.ROOT,
                  "1024x1024x1024: %.0f %% of measured FMA peak",
                  100 * partOfPeak(result));
        }
      }
    }
    out.println();
    summaries.values().forEach(summary -> out.println(summary.line()));
    if (peakLine != null) {
      out.println(peakLine);
    }
    if (!peers.isEmpty()) {
      out.println(best.smallLine());
      out.println(best.line());
    }
    out.flush();
  }

  private double partOfPeak(Contest.Result result) {
    return result.ratio(ours.name(), FmaPeak.NAME) / threads;
  }

  private void printHeader() {
    StringBuilder line = new StringBuilder(String.format("%-22s", "GFLOP/s (median)"));
    line.append(String.format("%11s", ours.name()));
    peers.forEach(peer -> line.append(String.format(" %14s", peer.name())));
    peers.forEach(peer -> line.append(String.format(" %15s", "/" + peer.name())));
    line.append(String.format("%9s%8s%7s", "best", "peak", "% peak"));
    out.println(line);
    out.flush();
  }

  private void printRow(MatmulShape shape, Contest.Result result) {
    StringBuilder line = new StringBuilder(String.format("%-22s", shape));
    line.append(String.format(Locale.ROOT, "%11.1f", result.medianSpeed(ours.name())));
    for (Multiplier peer : peers) {
      double speed = result.has(peer.name()) ? result.medianSpeed(peer.name()) : Double.NaN;
      line.append(cell(" %14.1f", " %14s", speed));
    }
    for (Multiplier peer : peers) {
      double ratio = result.has(peer.name()) ? result.ratio(ours.name(), peer.name()) : Double.NaN;
      line.append(cell(" %15.2f", " %15s", ratio));
    }
    line.append(
        String.format(
            Locale.ROOT,
            "%9.1f%8.1f%7.0f",
            result.bestSpeed(ours.name()),
            threads * result.medianSpeed(FmaPeak.NAME),
            100 * partOfPeak(result)));
    out.println(line);
    out.flush();
  }

  private static String cell(String number, String missing, double value) {
    return Double.isNaN(value)
        ? String.format(missing, "-")
        : String.format(Locale.ROOT, number, value);
  }

  private static List<Multiplier> load(List<String> names, int threads, PrintWriter out) {
    List<Multiplier> loaded = new ArrayList<>();
    for (String name : names) {
      try {
        loaded.add(Multipliers.load(name, threads));
      } catch (LinkageError e) {
        out.printf("%s is left out, its library cannot be loaded: %s%n", name, e);
      } catch (IllegalArgumentException e) {
        out.printf("%s is left out: %s%n", name, e.getMessage());
      }
    }
    if (loaded.isEmpty()) {
      out.println("No peer can be loaded: only this library is measured.");
    }
    return loaded;
  }

  /** One shape with everybody prepared for it. */
  private final class Bout<A> implements AutoCloseable {
    private final MatmulTask<A> task;
    private final Map<String, Multiplier.Prepared<A>> prepared = new LinkedHashMap<>();
    private final List<Entrant> entrants = new ArrayList<>();

    Bout(MatmulShape shape, Precision<A> precision) {
      task = MatmulTask.random(shape, precision);
      enter(ours);
      peers.stream().filter(peer -> peer.supports(shape, precision)).forEach(this::enter);
      entrants.add(FmaPeak.widest(precision));
    }

    private void enter(Multiplier multiplier) {
      Multiplier.Prepared<A> product = multiplier.prepare(task);
      prepared.put(multiplier.name(), product);
      entrants.add(new Entrant(multiplier.name(), task.shape().operations(), product::multiply));
    }

    void check() {
      prepared.forEach(
          (name, product) -> {
            double error = task.error(product.product());
            if (!(error <= MOST_ERROR)) {
              throw new IllegalStateException(
                  name + " computes a wrong product for " + task.shape() + ": error " + error);
            }
          });
    }

    @Override
    public void close() {
      prepared.values().forEach(Multiplier.Prepared::close);
    }
  }
}
