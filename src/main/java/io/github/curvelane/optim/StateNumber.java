package io.github.curvelane.optim;

/**
 * A number that an {@link Updater} remembers between steps and that belongs to its state, as a step
 * size that adapts itself; see {@link Updater#number}.
 */
public final class StateNumber {
  private double value;

  StateNumber(double start) {
    value = start;
  }

  /**
   * Returns the number.
   *
   * @return its value
   */
  public double get() {
    return value;
  }

  /**
   * Changes the number.
   *
   * @param value its new value
   */
  public void set(double value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return String.valueOf(value);
  }
}
