package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.Cholesky;

/** The run of {@link RegularizedNewton}. */
final class RegularizedNewtonRun<A> extends SecondOrderRun<A> {
  private static final double LEAST_RATIO = 1e-4;
  private static final double FIRST = 0x1p-10;
  private static final double NONE = 0x1p-20;

  private final DenseHessian<A> hessian;
  private final Cholesky<A> cholesky;
  private final A factor;
  private final A step;
  private final A trial;
  private final A trialGradient;

  /** α. */
  private final Scalar regularization = number("regularization");

  /** The length of the longest step so far: how far to look from a saddle. */
  private final Scalar longest = number("longest step");

  RegularizedNewtonRun(RegularizedNewton method, Objective<A> objective, A theta, RunWatch watch) {
    super("regularised Newton", objective, theta, method.stopping(), watch);
    hessian = new DenseHessian<>(this);
    cholesky = kernels.newCholesky(Parallelism.none());
    factor = precision.newArray(size * size);
    step = precision.newArray(size);
    trial = precision.newArray(size);
    trialGradient = precision.newArray(size);
  }

  @Override
  void iterate() {
    keepPoint(trialGradient);
    double pointNorm = reductions.norm2(size, x, 0);
    double unit = pointNorm > 0 && pointNorm < Double.POSITIVE_INFINITY ? pointNorm : 1;
    double away = longest.value > 0 ? longest.value : unit;
    if (gradientNorm() == 0) {
      if (!leave(x, value(), away)) {
        endStationary();
      }
      return;
    }
    if (!hessian.form()) {
      end(Reason.NOT_FINITE, "a Hessian-vector product is not finite, though E is " + value());
      return;
    }
    double scale = reductions.maxAbs(size * size, hessian.matrix, 0);
    if (scale == 0) {
      scale = gradientNorm() / unit;
    }
    double alpha = regularization.value;
    while (true) {
      while (!solve(alpha)) {
        alpha = more(alpha, scale);
        if (alpha == Double.POSITIVE_INFINITY) {
          end(
              Reason.NOT_FINITE,
              "no alpha makes H positive definite, whose largest element is " + scale);
          return;
        }
      }
      double norm = reductions.norm2(size, step, 0);
      double slope = reductions.dot(size, gradient, 0, step, 0);
      double predicted = (alpha * norm * norm - slope) / 2;
      algebra.add(size, x, 0, step, 0, trial, 0);
      if (!(predicted > noise()) || precision.sameBits(trial, x)) {
        endWithoutDecrease(alpha, scale, predicted, away);
        return;
      }
      double lower = evaluations.linearize(trial, trialGradient);
      double ratio = (value() - lower) / predicted;
      double next = alpha;
      if (!(ratio >= 0.25)) {
        next = more(alpha, scale);
      } else if (ratio > 0.75) {
        next = alpha / 4 < NONE * scale ? 0 : alpha / 4;
      }
      if (ratio > LEAST_RATIO) {
        accept(lower, norm, predicted, alpha == 0);
        regularization.value = next;
        return;
      }
      evaluations.forget();
      alpha = next;
    }
  }

  /** Where H has all but vanished FIRST·scale is 0, and α would never grow. */
  private static double more(double alpha, double scale) {
    return Math.max(4 * alpha, Math.max(FIRST * scale, Double.MIN_NORMAL));
  }

  /** Computes s; returns whether H + αI is positive definite. */
  private boolean solve(double alpha) {
    precision.copy(hessian.matrix, 0, factor, 0, size * size);
    for (int i = 0; i < size; i++) {
      int at = i * (size + 1);
      precision.set(factor, at, precision.get(factor, at) + alpha);
    }
    if (cholesky.tryFactor(size, factor, 0, size) >= 0) {
      return false;
    }
    algebra.scale(size, -1, gradient, 0, step, 0);
    cholesky.solve(size, factor, 0, size, step, 0);
    return precision.indexOfNonFinite(step, 0, size) < 0;
  }

  private void accept(double lower, double norm, double predicted, boolean isNewton) {
    double away = Math.max(longest.value, norm);
    boolean isLast = meetsGradientTest(reductions.maxAbs(size, trialGradient, 0));
    if (isLast && leave(trial, lower, away)) {
      longest.value = away;
      return;
    }
    longest.value = away;
    precision.copy(trial, 0, x, 0, size);
    precision.copy(trialGradient, 0, gradient, 0, size);
    // A step that α shortened tells nothing of convergence.
    double pointNorm = isNewton ? reductions.norm2(size, x, 0) : 0;
    accepted(lower, norm, pointNorm, isNewton ? predicted : Double.POSITIVE_INFINITY);
    if (!isNewton) {
      endIfUnbounded();
    }
  }

  private void endWithoutDecrease(double alpha, double scale, double predicted, double away) {
    keepPoint(trialGradient);
    if (leave(x, value(), away)) {
      return;
    }
    if (alpha <= scale) {
      end(
          Reason.ROUNDING,
          "the model predicts a decrease of %s, within E's rounding %s"
              .formatted(predicted, roundingOfSums(trialGradient)));
    } else {
      end(
          Reason.TRUST_REGION,
          "E falls at no step up to an alpha of %s, H's largest element %s: see Checks.all"
              .formatted(alpha, scale));
    }
  }
}
