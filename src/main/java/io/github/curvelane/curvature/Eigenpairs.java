package io.github.curvelane.curvature;

import io.github.curvelane.internal.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * What a Lanczos run found. Immutable, but for the arrays of its vectors.
 *
 * @param largest the algebraically largest eigenvalues, from the largest; as many as were wanted,
 *     or as many as the run had made steps for
 * @param smallest the algebraically smallest, from the smallest
 * @param products the products that were made
 * @param reason why the run ended, or would not have yet
 * @param <A> {@code float[]} or {@code double[]}
 */
public record Eigenpairs<A>(
    List<Eigenpair<A>> largest, List<Eigenpair<A>> smallest, long products, Reason reason) {
  /** How a run ended. */
  public enum Reason {
    /** All that was wanted has converged. */
    CONVERGED,

    /** The space is invariant, or the whole: what it holds is exact but for rounding. */
    INVARIANT,

    /** As many products were made as the description allows. */
    PRODUCTS,

    /** The watch wanted the run to end. */
    CANCELLED,

    /** The run has not ended. */
    RUNNING
  }

  /** Copies the lists. */
  public Eigenpairs {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(largest, "largest");
    Objects.requireNonNull(smallest, "smallest");
    largest = Arguments.list("largest", largest);
    smallest = Arguments.list("smallest", smallest);
  }

  /**
   * Tells whether the run found what was wanted.
   *
   * @return whether the reason is {@link Reason#CONVERGED} or {@link Reason#INVARIANT}
   */
  public boolean converged() {
    return reason == Reason.CONVERGED || reason == Reason.INVARIANT;
  }

  /**
   * Refuses a run that has not found what was wanted.
   *
   * @return this result, if it {@link #converged}
   * @throws ArithmeticException if not, with what was found
   */
  public Eigenpairs<A> orThrow() {
    if (!converged()) {
      throw new ArithmeticException("not all eigenvalues have converged: " + this);
    }
    return this;
  }

  /** Returns the eigenvalues, products and the reason. */
  @Override
  public String toString() {
    return "largest %s, smallest %s, %d products, %s"
        .formatted(largest, smallest, products, reason);
  }
}
