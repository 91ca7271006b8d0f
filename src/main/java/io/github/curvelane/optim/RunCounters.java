package io.github.curvelane.optim;

/**
 * Where in its epochs a run is, as numbers of a state.
 *
 * @param epoch the epoch of the last step, 0 before the first
 * @param position the number of examples of the epoch that were visited
 * @param end the number of examples that the epoch visits
 * @param batch the examples of a step of the epoch
 * @param steps the steps taken
 * @param sum the sum of the losses over the visited examples
 * @param loss the loss of the last step
 * @param rate the learning rate of the last step
 * @param seconds the time spent
 */
record RunCounters(
    int epoch,
    int position,
    int end,
    int batch,
    long steps,
    double sum,
    double loss,
    double rate,
    double seconds) {
  static final String NAME = "counters";
  static final int COUNT = 9;

  /** Where among the numbers the steps are. */
  static final int STEPS = 4;

  /** The most steps that are a number of a state. */
  private static final long MOST_STEPS = 1L << 53;

  double[] numbers() {
    return new double[] {epoch, position, end, batch, steps, sum, loss, rate, seconds};
  }

  /** Reads what {@link #numbers} gave; refuses what cannot have been given. */
  static RunCounters of(double[] numbers, int[] order, int examples) {
    String[] names = {"epoch", "position", "end", "batch"};
    for (int i = 0; i < names.length; i++) {
      requireWhole(names[i], numbers[i], Integer.MAX_VALUE);
    }
    requireWhole("steps", numbers[STEPS], MOST_STEPS);
    RunCounters counters =
        new RunCounters(
            (int) numbers[0],
            (int) numbers[1],
            (int) numbers[2],
            (int) numbers[3],
            (long) numbers[STEPS],
            numbers[5],
            numbers[6],
            numbers[7],
            numbers[8]);
    if (counters.end > examples || counters.position > counters.end) {
      throw new IllegalArgumentException(
          "the state is at %d of %d examples, of which there are %d"
              .formatted(counters.position, counters.end, examples));
    }
    if (counters.position < counters.end && counters.batch == 0) {
      throw new IllegalArgumentException("the state's batch is 0, must be at least 1");
    }
    if (!(counters.seconds >= 0 && counters.seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the state's seconds are " + counters.seconds + ", must be finite and not negative");
    }
    for (int i = 0; i < order.length; i++) {
      if (order[i] < 0 || order[i] >= examples) {
        throw new IllegalArgumentException(
            "the state's order[%d] is %d, must be an example from 0 to %d"
                .formatted(i, order[i], examples - 1));
      }
    }
    return counters;
  }

  /** Refuses to keep a number that would not be read as it was. */
  static void checkSteps(long steps) {
    if (steps > MOST_STEPS) {
      throw new IllegalStateException(
          "the run has taken %d steps, a state can count %d".formatted(steps, MOST_STEPS));
    }
  }

  private static void requireWhole(String name, double value, long most) {
    if (!(value >= 0 && value <= most && value == Math.rint(value))) {
      throw new IllegalArgumentException(
          "the state's %s is %s, must be a whole number from 0 to %d".formatted(name, value, most));
    }
  }
}
