package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Arrays;

/** The run of {@link GaussNewton}: an iteration is a step that is taken, perhaps shortened. */
final class GaussNewtonRun<A> extends SquaresRun<A> {
  /** The part of the slope's promise that a step must bring. */
  private static final double LEAST_GAIN = 1e-4;

  private static final double LEAST_SHRINKING = 0.1;
  private static final double MOST_SHRINKING = 0.5;

  private final double[] scale = new double[size];
  private final double[] point = new double[size];
  private final double[] whole = new double[size];

  GaussNewtonRun(GaussNewton method, Objective<A> objective, A theta, RunWatch watch) {
    super(
        "Gauss-Newton",
        objective,
        theta,
        method.stopping(),
        LevenbergMarquardt.defaults(objective.precision()),
        watch,
        method.solver());
  }

  @Override
  void iterate() {
    formPoint();
    if (gradientNorm() == 0) {
      converged(StoppingTest.GRADIENT, "the gradient is zero");
      return;
    }
    Arrays.fill(scale, 1);
    if (!system.solve(0, scale, whole)) {
      end(Reason.LINE_SEARCH, "the normal equations are singular: no Gauss-Newton step is known");
      return;
    }
    double slope = 0;
    for (int j = 0; j < size; j++) {
      slope = Math.fma(rowScale() * system.gradient[j], whole[j], slope);
      scale[j] = system.norms[j] > 0 ? system.norms[j] : 1;
      point[j] = precision.get(x, j);
    }
    search(slope);
  }

  /** Shortens the step until it brings enough, or what it could bring is within E's rounding. */
  private void search(double slope) {
    double rounding = noise();
    for (double t = 1; ; ) {
      for (int j = 0; j < size; j++) {
        step[j] = t * whole[j];
      }
      double value = evaluateTrial();
      double rise = value - value();
      if (rise <= LEAST_GAIN * t * slope) {
        if (formTrial()) {
          double length = ScaledNorm.of(scale, step);
          takeTrial();
          accepted(value, length, ScaledNorm.of(scale, point), -slope / 2);
        }
        return;
      }
      if (!(-t * slope > rounding)) {
        endBySlope(slope, rounding);
        return;
      }
      double least = -0.5 * t * slope / (rise - t * slope);
      t *= Math.min(MOST_SHRINKING, least >= LEAST_SHRINKING ? least : LEAST_SHRINKING);
    }
  }

  private void endBySlope(double slope, double rounding) {
    if (-slope <= CLEAR * rounding) {
      end(
          Reason.ROUNDING,
          "a step could lower E by %s, its rounding is %s".formatted(-slope / 2, rounding));
    } else {
      end(
          Reason.LINE_SEARCH,
          "the slope along the step is %s, but E does not fall: is the Jacobian right? See Checks"
              .formatted(slope));
    }
  }
}
