package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;

/** The run of {@link ScaledConjugateGradient}. */
final class ScaledConjugateGradientRun<A> extends FirstOrderRun<A> {
  private static final double FIRST_DAMPING = 1e-8;

  /** After so many refused trials in a row the run ends. */
  private static final int REFUSALS = 60;

  private final long cycle;

  /** p. */
  private final A direction;

  /** κ; NaN before it is known. */
  private final Scalar curvature = number("curvature");

  private final Scalar damping = number("damping");
  private final Scalar steps = number("steps since restart");
  private final Scalar refusals = number("refusals");
  private final A trial;
  private final A trialGradient;
  private final A next;
  private final A product;

  ScaledConjugateGradientRun(
      ScaledConjugateGradient method, Objective<A> objective, A theta, RunWatch watch) {
    super("scaled conjugate gradients", objective, theta, method.stopping(), watch);
    cycle = (long) method.cycles() * size;
    direction = memory("direction", size);
    trial = precision.newArray(size);
    trialGradient = precision.newArray(size);
    next = precision.newArray(size);
    product = precision.newArray(size);
  }

  @Override
  double evaluateStart() {
    double value = evaluations.linearize(x, gradient);
    algebra.scale(size, -1, gradient, 0, direction, 0);
    curvature.value = Double.NaN;
    damping.value = Double.NaN;
    return value;
  }

  @Override
  void iterate() {
    double square = reductions.sumOfSquares(size, direction, 0);
    double mu = -reductions.dot(size, direction, 0, gradient, 0);
    double kappa = curvature.value;
    if (Double.isNaN(kappa)) {
      keepPoint(product);
      evaluations.hessianVector(direction, product);
      kappa = reductions.dot(size, direction, 0, product, 0);
      if (!Double.isFinite(kappa)) {
        end(Reason.NOT_FINITE, "the curvature along the direction is " + kappa);
        return;
      }
    }
    double lambda = damping.value;
    if (Double.isNaN(lambda)) {
      lambda = kappa == 0 ? Math.sqrt(square) : FIRST_DAMPING * Math.abs(kappa) / square;
    }
    double delta = kappa + lambda * square;
    if (delta <= 0) {
      lambda = 2 * (lambda - delta / square);
      delta = kappa + lambda * square;
    }
    double alpha = mu / delta;
    algebra.addScaled(size, x, 0, alpha, direction, 0, trial, 0);
    double value = evaluations.linearize(trial, trialGradient);
    if (!Double.isFinite(value)) {
      refuse(kappa, lambda + 9 * delta / square, alpha, Double.NaN, mu);
      return;
    }
    double decrease = value() - value;
    if (Math.abs(decrease) <= toldBySlopes()) {
      double slope = reductions.dot(size, direction, 0, trialGradient, 0);
      decrease = 0.5 * alpha * (mu - slope);
    }
    double ratio = 2 * (delta / mu) * (decrease / mu);
    if (ratio < 0.25) {
      lambda += delta * (1 - ratio) / square;
    } else if (ratio >= 0.75) {
      lambda *= 0.25;
    }
    if (ratio >= 0) {
      advance(value, mu, lambda);
    } else {
      refuse(kappa, lambda, alpha, value - value(), mu);
    }
  }

  private void advance(double value, double mu, double lambda) {
    double square = reductions.sumOfSquares(size, trialGradient, 0);
    double inner = reductions.dot(size, trialGradient, 0, gradient, 0);
    boolean restarts = steps.value + 1 >= cycle;
    double beta = restarts ? 0 : (square - inner) / mu;
    algebra.scale(size, beta, direction, 0, next, 0);
    algebra.subtract(size, next, 0, trialGradient, 0, next, 0);
    if (!(reductions.dot(size, next, 0, trialGradient, 0) < 0)) {
      restarts = true;
      algebra.scale(size, -1, trialGradient, 0, next, 0);
    }
    steps.value = restarts ? 0 : steps.value + 1;
    refusals.value = 0;
    curvature.value = Double.NaN;
    damping.value = lambda;
    double before = value();
    algebra.subtract(size, trial, 0, x, 0, product, 0);
    precision.copy(next, 0, direction, 0, size);
    precision.copy(trial, 0, x, 0, size);
    precision.copy(trialGradient, 0, gradient, 0, size);
    accepted(value, norm(product), norm(x), Double.NaN);
    endIfDone(before - value, Reason.TRUST_REGION);
  }

  private void refuse(double kappa, double lambda, double alpha, double difference, double mu) {
    curvature.value = kappa;
    damping.value = lambda;
    refusals.value++;
    if (Math.abs(difference) > toldBySlopes()) {
      remember(alpha, difference, -mu, reductions.dot(size, direction, 0, trialGradient, 0));
    }
    rejected();
    if (refusals.value < REFUSALS) {
      return;
    }
    if (Double.isNaN(difference)) {
      end(
          Reason.TRUST_REGION,
          "E or its gradient is not finite at %d trials, the last with a step of %s"
              .formatted(REFUSALS, alpha));
    } else {
      endWithoutDecrease(Reason.TRUST_REGION);
    }
  }
}
