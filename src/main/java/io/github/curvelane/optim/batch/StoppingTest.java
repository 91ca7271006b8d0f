package io.github.curvelane.optim.batch;

/** A test of convergence, by the quantity that it looks at; {@link Stopping} has the formulas. */
public enum StoppingTest {
  /** The gradient is small. */
  GRADIENT,
  /** An iteration lowered the value by little. */
  VALUE,
  /** An iteration moved the parameters by little. */
  STEP
}
