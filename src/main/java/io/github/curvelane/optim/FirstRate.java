package io.github.curvelane.optim;

/**
 * The learning rate of a run's first step, for rules whose own step sizes start from it and adapt
 * from there: later rates count relative to it.
 */
final class FirstRate {
  private final StateNumber first;
  private final String becomes;

  /**
   * Takes the number of the state, 0 before the first step.
   *
   * @param becomes what the rule makes of the rate, for messages
   */
  FirstRate(StateNumber first, String becomes) {
    this.first = first;
    this.becomes = becomes;
  }

  /** Returns the rate over that of the first step; 1 in the first step. */
  double relative(double rate) {
    return rate / first.get();
  }

  /** Tells whether this is the first step, whose rate is kept; it must be positive. */
  boolean isSetBy(double rate) {
    if (first.get() != 0) {
      return false;
    }
    if (!(rate > 0)) {
      throw new IllegalArgumentException(
          "the learning rate of the first step is %s, must be positive: it becomes %s"
              .formatted(rate, becomes));
    }
    first.set(rate);
    return true;
  }
}
