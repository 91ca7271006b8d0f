package io.github.curvelane.metrics;

import java.util.Locale;

/**
 * Precision, recall and F1 of a class, or their mean over classes.
 *
 * @param precision the share of the rows predicted as the class that are of it
 * @param recall the share of the rows of the class that were predicted as it
 * @param f1 the harmonic mean of both, for one class; the mean of the F1 of classes, for several
 */
public record PrecisionRecall(double precision, double recall, double f1) {
  /** Returns the three numbers with four decimals. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "precision %.4f, recall %.4f, F1 %.4f", precision, recall, f1);
  }
}
