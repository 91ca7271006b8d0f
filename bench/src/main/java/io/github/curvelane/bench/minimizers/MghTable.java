package io.github.curvelane.bench.minimizers;

import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.bench.problems.MghProblem;
import io.github.curvelane.optim.batch.Minimum;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A method's runs on all small problems, beside what SciPy took.
 *
 * @param method the method
 * @param runs a run of each problem
 */
public record MghTable(Method method, List<MghRun> runs) {
  /**
   * Runs a method on problems.
   *
   * @param method the method
   * @param problems the problems
   * @param factor of the standard starts: 1, 10 or 100
   * @return its runs
   */
  public static MghTable of(Method method, List<MghProblem> problems, double factor) {
    return new MghTable(
        method, problems.stream().map(problem -> MghRun.of(method, problem, factor)).toList());
  }

  /**
   * Returns on how many problems a minimum was reached.
   *
   * @return the number
   */
  public int reached() {
    return (int) runs.stream().filter(MghRun::isReached).count();
  }

  /**
   * Returns the runs that claim convergence without having reached a minimum.
   *
   * @return those runs
   */
  public List<MghRun> falseClaims() {
    return runs.stream().filter(MghRun::claimsFalsely).toList();
  }

  /**
   * Compares evaluations until a minimum was reached with SciPy's, over the problems on which both
   * reached one.
   *
   * @param peer the method of SciPy
   * @return ours over SciPy's
   */
  public Ratios against(ScipyMethod peer) {
    ToLongFunction<MghRun> ours =
        peer == ScipyMethod.TRUST_NCG_PRODUCTS ? MghRun::productsUntilReached : MghRun::reachedAt;
    List<MghRun> both =
        runs.stream()
            .filter(run -> run.isReached() && peer.countUntilReached(run.problem()) > 0)
            .toList();
    double[] ratios =
        both.stream()
            .mapToDouble(
                run ->
                    Math.max(1, ours.applyAsLong(run))
                        / (double) peer.countUntilReached(run.problem()))
            .toArray();
    long sum = both.stream().mapToLong(ours).sum();
    long theirs = both.stream().mapToLong(run -> peer.countUntilReached(run.problem())).sum();
    return new Ratios(both.size(), Statistics.geometricMean(ratios), sum / (double) theirs);
  }

  /**
   * Evaluations of ours over SciPy's.
   *
   * @param problems on how many problems both reached a minimum
   * @param geometricMean the geometric mean of their ratios
   * @param ofSums the ratio of the sums
   */
  public record Ratios(int problems, double geometricMean, double ofSums) {}

  /**
   * Prints a line a problem and the summary.
   *
   * @param out where to
   */
  public void print(PrintWriter out) {
    Optional<ScipyMethod> peer = method.peer();
    out.printf(
        "%n%-36s%9s%10s%8s%8s%14s  %s%n",
        method.name(),
        "reached",
        peer.map(ScipyMethod::toString).orElse(""),
        "all",
        "prod.",
        "E",
        "end");
    for (MghRun run : runs) {
      out.printf(
          Locale.ROOT,
          "%-36s%9s%10s%8d%8d%14.6g  %s%n",
          run.problem(),
          count(run.reachedAt()),
          peer.map(each -> count(each.countUntilReached(run.problem()))).orElse(""),
          run.evaluations(),
          run.products(),
          run.last(),
          run.end()
              .map(Minimum::message)
              .map(words -> run.reason() + ": " + words)
              .orElse(run.refusal()));
    }
    out.flush();
  }

  /**
   * Returns the summary.
   *
   * @return how many were reached, evaluations over SciPy's, false claims
   */
  public String summary() {
    StringBuilder line =
        new StringBuilder("%s %d of %d".formatted(method.name(), reached(), runs.size()));
    method
        .peer()
        .ifPresent(
            peer -> {
              line.append(ratios(peer));
              if (peer == ScipyMethod.TRUST_NCG) {
                line.append(ratios(ScipyMethod.TRUST_NCG_PRODUCTS));
              }
            });
    if (!falseClaims().isEmpty()) {
      line.append(
          "; claims falsely on " + falseClaims().stream().map(run -> run.problem()).toList());
    }
    return line.toString();
  }

  /**
   * Returns the summary of runs from starts that may lead elsewhere: to minima that the collection
   * does not list, to plateaus, to infinity.
   *
   * @return how many reached a listed minimum, and how the others ended
   */
  public String endings() {
    Map<String, Long> others =
        runs.stream()
            .filter(run -> !run.isReached())
            .collect(
                Collectors.groupingBy(
                    run -> run.end().map(end -> end.reason().toString()).orElse("REFUSED"),
                    TreeMap::new,
                    Collectors.counting()));
    return "%s %d of %d%s"
        .formatted(
            method.name(), reached(), runs.size(), others.isEmpty() ? "" : "; elsewhere " + others);
  }

  private String ratios(ScipyMethod peer) {
    Ratios ratios = against(peer);
    return String.format(
        Locale.ROOT,
        "; of SciPy's %s on %d: %.3f in the mean, %.3f in sum",
        peer,
        ratios.problems(),
        ratios.geometricMean(),
        ratios.ofSums());
  }

  private static String count(long number) {
    return number > 0 ? Long.toString(number) : "–";
  }
}
