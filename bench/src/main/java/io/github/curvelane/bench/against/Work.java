package io.github.curvelane.bench.against;

import java.util.Locale;

/** What is timed: a whole step, or a quantity at a point that is kept. */
public enum Work {
  /** Value, gradient and gradient descent in one call. */
  STEP,

  /** Hv. */
  HESSIAN_VECTOR,

  /** Gv. */
  GAUSS_NEWTON_VECTOR,

  /** The diagonal of Becker and LeCun. */
  BECKER_LECUN;

  /**
   * Returns the name.
   *
   * @return for example {@code hessian-vector}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
