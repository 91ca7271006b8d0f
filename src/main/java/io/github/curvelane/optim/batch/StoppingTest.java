package io.github.curvelane.optim.batch;

import java.util.Optional;

/** A test of convergence, by the quantity that it looks at; {@link Stopping} has the formulas. */
public enum StoppingTest {
  /** The gradient is small. */
  GRADIENT,
  /** An iteration lowered the value by little. */
  VALUE,
  /** An iteration moved the parameters by little. */
  STEP;

  private final Optional<StoppingTest> optional = Optional.of(this);

  /** This, made once: the end of a run allocates nothing. */
  Optional<StoppingTest> optional() {
    return optional;
  }
}
