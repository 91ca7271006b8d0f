package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * The Gauss-Newton method [EB 46]: steps s with KᵀKs = −Kᵀr for a sum of squares E = ½c‖r‖² whose
 * Jacobian is K; where E is another loss, K the square root of its generalised Gauss-Newton matrix
 * and g the gradient, KᵀKs = −g/c. A step is halved, or shortened to the least of a parabola, until
 * E falls by 10⁻⁴ of what its slope promises. Where r is linear one step suffices; far from a
 * solution, or where K loses rank, {@link LevenbergMarquardt} is what is wanted.
 *
 * <p>The objective gives {@link io.github.curvelane.SquareRootJacobian}, and {@link
 * io.github.curvelane.Residuals} where it is a sum of squares. By QR, columns that depend on others
 * are left out of a step; by normal equations such a K ends the run with {@link
 * Reason#LINE_SEARCH}.
 *
 * <p><b>Stopping</b>, unless set: as {@link LevenbergMarquardt}; steps are measured by the lengths
 * of K's columns.
 *
 * <p>An evaluation of the start and one for each trial, a Jacobian for each step; the order of mN²
 * operations an iteration for m rows of N elements.
 *
 * @param solver how the equations are solved
 * @param stopping when runs stop
 */
public record GaussNewton(LeastSquaresSolver solver, Stopping stopping) implements Minimizer {
  /** Creates a description. */
  public GaussNewton {
    Objects.requireNonNull(solver, "solver");
    Objects.requireNonNull(stopping, "stopping");
  }

  /** Creates the default: by QR. */
  public GaussNewton() {
    this(LeastSquaresSolver.QR, Stopping.DEFAULT);
  }

  /**
   * Changes the solver.
   *
   * @param solver the solver
   * @return a copy
   */
  public GaussNewton solver(LeastSquaresSolver solver) {
    return new GaussNewton(solver, stopping);
  }

  /**
   * Changes when runs stop.
   *
   * @param stopping the tests and limits
   * @return a copy
   */
  @Override
  public GaussNewton stopping(Stopping stopping) {
    return new GaussNewton(solver, stopping);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new GaussNewtonRun<>(this, objective, theta, watch);
  }
}
