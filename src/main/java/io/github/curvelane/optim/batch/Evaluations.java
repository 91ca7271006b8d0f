package io.github.curvelane.optim.batch;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Linearizable;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.Residuals;
import io.github.curvelane.SquareRootJacobian;

/**
 * The only way in which a run asks its objective: each evaluation is preceded by the question
 * whether the run is to end, is counted, and is remembered if it is the best so far.
 *
 * <p>A trial that is not finite, its gradient included, is a value of NaN or +∞ to the method and
 * never the best; −∞ ends the run as unbounded.
 */
final class Evaluations<A> {
  private final Objective<A> objective;
  private final Precision<A> precision;
  private final int size;
  private final Stopping stopping;
  private final RunWatch watch;
  private final Stop stop = new Stop();
  private final A best;
  private long start = System.nanoTime();
  private double secondsBefore;
  private boolean kept;
  private boolean resultIsAccepted;

  double bestValue = Double.POSITIVE_INFINITY;
  double lowest = Double.POSITIVE_INFINITY;

  /** What the objective returned last, finite or not. */
  double rawValue;

  long values;
  long gradients;
  long linearizations;
  long hessianVectors;
  long gaussNewtonVectors;
  long jacobians;

  Evaluations(Objective<A> objective, A best, Stopping stopping, RunWatch watch) {
    this.objective = objective;
    this.precision = objective.precision();
    this.size = objective.dimension();
    this.best = best;
    this.stopping = stopping;
    this.watch = watch;
  }

  /** Forgets everything, for a run that begins again. */
  void reset() {
    bestValue = Double.POSITIVE_INFINITY;
    lowest = Double.POSITIVE_INFINITY;
    values = 0;
    gradients = 0;
    linearizations = 0;
    hessianVectors = 0;
    gaussNewtonVectors = 0;
    jacobians = 0;
    kept = false;
    continueFrom(0);
  }

  // ---------------------------------------------------------------- evaluations

  /** E(x); NaN or +∞ where it is not finite. */
  double value(A x) {
    before();
    kept = false;
    if (!isFinite(x)) {
      return Double.NaN;
    }
    values++;
    return seen(x, objective.value(x), true);
  }

  /** E(x) and its gradient; NaN where one is not finite. Nothing is kept. */
  double valueAndGradient(A x, A gradient) {
    before();
    kept = false;
    if (!isFinite(x)) {
      return Double.NaN;
    }
    gradients++;
    double value = objective.valueAndGradient(x, gradient);
    return seen(x, value, isFinite(gradient));
  }

  /** E(x) and its gradient; products are then those at x, which must not change. */
  double linearize(A x, A gradient) {
    before();
    kept = false;
    if (!isFinite(x)) {
      return Double.NaN;
    }
    linearizations++;
    double value = ((Linearizable<A>) objective).linearize(x, gradient);
    kept = true;
    return seen(x, value, isFinite(gradient));
  }

  /** E(x) and r(x); rows are then those at x, which must not change. */
  @SuppressWarnings("unchecked") // checked when the run is made
  double residuals(A x, A residuals) {
    before();
    kept = false;
    if (!isFinite(x)) {
      return Double.NaN;
    }
    values++;
    double value = ((Residuals<A>) objective).residuals(x, residuals);
    kept = true;
    return seen(x, value, true);
  }

  // ---------------------------------------------------------------- at the kept point

  /** Whether products are those of the point that was evaluated last. */
  boolean isKept() {
    return kept;
  }

  /** Says that the point that is kept is not the current one. */
  void forget() {
    kept = false;
  }

  /**
   * Makes x the point of products and rows again, if it is not: after a rejected trial, which
   * counts, or in a run that was resumed, which does not.
   */
  void keep(A x, A scratch, boolean counted) {
    if (!kept) {
      before();
      if (counted) {
        linearizations++;
      }
      ((Linearizable<A>) objective).linearize(x, scratch);
      kept = true;
    }
  }

  /** The same for methods that need r and rows: without a gradient. */
  @SuppressWarnings("unchecked")
  void keepResiduals(A x, A residuals, boolean counted) {
    if (!kept) {
      before();
      if (counted) {
        values++;
      }
      ((Residuals<A>) objective).residuals(x, residuals);
      kept = true;
    }
  }

  @SuppressWarnings("unchecked")
  void hessianVector(A v, A product) {
    beforeProduct();
    hessianVectors++;
    ((HessianProducts<A>) objective).hessianVector(v, product);
  }

  @SuppressWarnings("unchecked")
  void gaussNewtonVector(A v, A product) {
    beforeProduct();
    gaussNewtonVectors++;
    ((GaussNewtonProducts<A>) objective).gaussNewtonVector(v, product);
  }

  /** Some rows of K. A pass over all of them is one Jacobian, counted at its first block. */
  @SuppressWarnings("unchecked")
  void jacobianRows(int from, int to, A rows) {
    if (from == 0) {
      beforeProduct();
      jacobians++;
    }
    ((SquareRootJacobian<A>) objective).jacobianRows(from, to, rows);
  }

  // ---------------------------------------------------------------- what precedes and follows

  /** Cancellation, limits. */
  private void before() {
    if (stopping.evaluations() > 0 && evaluations() >= stopping.evaluations()) {
      throw stop.because(Reason.EVALUATIONS);
    }
    beforeProduct();
  }

  private void beforeProduct() {
    if (watch.cancelled()) {
      throw stop.because(Reason.CANCELLED);
    }
    if (stopping.seconds() > 0 && seconds() >= stopping.seconds()) {
      throw stop.because(Reason.TIME);
    }
  }

  private double seen(A x, double value, boolean hasGradient) {
    rawValue = value;
    if (value == Double.NEGATIVE_INFINITY) {
      throw stop.because(Reason.UNBOUNDED);
    }
    if (!hasGradient) {
      return Double.NaN;
    }
    if (value < bestValue && (!resultIsAccepted || bestValue == Double.POSITIVE_INFINITY)) {
      take(x, value);
    }
    return value;
  }

  /** Makes an accepted point the best, unless its value is higher by more than rounding. */
  void accept(A x, double value, double noise) {
    if (resultIsAccepted || value <= lowest + noise) {
      take(x, value);
    }
  }

  /** The run's result is the point accepted last: the method minimizes more than E. */
  void resultIsAccepted() {
    resultIsAccepted = true;
  }

  private void take(A x, double value) {
    if (x != best) {
      precision.copy(x, 0, best, 0, size);
    }
    bestValue = value;
    lowest = Math.min(lowest, value);
  }

  boolean owns(Stop other) {
    return other == stop;
  }

  private boolean isFinite(A vector) {
    return precision.indexOfNonFinite(vector, 0, size) < 0;
  }

  long evaluations() {
    return values + gradients + linearizations;
  }

  double seconds() {
    return secondsBefore + (System.nanoTime() - start) * 1e-9;
  }

  void continueFrom(double seconds) {
    secondsBefore = seconds;
    start = System.nanoTime();
  }

  Counts counts() {
    return new Counts(
        values, gradients, linearizations, hessianVectors, gaussNewtonVectors, jacobians);
  }
}
