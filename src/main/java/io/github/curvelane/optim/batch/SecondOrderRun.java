package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.util.SplittableRandom;

/** The run of a method with Hessian products, which leaves saddles and maxima. */
abstract class SecondOrderRun<A> extends MinimizerRun<A> {
  private static final long SEED = 0x5adL;
  private static final int PROBE_STEPS = 20;
  private static final int EXIT_TRIALS = 50;

  private final TruncatedPath<A> probe;
  private final A seeded;
  private final A exit;
  private final A exitGradient;

  /** ‖H‖, roughly, where {@link #leave} looked last. */
  double scaleOfHessian;

  SecondOrderRun(
      String method, Objective<A> objective, A theta, Stopping stopping, RunWatch watch) {
    super(method, objective, theta, stopping, defaults(objective), watch);
    probe = new TruncatedPath<>(this, null, 0, Math.min(size, PROBE_STEPS));
    seeded = precision.newArray(size);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < size; i++) {
      precision.set(seeded, i, random.nextDouble(-1, 1));
    }
    exit = precision.newArray(size);
    exitGradient = precision.newArray(size);
  }

  private static Stopping defaults(Objective<?> objective) {
    boolean isDouble = objective.precision() == Precision.DOUBLE;
    double least = isDouble ? 0x1p-40 : 0x1p-18;
    return Stopping.of(objective.precision())
        .relativeGradient(isDouble ? 0x1p-80 : 0x1p-36)
        .value(least)
        .step(least);
  }

  @Override
  final double evaluateStart() {
    return evaluations.linearize(x, gradient);
  }

  @Override
  final boolean leavesStationaryPoints() {
    return true;
  }

  /**
   * Looks for a direction of negative curvature at a point whose products are kept, and goes along
   * it to a lower value, which is then accepted.
   *
   * @param from the point
   * @param value E there
   * @param longest the first length to try
   * @return whether there was one; if not, the point may not be kept any more
   */
  final boolean leave(A from, double value, double longest) {
    probe.begin(seeded);
    probe.tolerance(Math.sqrt(precision.unitRoundoff()));
    probe.extend(Double.POSITIVE_INFINITY);
    scaleOfHessian = probe.scale();
    if (!probe.isClearlyNegative(scaleOfHessian)) {
      return false;
    }
    double perLength = 1 / reductions.norm2(size, probe.direction(), 0);
    double length = longest;
    for (int i = 0; i < EXIT_TRIALS; i++, length /= 4) {
      double gain = -length * length * probe.curvature() / 2;
      if (!(gain > noise())) {
        break;
      }
      for (int sense = 1; sense >= -1; sense -= 2) {
        double factor = sense * length * perLength;
        algebra.addScaled(size, from, 0, factor, probe.direction(), 0, exit, 0);
        double lower = evaluations.linearize(exit, exitGradient);
        if (value - lower > noise()) {
          precision.copy(exit, 0, x, 0, size);
          precision.copy(exitGradient, 0, gradient, 0, size);
          accepted(lower, length, 0, Double.POSITIVE_INFINITY);
          return true;
        }
      }
    }
    evaluations.forget();
    return false;
  }

  /** Ends at a point whose gradient is zero and where no negative curvature was found. */
  final void endStationary() {
    String words = "the gradient is zero, and no direction of negative curvature was found";
    if (iterations() == 0) {
      end(Reason.STATIONARY_START, words);
    } else {
      converged(StoppingTest.GRADIENT, words);
    }
  }

  /** What E may change by when θ and what E sums are rounded. */
  final double roundingOfSums(A scratch) {
    double e = Math.abs(value());
    double first = Math.abs(firstValue());
    algebra.multiply(size, gradient, 0, x, 0, scratch, 0);
    double ofPoint = reductions.norm1(size, scratch, 0);
    double u = precision.unitRoundoff();
    return noise() + 8 * u * (ofPoint + Math.sqrt(e * first) + u * first);
  }
}
