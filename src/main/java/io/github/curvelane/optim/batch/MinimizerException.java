package io.github.curvelane.optim.batch;

import java.util.Objects;

/** A run ended without a minimum. */
public final class MinimizerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param message the reason, in words and numbers
   */
  public MinimizerException(String message) {
    Objects.requireNonNull(message, "message");
    super(message);
  }
}
