package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Residuals;
import io.github.curvelane.SquareRootJacobian;

/**
 * A run of a method that solves with rows of K: where E = ½c‖r‖² with the residuals' Jacobian,
 * elsewhere with the gradient (the generalised Gauss-Newton method). The equations are formed at
 * each accepted point; a trial costs an evaluation of r, or of E and ∇E.
 */
abstract class SquaresRun<A> extends MinimizerRun<A> {
  /** Where the model promises so many times E's rounding, steps fail for another reason. */
  static final double CLEAR = 1e3;

  final JacobianRows<A> rows;
  final DampedSystem system;

  /** r at {@link #x}; null where there is none. */
  A residuals;

  final A trial;
  final double[] step;

  private final boolean hasResiduals;
  private final double rowScale;
  private final A trialGradient;
  private A trialResiduals;

  /** Whether the equations are those at {@link #x}. */
  private boolean formed;

  private boolean fresh;

  SquaresRun(
      String method,
      Objective<A> objective,
      A theta,
      Stopping stopping,
      Stopping defaults,
      RunWatch watch,
      LeastSquaresSolver solver) {
    super(method, objective, theta, stopping, defaults, watch);
    if (!(objective instanceof SquareRootJacobian<A> squares) || !squares.hasJacobianRows()) {
      throw new IllegalArgumentException(
          "%s needs SquareRootJacobian, the rows of K; %s does not give them"
              .formatted(method, objective));
    }
    this.hasResiduals = objective instanceof Residuals<A> r && r.hasResiduals();
    this.rows = new JacobianRows<>(evaluations, squares, hasResiduals);
    this.rowScale = squares.rowScale();
    this.system = solver == LeastSquaresSolver.QR ? new QrSystem(rows) : new NormalSystem(rows);
    this.trial = precision.newArray(size);
    this.step = new double[size];
    this.trialGradient = hasResiduals ? null : precision.newArray(size);
    this.residuals = hasResiduals ? precision.newArray(rows.count()) : null;
    this.trialResiduals = hasResiduals ? precision.newArray(rows.count()) : null;
  }

  final boolean hasResiduals() {
    return hasResiduals;
  }

  /** c. */
  final double rowScale() {
    return rowScale;
  }

  // ---------------------------------------------------------------- evaluations

  @Override
  double evaluateStart() {
    formed = false;
    fresh = false;
    double value =
        hasResiduals ? evaluations.residuals(x, residuals) : evaluations.linearize(x, gradient);
    if (Double.isFinite(value)) {
      form(residuals, gradient);
      putGradient(gradient);
      formed = true;
    }
    return value;
  }

  /** E at x + s, rounded to the objective's precision. */
  final double evaluateTrial() {
    for (int j = 0; j < size; j++) {
      precision.set(trial, j, precision.get(x, j) + step[j]);
    }
    return hasResiduals
        ? evaluations.residuals(trial, trialResiduals)
        : evaluations.linearize(trial, trialGradient);
  }

  /**
   * Forms the equations at the trial, which was evaluated last.
   *
   * @return whether they are finite; if not, {@link #x} stays and the run ends
   */
  final boolean formTrial() {
    formed = false;
    form(trialResiduals, trialGradient);
    int column = system.columnNotFinite();
    if (column >= 0) {
      end(
          Reason.NOT_FINITE,
          "column %d of the Jacobian is not finite at a point where E is".formatted(column));
    }
    return column < 0;
  }

  /** Makes the trial {@link #x}, with its equations. */
  final void takeTrial() {
    precision.copy(trial, 0, x, 0, size);
    if (hasResiduals) {
      A swap = residuals;
      residuals = trialResiduals;
      trialResiduals = swap;
    }
    putGradient(trialGradient);
    formed = true;
  }

  private void form(A at, A gradientThere) {
    system.form(rows.with(at));
    if (!hasResiduals) {
      for (int j = 0; j < size; j++) {
        system.gradient[j] = precision.get(gradientThere, j) / rowScale;
      }
    }
  }

  /** ∇E, c·Kᵀr or as given; where a column of K is not finite its element is not either. */
  private void putGradient(A given) {
    int column = system.columnNotFinite();
    if (column >= 0) {
      precision.fill(gradient, 0, size, 0);
      precision.set(gradient, column, system.norms[column]);
    } else if (hasResiduals) {
      for (int j = 0; j < size; j++) {
        precision.set(gradient, j, rowScale * system.gradient[j]);
      }
    } else if (given != gradient) {
      precision.copy(given, 0, gradient, 0, size);
    }
  }

  /** Forms the equations at {@link #x}, if they are not: in a run that was resumed or disturbed. */
  final void formPoint() {
    if (formed) {
      return;
    }
    if (hasResiduals) {
      keepResiduals(residuals);
    } else {
      keepPoint(trialGradient);
    }
    form(residuals, gradient);
    if (fresh) {
      evaluations.jacobians--;
      fresh = false;
    }
    formed = true;
  }

  /** Makes {@link #x} the point of rows again, after another was evaluated. */
  final void returnToPoint() {
    evaluations.forget();
    keepResiduals(residuals);
  }

  @Override
  void restored() {
    formed = false;
    fresh = true;
  }

  // ---------------------------------------------------------------- rounding

  /**
   * What E may change by roundings in θ and r: c‖r‖ u Σ_j ‖K_j‖|θ_j|, a bound of Σ_i |r_i| u Σ_j
   * |K_ij θ_j|, and some roundings of E.
   */
  @Override
  double noise() {
    if (!hasResiduals) {
      return super.noise();
    }
    double reach = 0;
    for (int j = 0; j < size; j++) {
      reach = Math.fma(system.norms[j], Math.abs(precision.get(x, j)), reach);
    }
    double slope = Math.sqrt(2 * rowScale * value());
    return 8 * precision.unitRoundoff() * Math.fma(slope, reach, value());
  }
}
