package io.github.curvelane.optim;

import java.util.Objects;

/** A training run diverged: the loss or a parameter became infinite or NaN. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param message the epoch, step, learning rate and what was seen
   */
  public DivergenceException(String message) {
    Objects.requireNonNull(message, "message");
    super(message);
  }
}
