package io.github.curvelane.check;

import java.util.function.DoubleUnaryOperator;

/**
 * The order of central differences: where truncation dominates, half the step divides the error by
 * 4. A derivative that is wrong leaves an error that does not shrink. Starts where truncation is
 * expected to dominate and divides the step by 4 while terms of higher order disturb the ratio.
 * Where the derivative that is tested has a kink, half the step divides the error of a right one by
 * 2: that is not a fault, and nothing that could be passed.
 */
final class OrderTest {
  private static final double LOWEST = 3.5;
  private static final double HIGHEST = 4.5;
  private static final double KINK = 2;
  private static final double KINK_RANGE = 0.2;
  private static final int ATTEMPTS = 5;
  private static final int GROWTHS = 2;

  /** An error so many times the noise of the difference gives the ratio to better than a tenth. */
  private static final double SIGNIFICANT = 20;

  private OrderTest() {}

  /**
   * Runs the test.
   *
   * @param subject what is compared
   * @param error the distance of the central difference and the derivative at a step
   * @param noise the noise of what is differenced
   * @param firstStep where truncation is expected to dominate
   */
  static Finding run(String subject, DoubleUnaryOperator error, double noise, double firstStep) {
    double h = firstStep;
    int grown = 0;
    while (hidden(error, noise, h)) {
      if (grown++ == GROWTHS) {
        return finding(
            Outcome.PASSED, subject, Double.NaN, firstStep, "agrees to rounding: nothing to halve");
      }
      h *= 4;
    }
    double ratio = Double.NaN;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (hidden(error, noise, h)) {
        return finding(
            Outcome.INCONCLUSIVE, subject, ratio, h, "rounding hides the truncation error");
      }
      ratio = error.applyAsDouble(h) / error.applyAsDouble(h / 2);
      if (ratio >= LOWEST && ratio <= HIGHEST) {
        return finding(Outcome.PASSED, subject, ratio, h, "");
      }
      h /= 4;
    }
    h *= 4;
    if (Math.abs(ratio - KINK) <= KINK_RANGE) {
      return finding(
          Outcome.INCONCLUSIVE,
          subject,
          ratio,
          h,
          "the second derivative jumps: half the step divides the error by 2");
    }
    return Double.isFinite(ratio)
        ? finding(Outcome.FAILED, subject, ratio, h, "half the step must divide the error by 4")
        : finding(Outcome.INCONCLUSIVE, subject, ratio, h, "not finite beside the point");
  }

  private static boolean hidden(DoubleUnaryOperator error, double noise, double h) {
    return error.applyAsDouble(h / 2) <= SIGNIFICANT * noise / (h / 2);
  }

  private static Finding finding(
      Outcome outcome, String subject, double ratio, double h, String note) {
    return new Finding(outcome, subject, -1, 4, ratio, (HIGHEST - LOWEST) / 2, h, note);
  }

  /** A kink within the step spoils the order of a correct derivative too. */
  static Finding excuse(Finding finding, boolean smooth) {
    if (smooth || finding.outcome() != Outcome.FAILED) {
      return finding;
    }
    return new Finding(
        Outcome.INCONCLUSIVE,
        finding.subject(),
        finding.coordinate(),
        finding.expected(),
        finding.actual(),
        finding.bound(),
        finding.step(),
        "kink within the step");
  }
}
