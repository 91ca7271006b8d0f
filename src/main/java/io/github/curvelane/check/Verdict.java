package io.github.curvelane.check;

import io.github.curvelane.internal.Arguments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a check found. Its text is a line with the outcome and a small table: every comparison that
 * failed or was inconclusive (the first ten of each), and the one that passed nearest to its bound.
 *
 * <pre>{@code
 * gradient: FAILED (23 passed, 0 inconclusive, 1 failed)
 *            what         expected              got    error    bound     step
 *   FAILED   gradient[1]  -3.1999999e+01  3.2000000e+01  6.4e+01  3.5e-08  1.5e-05
 * }</pre>
 */
public final class Verdict {
  private static final int ROWS = 10;

  private final String check;
  private final List<Finding> findings;
  private final List<String> skipped;

  /**
   * Creates a verdict.
   *
   * @param check the name of the check
   * @param findings its comparisons
   */
  public Verdict(String check, List<Finding> findings) {
    Objects.requireNonNull(check, "check");
    this(check, findings, List.of());
  }

  private Verdict(String check, List<Finding> findings, List<String> skipped) {
    this.check = check;
    this.findings = Arguments.list("findings", findings);
    this.skipped = List.copyOf(skipped);
  }

  /**
   * Returns the name of the check.
   *
   * @return such as {@code gradient}
   */
  public String check() {
    return check;
  }

  /**
   * Returns all comparisons in the order in which they were made.
   *
   * @return the comparisons
   */
  public List<Finding> findings() {
    return findings;
  }

  /**
   * Returns the comparisons of one outcome.
   *
   * @param outcome which
   * @return those comparisons, in order
   */
  public List<Finding> findings(Outcome outcome) {
    Objects.requireNonNull(outcome, "outcome");
    return findings.stream().filter(finding -> finding.outcome() == outcome).toList();
  }

  /**
   * Returns the outcome of the whole: failed if a comparison failed, else inconclusive if one was
   * or there was none, else passed.
   *
   * @return the outcome
   */
  public Outcome outcome() {
    return findings.stream()
        .map(Finding::outcome)
        .max(Comparator.naturalOrder())
        .orElse(Outcome.INCONCLUSIVE);
  }

  /**
   * Tells whether every comparison passed.
   *
   * @return whether the outcome is {@link Outcome#PASSED}
   */
  public boolean passed() {
    return outcome() == Outcome.PASSED;
  }

  /**
   * Tells whether a comparison failed.
   *
   * @return whether the outcome is {@link Outcome#FAILED}
   */
  public boolean failed() {
    return outcome() == Outcome.FAILED;
  }

  /**
   * Returns what was not checked because the objective says that it cannot give it. It has no part
   * in the outcome.
   *
   * @return a line for each, with the reason
   */
  public List<String> skipped() {
    return skipped;
  }

  /**
   * Adds that something was not checked.
   *
   * @param what it, and why
   * @return a verdict with the same comparisons
   */
  public Verdict skipping(String what) {
    Objects.requireNonNull(what, "what");
    return new Verdict(check, findings, Stream.concat(skipped.stream(), Stream.of(what)).toList());
  }

  /**
   * Joins two verdicts.
   *
   * @param other another one
   * @return a verdict with the comparisons of both
   */
  public Verdict and(Verdict other) {
    Objects.requireNonNull(other, "other");
    return new Verdict(
        check + ", " + other.check,
        Stream.concat(findings.stream(), other.findings.stream()).toList(),
        Stream.concat(skipped.stream(), other.skipped.stream()).toList());
  }

  /** Returns the outcome, the table, and a line for everything that was skipped. */
  @Override
  public String toString() {
    List<Finding> passed = findings(Outcome.PASSED);
    List<Finding> inconclusive = findings(Outcome.INCONCLUSIVE);
    List<Finding> failed = findings(Outcome.FAILED);
    List<Finding> rows = new ArrayList<>();
    failed.stream().limit(ROWS).forEach(rows::add);
    inconclusive.stream().limit(ROWS).forEach(rows::add);
    passed.stream().max(Comparator.comparingDouble(Verdict::share)).ifPresent(rows::add);
    StringBuilder text = new StringBuilder();
    text.append(check).append(": ").append(outcome());
    text.append(" (").append(passed.size()).append(" passed, ").append(inconclusive.size());
    text.append(" inconclusive, ").append(failed.size()).append(" failed)");
    int width = rows.stream().mapToInt(row -> row.subject().length()).max().orElse(0);
    String line = "%n  %-12s %-" + Math.max(width, 4) + "s %23s %23s %8s %8s %8s  %s";
    text.append(
        text(line, "outcome", "what", "expected", "got", "error", "bound", "step", "")
            .stripTrailing());
    for (Finding row : rows) {
      text.append(
          text(
                  line,
                  row.outcome(),
                  row.subject(),
                  text("%.15e", row.expected()),
                  text("%.15e", row.actual()),
                  text("%.1e", row.error()),
                  text("%.1e", row.bound()),
                  row.step() == 0 ? "-" : text("%.1e", row.step()),
                  row.note())
              .stripTrailing());
    }
    for (String what : skipped) {
      text.append(text("%n  skipped: %s", what));
    }
    return text.toString();
  }

  private static double share(Finding finding) {
    return finding.error() == 0 ? 0 : finding.error() / finding.bound();
  }

  private static String text(String format, Object... cells) {
    return String.format(Locale.ROOT, format, cells);
  }
}
