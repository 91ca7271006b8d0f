package io.github.curvelane.bench.minimizers;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.bench.problems.NistProblem;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Fits of NIST's regressions from both starts: digits and evaluations of this library's methods and
 * of peers, and the time of all 54 fits by turns in one process.
 */
public final class NistComparison {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  private final List<NistProblem> problems;
  private final PrintWriter out;
  private final List<SquaresFitter> peers =
      ServiceLoader.load(SquaresFitter.class).stream().map(ServiceLoader.Provider::get).toList();

  /**
   * Creates the comparison.
   *
   * @param problems the problems
   * @param out where to report
   */
  public NistComparison(List<NistProblem> problems, PrintWriter out) {
    this.problems = problems;
    this.out = out;
  }

  /**
   * Fits all, prints a line a fit, and times the default method beside the peers.
   *
   * @param methods this library's methods, the default first
   * @param contest how to time
   * @param samples where raw samples go
   * @return the closing lines
   */
  public List<String> run(List<MinimizerFitter> methods, Contest contest, SampleFile samples) {
    List<NistTable> ours = tables(methods);
    List<NistTable> theirs = tables(peers);
    NistTable.print(Stream.concat(ours.stream(), theirs.stream()).toList(), out);
    out.println();
    List<String> closing = new ArrayList<>();
    for (NistTable table : ours) {
      boolean isDefault = table == ours.getFirst();
      String line = table.closingLine(isDefault ? theirs : List.of());
      if (isDefault) {
        closing.add(line);
      } else {
        out.println(table.name() + ": " + line);
      }
    }
    if (!methods.isEmpty()) {
      closing.addAll(times(methods.getFirst(), contest, samples));
    }
    return closing;
  }

  private List<NistTable> tables(List<? extends SquaresFitter> fitters) {
    return fitters.stream().map(fitter -> NistTable.of(fitter, problems)).toList();
  }

  private List<String> times(SquaresFitter ours, Contest contest, SampleFile samples) {
    List<Entrant> entrants =
        Stream.concat(Stream.of(ours), peers.stream())
            .map(fitter -> new Entrant(fitter.name(), 1, () -> fitAll(fitter)))
            .toList();
    Contest.warmUp(entrants, WARM_UP);
    entrants.forEach(this::reportGarbage);
    Contest.Result result = contest.run(entrants);
    samples.write("nist", result);
    List<String> closing = new ArrayList<>();
    for (Entrant entrant : entrants) {
      double[] nanos = result.nanos(entrant.name());
      double[] interval = Statistics.medianInterval(nanos);
      out.printf(
          Locale.ROOT,
          "%s: all fits %.2f ms, %.2f to %.2f%n",
          entrant.name(),
          1e-6 * Statistics.median(nanos),
          1e-6 * interval[0],
          1e-6 * interval[1]);
    }
    for (SquaresFitter peer : peers) {
      closing.add(
          String.format(
              Locale.ROOT,
              "nist time: %s/ours %.2f",
              peer.name(),
              result.ratio(ours.name(), peer.name())));
    }
    return closing;
  }

  private void reportGarbage(Entrant entrant) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    entrant.work().run();
    out.printf(
        Locale.ROOT,
        "%s: all fits leave %.2f MB%n",
        entrant.name(),
        1e-6 * (THREADS.getCurrentThreadAllocatedBytes() - before));
  }

  private void fitAll(SquaresFitter fitter) {
    for (NistProblem problem : problems) {
      for (int start = 0; start < problem.starts(); start++) {
        fitter.fit(problem.residuals(), problem.start(start));
      }
    }
  }
}
