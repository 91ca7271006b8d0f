package io.github.curvelane.bench.minimizers;

import io.github.curvelane.bench.problems.MghProblems;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The methods of this library on the problems of Moré, Garbow and Hillstrom. */
public final class MghComparison {
  private static final List<Double> FACTORS = List.of(10.0, 100.0);

  private final PrintWriter out;
  private final boolean everyRun;

  /**
   * Creates the comparison.
   *
   * @param out where to report
   * @param everyRun whether a line is printed for every run
   */
  public MghComparison(PrintWriter out, boolean everyRun) {
    this.out = out;
    this.everyRun = everyRun;
  }

  /**
   * Runs all methods from the standard starts, from those farther away, and on the large problems.
   *
   * @param methods the methods
   * @return the closing lines
   */
  public List<String> run(List<Method> methods) {
    List<MghTable> standard = new ArrayList<>();
    for (Method method : methods) {
      MghTable table = MghTable.of(method, MghProblems.small(), 1);
      report("from x₀", table, table.summary());
      standard.add(table);
      for (double factor : FACTORS) {
        MghTable farther = MghTable.of(method.alone(), MghProblems.small(), factor);
        report("from " + (int) factor + "x₀", farther, farther.endings());
      }
      MghTable large = MghTable.of(method.alone(), MghProblems.large(), 1);
      report("large", large, large.endings());
    }
    List<String> closing = new ArrayList<>();
    if (!standard.isEmpty()) {
      MghTable first = standard.getFirst();
      closing.add(
          "mgh: %s %d of %d".formatted(first.method().name(), first.reached(), first.runs().size())
              + standard.stream()
                  .skip(1)
                  .map(table -> ", %s %d".formatted(table.method().name(), table.reached()))
                  .collect(Collectors.joining()));
    }
    return closing;
  }

  private void report(String where, MghTable table, String summary) {
    if (everyRun) {
      table.print(out);
    }
    out.println(where + ": " + summary);
    out.flush();
  }
}
