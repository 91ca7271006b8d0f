package io.github.curvelane.optim.batch;

/**
 * Leaves an iteration when an evaluation must not be made. One object a run, without a stack: it
 * carries nothing but the reason.
 */
final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1;

  private Reason reason = Reason.CANCELLED;

  Stop() {
    super(null, null, false, false);
  }

  Stop because(Reason reason) {
    this.reason = reason;
    return this;
  }

  Reason reason() {
    return reason;
  }
}
