package io.github.curvelane.bench.functions;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.kernel.Activation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Times this library's functions and activations beside the JDK's vectors, {@link Math}, and a
 * native library where there is one, in a first-level cache, a second-level cache and memory; then
 * its reductions, on one thread and on all cores.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class FunctionComparison<A> {
  /** Long enough for the compiler to finish with everything on the first, smallest level. */
  private static final Duration FIRST_WARM_UP = Duration.ofMillis(500);

  private static final Duration WARM_UP = Duration.ofMillis(50);

  /** Elements in the first-level cache: with 4,096 floats two or three arrays fit. */
  private static final int FIRST_LEVEL_BYTES = 4096 * Float.BYTES;

  /** Three arrays of this size fit into any second-level cache. */
  private static final int SECOND_LEVEL_BYTES = 64 << 10;

  /** Three arrays of this size are the 256 MB of a pass through memory. */
  private static final int MEMORY_BYTES = (256 << 20) / 3 / 4096 * 4096;

  private final Precision<A> precision;
  private final Contest contest;
  private final PrintWriter out;
  private final SampleFile samples;
  private final List<FunctionPeer> peers = new ArrayList<>();
  private final List<String> closing = new ArrayList<>();

  /**
   * Loads the peers.
   *
   * @param precision the precision
   * @param contest how to time
   * @param out where to report
   * @param samples where raw samples go
   */
  public FunctionComparison(
      Precision<A> precision, Contest contest, PrintWriter out, SampleFile samples) {
    this.precision = precision;
    this.contest = contest;
    this.out = out;
    this.samples = samples;
    try {
      ServiceLoader.load(FunctionPeer.class).forEach(peers::add);
    } catch (LinkageError | ServiceConfigurationError e) {
      out.println("MKL is left out, its library cannot be loaded: " + e);
    }
    if (peers.isEmpty()) {
      out.println("No native peer: the JDK's functions are measured beside this library's.");
    }
  }

  /** Runs the comparison and prints tables and the closing lines. */
  public void run() {
    out.println(Machine.describe());
    out.println("one thread, " + contest);
    level("first-level cache", FIRST_LEVEL_BYTES, true);
    level("second-level cache", SECOND_LEVEL_BYTES, false);
    level("memory", MEMORY_BYTES, false);
    passes();
    new ReductionComparison<>(precision, all -> measure(all, FIRST_WARM_UP), out, samples).run();
    out.println();
    closing.forEach(out::println);
    out.flush();
  }

  private void level(String name, int bytesOfArray, boolean first) {
    int n = bytesOfArray / precision.bytes();
    out.printf(Locale.ROOT, "%nNanoseconds an element, %s, %,d elements, %s%n", precision, n, name);
    FunctionEntrants<A> entrants = new FunctionEntrants<>(precision, n);
    String header = null;
    for (Function function : Function.values()) {
      entrants.fill(function.least(), function.greatest());
      Map<String, FunctionPeer.Evaluation> natives = prepare(function, entrants.arguments());
      List<Entrant> all = new ArrayList<>(entrants.values(function, bytesOfArray < MEMORY_BYTES));
      natives.forEach((peer, work) -> all.add(new Entrant(peer, n, work)));
      Contest.Result result = measure(all, first ? FIRST_WARM_UP : WARM_UP);
      samples.write(precision + ", " + name + ", " + function.label(), result);
      natives.values().forEach(FunctionPeer.Evaluation::close);
      if (header == null) {
        header = header();
        out.println(header);
      }
      out.println(row(function.label(), result));
      out.flush();
      if (first && function == Function.EXP) {
        closing.add(
            String.format(
                Locale.ROOT,
                "exp: %.2f x the time of lanewise(EXP)",
                result.ratio(FunctionEntrants.LANEWISE, FunctionEntrants.OURS)));
      }
    }
    derivatives(name, entrants, first);
  }

  private void derivatives(String name, FunctionEntrants<A> entrants, boolean first) {
    entrants.fill(-4, 4);
    Contest.Result result = measure(entrants.derivatives(), first ? FIRST_WARM_UP : WARM_UP);
    samples.write(precision + ", " + name + ", with derivative", result);
    String tanh = Activation.tanh().toString();
    out.printf(
        "%n%-28s%10s%18s%20s%n",
        "with derivative, " + name, "ns", "x ours for tanh", "x lanewise(TANH)");
    for (Entrant entrant : result.entrants()) {
      String label =
          entrant.name().equals(FunctionEntrants.LANEWISE) ? "lanewise(TANH)" : entrant.name();
      out.printf(
          Locale.ROOT,
          "%-28s%10.3f%18.2f%20.2f%n",
          label,
          1 / result.medianSpeed(entrant.name()),
          result.ratio(tanh, entrant.name()),
          result.ratio(FunctionEntrants.LANEWISE, entrant.name()));
    }
    out.flush();
    if (first) {
      closing.add(
          0,
          String.format(
              Locale.ROOT,
              "tanh with derivative: %.2f x the time of lanewise(TANH) with derivative",
              result.ratio(FunctionEntrants.LANEWISE, tanh)));
    }
  }

  private void passes() {
    FunctionEntrants<A> entrants =
        new FunctionEntrants<>(precision, MEMORY_BYTES / precision.bytes());
    entrants.fill(-4, 4);
    Contest.Result result = measure(entrants.passes(), FIRST_WARM_UP);
    samples.write(precision + ", passes over memory", result);
    out.printf("%nPasses over memory, 256 MB, beside a loop that reads and writes the same%n");
    double worst = Double.MAX_VALUE;
    for (int i = 0; i < result.entrants().size(); i += 2) {
      String pass = result.entrants().get(i).name();
      String reference = result.entrants().get(i + 1).name();
      double ratio = result.ratio(pass, reference);
      worst = Math.min(worst, ratio);
      out.printf(
          Locale.ROOT,
          "%-28s%10.3f ns an element, reference %.3f: %.0f %% of its speed%n",
          pass,
          1 / result.medianSpeed(pass),
          1 / result.medianSpeed(reference),
          100 * ratio);
    }
    closing.add(
        String.format(
            Locale.ROOT,
            "passes over 256 MB: at least %.0f %% of the reference loops' speed",
            100 * worst));
  }

  private Contest.Result measure(List<Entrant> entrants, Duration warmUp) {
    Contest.warmUp(entrants, warmUp);
    entrants.forEach(Contest::settle);
    return contest.run(entrants);
  }

  private Map<String, FunctionPeer.Evaluation> prepare(Function function, A x) {
    Map<String, FunctionPeer.Evaluation> prepared = new LinkedHashMap<>();
    for (FunctionPeer peer : peers) {
      for (String variant : peer.variants()) {
        FunctionPeer.Evaluation evaluation = peer.prepare(variant, function, x);
        if (evaluation != null) {
          prepared.put(variant, evaluation);
        }
      }
    }
    return prepared;
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    columns.add(FunctionEntrants.OURS);
    columns.add(FunctionEntrants.LANEWISE);
    columns.add(FunctionEntrants.MATH);
    peers.forEach(peer -> columns.addAll(peer.variants()));
    return columns;
  }

  private String header() {
    StringBuilder line = new StringBuilder(String.format("%-12s", ""));
    columns().forEach(column -> line.append(String.format("%12s", column)));
    return line.toString();
  }

  private String row(String label, Contest.Result result) {
    StringBuilder line = new StringBuilder(String.format("%-12s", label));
    for (String column : columns()) {
      line.append(
          result.has(column)
              ? String.format(Locale.ROOT, "%12.3f", 1 / result.medianSpeed(column))
              : String.format("%12s", "-"));
    }
    return line.toString();
  }
}
