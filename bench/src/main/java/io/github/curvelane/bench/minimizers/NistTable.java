package io.github.curvelane.bench.minimizers;

import io.github.curvelane.bench.problems.NistProblem;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A fitter's runs on NIST's regressions from both starts.
 *
 * @param name the fitter
 * @param runs two of each problem
 */
public record NistTable(String name, List<NistRun> runs) {
  /**
   * Runs a fitter on all problems from both starts.
   *
   * @param fitter the fitter
   * @param problems the problems
   * @return its runs
   */
  public static NistTable of(SquaresFitter fitter, List<NistProblem> problems) {
    List<NistRun> runs = new ArrayList<>();
    for (NistProblem problem : problems) {
      for (int start = 0; start < problem.starts(); start++) {
        runs.add(NistRun.of(fitter, problem, start));
      }
    }
    return new NistTable(fitter.name(), List.copyOf(runs));
  }

  /**
   * Counts the runs whose parameters all have so many digits.
   *
   * @param digits the digits
   * @return how many runs have them
   */
  public int to(double digits) {
    return (int) runs.stream().filter(run -> run.digits() >= digits).count();
  }

  /**
   * Returns the mean of the digits.
   *
   * @return the mean over all runs
   */
  public double meanDigits() {
    return runs.stream().mapToDouble(NistRun::digits).average().orElse(Double.NaN);
  }

  /**
   * Returns all evaluations of residuals.
   *
   * @return the sum over all runs
   */
  public long residuals() {
    return runs.stream().mapToLong(NistRun::residuals).sum();
  }

  /**
   * Returns all passes over the rows of Jacobians.
   *
   * @return the sum over all runs
   */
  public long jacobians() {
    return runs.stream().mapToLong(NistRun::jacobians).sum();
  }

  /**
   * Returns the closing line of this library's fitter.
   *
   * @param peers other fitters' runs, told in parentheses
   * @return digits and evaluations of all
   */
  public String closingLine(List<NistTable> peers) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "nist: %d of %d to 6 digits, %d to 9, mean %.1f, %d residuals, %d jacobians",
                to(6),
                runs.size(),
                to(9),
                meanDigits(),
                residuals(),
                jacobians()));
    for (NistTable peer : peers) {
      line.append(
          String.format(
              Locale.ROOT,
              " (%s %d, %d, %.1f, %d, %d)",
              peer.name(),
              peer.to(6),
              peer.to(9),
              peer.meanDigits(),
              peer.residuals(),
              peer.jacobians()));
    }
    return line.toString();
  }

  /**
   * Prints tables side by side, a line a problem and start.
   *
   * @param tables the tables of several fitters on the same problems
   * @param out where to
   */
  public static void print(List<NistTable> tables, PrintWriter out) {
    out.printf("%n%-12s%6s", "problem", "start");
    tables.forEach(table -> out.printf("  | %-26s", table.name()));
    out.printf("%n%-12s%6s", "", "");
    tables.forEach(table -> out.printf("  | %8s%9s%9s", "digits", "resid.", "jacob."));
    out.println();
    for (int i = 0; i < tables.getFirst().runs().size(); i++) {
      NistRun first = tables.getFirst().runs().get(i);
      out.printf("%-12s%6d", first.problem().name(), first.start() + 1);
      for (NistTable table : tables) {
        NistRun run = table.runs().get(i);
        out.printf(Locale.ROOT, "  | %8.1f%9d%9d", run.digits(), run.residuals(), run.jacobians());
      }
      out.println();
    }
    for (NistTable table : tables) {
      for (NistRun run : table.runs()) {
        if (!run.failure().isEmpty()) {
          out.printf("%s on %s: %s%n", table.name(), run.problem().name(), run.failure());
        }
      }
    }
    out.flush();
  }
}
