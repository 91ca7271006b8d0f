package io.github.curvelane.check;

/** What a check, or one comparison of it, came to. */
public enum Outcome {
  /**
   * The derivative agrees with its reference within an error bound that is small enough to tell.
   */
  PASSED,

  /**
   * Nothing can be said: the function has a kink here, is not finite beside the point, or rounding
   * hides the derivative. Another point, or double precision, may tell.
   */
  INCONCLUSIVE,

  /** The derivative differs from its reference by more than the error bound. */
  FAILED
}
