package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;

/** The run of {@link HessianFree}. */
final class HessianFreeRun<A> extends MinimizerRun<A> {
  private static final double WARM = 0.95;
  private static final double DESCENT = 1e-2;
  private static final int TRIALS = 10;

  /** The gradient's default test, as a multiple of u. */
  private static final double GRADIENT_UNITS = 0.125;

  private final double firstDamping;
  private final DampedPath<A> path;
  private final A from;
  private final A step;
  private final A trial;
  private final A trialGradient;

  /** The end of the last path; zero for none. */
  private final A previous = memory("path's end", size);

  /** λ; 0 until the first iteration. */
  private final Scalar damping = number("damping");

  HessianFreeRun(HessianFree method, Objective<A> objective, A theta, RunWatch watch) {
    super("Hessian-free", objective, theta, method.stopping(), defaults(objective), watch);
    firstDamping = method.damping();
    path = new DampedPath<>(this, objective);
    from = precision.newArray(size);
    step = precision.newArray(size);
    trial = precision.newArray(size);
    trialGradient = precision.newArray(size);
  }

  private static Stopping defaults(Objective<?> objective) {
    double units = GRADIENT_UNITS * objective.precision().unitRoundoff();
    return Stopping.of(objective.precision()).relativeGradient(units);
  }

  @Override
  double evaluateStart() {
    precision.fill(previous, 0, size, 0);
    return evaluations.linearize(x, gradient);
  }

  @Override
  void iterate() {
    if (gradientNorm() == 0) {
      converged(StoppingTest.GRADIENT, "the gradient is zero");
      return;
    }
    keepPoint(trialGradient);
    double lambda = damping.value == 0 ? firstDamping() : damping.value;
    algebra.scale(size, WARM, previous, 0, from, 0);
    if (Double.isNaN(lambda) || !path.go(gradient, from, lambda)) {
      if (Double.isFinite(lambda) && path.curvature <= 0) {
        reject(Math.max(4 * lambda, lambda - 2 * path.curvature));
      } else {
        end(Reason.NOT_FINITE, "a Gauss-Newton product is not finite, though E is " + value());
      }
      return;
    }
    int last = path.count() - 1;
    if (!(path.decrease(last) > noise())) {
      endWithoutDecrease(lambda, path.decrease(last));
      return;
    }
    search(lambda, last);
  }

  /** λ at first: a part of the curvature along g. */
  private double firstDamping() {
    double sigma = Scaling.sigma(precision, gradientNorm());
    algebra.scale(size, sigma, gradient, 0, from, 0);
    evaluations.gaussNewtonVector(from, step);
    double square = reductions.sumOfSquares(size, from, 0);
    double curvature = reductions.dot(size, from, 0, step, 0) / square;
    return firstDamping * (curvature == 0 ? Math.sqrt(square) / sigma : Math.abs(curvature));
  }

  /** From the end of the path back, then to shorter steps. */
  private void search(double lambda, int last) {
    double lower = valueAt(last, 1);
    double ratio = (value() - lower) / path.decrease(last);
    int chosen = last;
    for (int k = last - 1; k >= 0; k--) {
      double other = valueAt(k, 1);
      if (!(other < lower) && Double.isFinite(lower)) {
        break;
      }
      lower = other;
      chosen = k;
    }
    path.iterate(chosen, step);
    double slope = reductions.dot(size, gradient, 0, step, 0);
    double length = 1;
    for (int i = 0; i < TRIALS && !(lower <= value() + DESCENT * length * slope); i++) {
      double part = -length * slope / (2 * (lower - value() - length * slope));
      length *= part >= 0.1 ? Math.min(part, 0.5) : 0.1;
      lower = valueAt(chosen, length);
    }
    if (!(slope < 0 && lower < value())) {
      evaluations.forget();
      reject(4 * lambda);
      return;
    }
    path.iterate(chosen, step);
    algebra.addScaled(size, x, 0, length, step, 0, trial, 0);
    lower = evaluations.linearize(trial, trialGradient);
    if (!(lower < value())) {
      evaluations.forget();
      reject(4 * lambda);
      return;
    }
    precision.copy(trial, 0, x, 0, size);
    precision.copy(trialGradient, 0, gradient, 0, size);
    double stepNorm = length * reductions.norm2(size, step, 0);
    path.iterate(last, previous);
    double next = ratio > 0.75 ? lambda * 2 / 3 : ratio >= 0.25 ? lambda : lambda * 1.5;
    damping.value = Math.max(next, precision.unitRoundoff() * path.curvature);
    accepted(lower, stepNorm, reductions.norm2(size, x, 0), path.decrease(chosen));
    endIfUnbounded();
  }

  private double valueAt(int k, double length) {
    path.iterate(k, step);
    algebra.addScaled(size, x, 0, length, step, 0, trial, 0);
    return evaluations.value(trial);
  }

  private void reject(double lambda) {
    damping.value = lambda;
    precision.fill(previous, 0, size, 0);
    rejected();
  }

  private void endWithoutDecrease(double lambda, double decrease) {
    if (lambda <= path.curvature / 2) {
      end(
          Reason.ROUNDING,
          "the model predicts a decrease of %s, within E's rounding %s"
              .formatted(decrease, noise()));
    } else {
      end(
          Reason.TRUST_REGION,
          "E falls at no step up to a damping of %s, G's curvature at most %s: see Checks.all"
              .formatted(lambda, path.curvature - lambda));
    }
  }
}
