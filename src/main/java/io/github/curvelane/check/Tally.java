package io.github.curvelane.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects the comparisons of a check and tells its progress. */
final class Tally {
  /**
   * Rounding errors that a sum of products may collect: far above what is seen, far below a fault.
   */
  private static final double ROUNDINGS = 1024;

  /** A difference whose error may exceed this share of what it measures says nothing. */
  private static final double RESOLUTION = 1e-3;

  private final CheckProgress progress;
  private final int total;
  private final List<Finding> findings = new ArrayList<>();
  private boolean ended;

  Tally(CheckProgress progress, int total) {
    this.progress = progress;
    this.total = total;
  }

  /** Whether the listener has asked for the end. */
  boolean ended() {
    return ended;
  }

  void add(Finding finding) {
    if (ended) {
      return;
    }
    findings.add(finding);
    if (!progress.onProgress(findings.size(), Math.max(total, findings.size()))) {
      ended = true;
      findings.add(
          new Finding(
              Outcome.INCONCLUSIVE,
              "the rest",
              -1,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              0,
              "ended early, after " + findings.size() + " comparisons"));
    }
  }

  /**
   * Judges a derivative by a difference.
   *
   * @param scale the size of the derivatives around it, which a useful bound is well below
   * @param roundoff u
   */
  static Finding judge(
      String subject, int coordinate, Slope slope, double actual, double scale, double roundoff) {
    double expected = slope.derivative();
    double size = Math.max(scale, Math.max(Math.abs(expected), Math.abs(actual)));
    double bound = slope.bound() + 64 * roundoff * size;
    Outcome outcome;
    String note = "";
    if (!Double.isFinite(actual)) {
      outcome = Outcome.FAILED;
      note = "not finite";
    } else if (!Double.isFinite(expected)) {
      outcome = Outcome.INCONCLUSIVE;
      note = "the function is not finite beside the point";
    } else if (!slope.smooth()) {
      outcome = Outcome.INCONCLUSIVE;
      note =
          String.format(
              Locale.ROOT,
              "kink: slope %.6e on the left, %.6e on the right",
              slope.left(),
              slope.right());
    } else if (Math.abs(actual - expected) > bound) {
      outcome = Outcome.FAILED;
    } else if (bound > RESOLUTION * size && actual != expected) {
      outcome = Outcome.INCONCLUSIVE;
      note = "rounding hides so small a derivative";
    } else {
      outcome = Outcome.PASSED;
    }
    return new Finding(outcome, subject, coordinate, expected, actual, bound, slope.step(), note);
  }

  /** Judges two numbers that are equal but for rounding in sums of terms of a size. */
  static Finding equal(
      String subject,
      int coordinate,
      double expected,
      double actual,
      double size,
      double roundoff) {
    double bound = ROUNDINGS * roundoff * size;
    boolean equal = actual == expected || Math.abs(actual - expected) <= bound;
    return new Finding(
        equal ? Outcome.PASSED : Outcome.FAILED,
        subject,
        coordinate,
        expected,
        actual,
        bound,
        0,
        "");
  }

  Verdict verdict(String check) {
    return new Verdict(check, findings);
  }
}
