package io.github.curvelane.nn;

import java.util.function.DoublePredicate;

/** What a loss asks of its targets. */
interface TargetRule {
  /** A matrix of any numbers. */
  TargetRule NUMBERS = each("finite", t -> true);

  /** Refuses the targets of one example of a matrix, by an {@link IllegalArgumentException}. */
  void check(Loss loss, Targets<?> targets, int example);

  /** Whether labels will do in place of a matrix. */
  default boolean takesLabels() {
    return false;
  }

  /** Targets each of which lies within a bound. */
  static TargetRule each(String bound, DoublePredicate isWithin) {
    return (loss, targets, example) -> {
      for (int j = 0; j < targets.outputs(); j++) {
        double t = targets.value(example, j);
        if (!isWithin.test(t)) {
          throw new IllegalArgumentException(
              "%s: the target of example %d, output %d is %s, must be %s"
                  .formatted(loss, example, j, t, bound));
        }
      }
    };
  }

  /** Labels, or rows of values of at least 0 that sum to one. */
  static TargetRule distributions() {
    TargetRule nonnegative = each("at least 0", t -> t >= 0);
    return new TargetRule() {
      @Override
      public boolean takesLabels() {
        return true;
      }

      @Override
      public void check(Loss loss, Targets<?> targets, int example) {
        nonnegative.check(loss, targets, example);
        int n = targets.outputs();
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += targets.value(example, j);
        }
        double tolerance = 2 * (n + 2) * targets.precision().unitRoundoff();
        if (Math.abs(sum - 1) > tolerance) {
          throw new IllegalArgumentException(
              "%s: the targets of example %d sum to %s, must sum to 1 within %.2g"
                  .formatted(loss, example, sum, tolerance));
        }
      }
    };
  }
}
