package io.github.curvelane.nn;

/** What each loss asks of its targets. */
final class TargetCheck {
  private TargetCheck() {}

  static void check(Loss loss, Targets<?> targets) {
    if (targets.areLabels()) {
      if (loss.kind() != Loss.Kind.SOFTMAX_CROSS_ENTROPY) {
        throw new IllegalArgumentException(
            loss + " needs a matrix of targets, not labels; Targets.coded makes one from labels");
      }
      return;
    }
    for (int i = 0; i < targets.examples(); i++) {
      switch (loss.kind()) {
        case SOFTMAX_CROSS_ENTROPY -> checkDistribution(loss, targets, i);
        case BINARY_CROSS_ENTROPY -> checkProbabilities(loss, targets, i);
        case PERCEPTRON, HINGE -> checkSigns(loss, targets, i);
        case HALF_SQUARED_ERROR, MEAN_SQUARED_ERROR, HUBER -> {}
      }
    }
  }

  private static void checkDistribution(Loss loss, Targets<?> targets, int i) {
    int n = targets.outputs();
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double t = targets.value(i, j);
      if (t < 0) {
        throw refused(loss, i, j, t, "at least 0");
      }
      sum += t;
    }
    double tolerance = 2 * (n + 2) * targets.precision().unitRoundoff();
    if (Math.abs(sum - 1) > tolerance) {
      throw new IllegalArgumentException(
          "%s: the targets of example %d sum to %s, must sum to 1 within %.2g"
              .formatted(loss, i, sum, tolerance));
    }
  }

  private static void checkProbabilities(Loss loss, Targets<?> targets, int i) {
    for (int j = 0; j < targets.outputs(); j++) {
      double t = targets.value(i, j);
      if (t < 0 || t > 1) {
        throw refused(loss, i, j, t, "from 0 to 1");
      }
    }
  }

  private static void checkSigns(Loss loss, Targets<?> targets, int i) {
    for (int j = 0; j < targets.outputs(); j++) {
      double t = targets.value(i, j);
      if (t != 1 && t != -1) {
        throw refused(loss, i, j, t, "-1 or +1");
      }
    }
  }

  private static IllegalArgumentException refused(
      Loss loss, int example, int output, double target, String bound) {
    return new IllegalArgumentException(
        "%s: the target of example %d, output %d is %s, must be %s"
            .formatted(loss, example, output, target, bound));
  }
}
