package io.github.curvelane.optim.batch;

import java.util.Objects;
import java.util.Optional;

/**
 * How the run of a minimizer ended. The parameters that belong to it are in θ, the array that the
 * run was started with.
 */
public final class Minimum {
  private final Reason reason;
  private final Optional<StoppingTest> test;
  private final String message;
  private final double firstValue;
  private final double value;
  private final double gradientNorm;
  private final long iterations;
  private final Counts counts;
  private final double seconds;

  Minimum(
      Reason reason,
      Optional<StoppingTest> test,
      String message,
      double firstValue,
      double value,
      double gradientNorm,
      long iterations,
      Counts counts,
      double seconds) {
    this.reason = reason;
    this.test = test;
    this.message = Objects.requireNonNull(message, "message");
    this.firstValue = firstValue;
    this.value = value;
    this.gradientNorm = gradientNorm;
    this.iterations = iterations;
    this.counts = counts;
    this.seconds = seconds;
  }

  /**
   * Returns why the run ended.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns the test that was met.
   *
   * @return the test, if the reason is {@link Reason#CONVERGED}
   */
  public Optional<StoppingTest> test() {
    return test;
  }

  /**
   * Returns the reason in words, with the number that was measured beside its bound.
   *
   * @return a sentence
   */
  public String message() {
    return message;
  }

  /**
   * Returns E at the start.
   *
   * @return the first value, over all parts of a run that was resumed
   */
  public double firstValue() {
    return firstValue;
  }

  /**
   * Returns E at θ.
   *
   * @return the value of the best point that was evaluated, the bits of {@code value(θ)}
   */
  public double value() {
    return value;
  }

  /**
   * Returns max_i |∂E/∂θ_i| at the last accepted point, which is θ unless the run was ended within
   * an iteration that had just found a better one.
   *
   * @return the norm
   */
  public double gradientNorm() {
    return gradientNorm;
  }

  /**
   * Returns the number of finished iterations.
   *
   * @return the number, over all parts of a run that was resumed
   */
  public long iterations() {
    return iterations;
  }

  /**
   * Returns what was asked of the objective.
   *
   * @return the counts, over all parts of a run that was resumed
   */
  public Counts counts() {
    return counts;
  }

  /**
   * Returns how long the run took.
   *
   * @return seconds, over all parts of a run that was resumed, pauses excluded
   */
  public double seconds() {
    return seconds;
  }

  /**
   * Tells whether θ is as good as was asked for or as the precision allows.
   *
   * @return whether the reason is {@link Reason#CONVERGED}, {@link Reason#TARGET} or {@link
   *     Reason#ROUNDING}
   */
  public boolean isMinimum() {
    return reason == Reason.CONVERGED || reason == Reason.TARGET || reason == Reason.ROUNDING;
  }

  /**
   * Refuses a run that ended otherwise.
   *
   * @return this result, if {@link #isMinimum}
   * @throws MinimizerException if not, with the message
   */
  public Minimum orThrow() {
    if (!isMinimum()) {
      throw new MinimizerException(toString());
    }
    return this;
  }

  /** Returns reason, message, value and counts. */
  @Override
  public String toString() {
    return "%s: %s; E %s, first %s, gradient %s, %d iterations, %d evaluations, %.3f s"
        .formatted(
            reason,
            message,
            value,
            firstValue,
            gradientNorm,
            iterations,
            counts.evaluations(),
            seconds);
  }
}
