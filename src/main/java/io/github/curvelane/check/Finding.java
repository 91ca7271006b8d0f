package io.github.curvelane.check;

import java.util.Objects;

/**
 * One comparison of a check.
 *
 * @param outcome what it came to
 * @param subject what was compared, such as {@code gradient[17]} or {@code v2ᵀHv1}
 * @param coordinate the index in θ that it is about; −1 when it is about no single one
 * @param expected the reference
 * @param actual what the objective gave
 * @param bound the error that the reference may have, and rounding may cause
 * @param step the step size of the difference; 0 where none was taken
 * @param note what a reader should know besides; may be empty
 */
public record Finding(
    Outcome outcome,
    String subject,
    int coordinate,
    double expected,
    double actual,
    double bound,
    double step,
    String note) {

  /** Creates a finding. */
  public Finding {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(note, "note");
  }

  /**
   * Returns the distance of both values.
   *
   * @return |actual − expected|; NaN if one is
   */
  public double error() {
    return Math.abs(actual - expected);
  }
}
