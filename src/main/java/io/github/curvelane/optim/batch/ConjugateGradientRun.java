package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;

/** The run of {@link ConjugateGradient}. */
final class ConjugateGradientRun<A> extends LineSearchRun<A> {
  /** Gradients whose inner product is this part of the square are far from orthogonal. */
  private static final double POWELL = 0.2;

  /** The least β of Hager and Zhang, in units of gᵀd/‖d‖². */
  private static final double LEAST = 0.4;

  private final ConjugateGradient.Formula formula;
  private final long cycle;
  private final A last;
  private final Scalar beta = number("beta");
  private final Scalar sinceRestart = number("iterations since restart");

  ConjugateGradientRun(ConjugateGradient method, Objective<A> objective, A theta, RunWatch watch) {
    super("conjugate gradients", objective, theta, method.search(), method.stopping(), watch);
    formula = method.formula();
    cycle = (long) method.cycles() * size;
    last = memory("direction", size);
  }

  @Override
  boolean direct() {
    if (beta.value == 0) {
      return false;
    }
    algebra.scale(size, beta.value, last, 0, direction, 0);
    algebra.subtract(size, direction, 0, gradient, 0, direction, 0);
    return true;
  }

  @Override
  double firstTrial(double slope) {
    return scaledTrial(slope);
  }

  @Override
  void learn(A next, A step, A change, boolean steepest) {
    precision.copy(direction, 0, last, 0, size);
    sinceRestart.value = steepest ? 1 : sinceRestart.value + 1;
    double square = reductions.sumOfSquares(size, next, 0);
    double product = reductions.dot(size, next, 0, gradient, 0);
    boolean restarts = sinceRestart.value >= cycle || Math.abs(product) >= POWELL * square;
    beta.value = restarts ? 0 : beta(next, change, square);
  }

  private double beta(A next, A change, double square) {
    return switch (formula) {
      case FLETCHER_REEVES -> square / reductions.sumOfSquares(size, gradient, 0);
      case POLAK_RIBIERE_PLUS ->
          Math.max(0, reductions.dot(size, next, 0, change, 0))
              / reductions.sumOfSquares(size, gradient, 0);
      case HAGER_ZHANG -> {
        double curvature = reductions.dot(size, last, 0, change, 0);
        double slope = reductions.dot(size, next, 0, last, 0);
        double y = reductions.sumOfSquares(size, change, 0);
        double full =
            (reductions.dot(size, next, 0, change, 0) - 2 * y * slope / curvature) / curvature;
        double least =
            LEAST
                * reductions.dot(size, gradient, 0, last, 0)
                / reductions.sumOfSquares(size, last, 0);
        yield Math.max(full, least);
      }
    };
  }
}
