package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.util.Objects;

/**
 * The Levenberg-Marquardt method [EB 47]: steps s with (KᵀK + λD²)s = −Kᵀr between those of
 * Gauss-Newton and of scaled descent, for a sum of squares E = ½c‖r‖² whose Jacobian is K. Where E
 * is another loss, K the square root of its generalised Gauss-Newton matrix and g the gradient,
 * (KᵀK + λD²)s = −g/c.
 *
 * <p>The objective gives {@link io.github.curvelane.SquareRootJacobian}, and {@link
 * io.github.curvelane.Residuals} where it is a sum of squares: networks do, and {@code
 * curvature.LeastSquaresObjective} for a curve without a network.
 *
 * <pre>{@code
 * double[] theta = {500, 0.0001};
 * Minimum minimum =
 *     new LevenbergMarquardt().minimize(new LeastSquaresObjective<>(curve), theta).orThrow();
 * }</pre>
 *
 * <p><b>Damping.</b> {@link Damping#TRUST_REGION} chooses λ so that ‖Ds‖ is the radius of a trust
 * region, within a tenth (Moré 1978, as MINPACK's lmder but for the first radius, ‖Dθ‖); {@link
 * Damping#NIELSEN} changes λ by how well the last step was predicted (Nielsen 1999). A step is
 * taken if E falls by more than 10⁻⁴ of what was predicted, c(½‖Ks‖² + λ‖Ds‖²); else it is undone
 * and damped more.
 *
 * <p><b>Polishing.</b> Near the solution values of E no longer tell good parameters from better
 * ones: half of the digits are lost to rounding. Once a test of convergence is met, or what a step
 * could gain is within E's rounding, undamped steps are taken while they become shorter and E does
 * not rise by more than its rounding, until one is shorter than u^¾‖θ‖.
 *
 * <p><b>Stopping</b>, unless set: {@link Stopping#value value} 2⁶u, {@link Stopping#step step} 2⁶u
 * (u = 2⁻⁵³ in double precision, 2⁻²⁴ in single); no test of the gradient. Steps are measured in
 * the norm of D. A run ends with {@link Reason#ROUNDING} when what a step could gain is within E's
 * rounding, and with {@link Reason#TRUST_REGION} when steps that promised more than that failed
 * down to where they promise less.
 *
 * <p>An evaluation of the start, one for each trial, one more with acceleration; a Jacobian at the
 * start and for each step that is taken. Beside these an iteration is of the order of mN²
 * operations for m rows of N elements, and N³ for each λ tried. Rows are read in blocks of at most
 * 512 (or of one example, if it has more), never stored whole. The equations are solved in double
 * precision, whatever that of the objective.
 *
 * @param damping how steps are damped
 * @param scaling D
 * @param solver how the equations are solved
 * @param acceleration whether steps are bent by geodesic acceleration (Transtrum and Sethna 2012):
 *     an evaluation of r more for each, and fewer Jacobians where the valley is narrow and curved;
 *     for sums of squares alone
 * @param polishing whether plain Gauss-Newton steps follow
 * @param stopping when runs stop
 */
public record LevenbergMarquardt(
    Damping damping,
    Scaling scaling,
    LeastSquaresSolver solver,
    boolean acceleration,
    boolean polishing,
    Stopping stopping)
    implements Minimizer {
  /** How the strength of damping follows from step to step. */
  public enum Damping {
    /** A trust region ‖Ds‖ ≤ Δ: Δ to ½ … ⅒ of it after bad steps, to 2‖Ds‖ after good ones. */
    TRUST_REGION,
    /** λ·max(⅓, 1 − (2ρ − 1)³) after a step of gain ratio ρ, else λν with ν = 2, 4, 8, … */
    NIELSEN
  }

  /** What lengths of steps are measured by, the diagonal of D. */
  public enum Scaling {
    /** D = I (Levenberg): right only where all parameters have one unit. */
    IDENTITY,
    /** The lengths of K's columns, D² = diag KᵀK (Marquardt). */
    COLUMNS,
    /** The greatest that the lengths of K's columns have been (Moré). */
    LARGEST_COLUMNS
  }

  /** Creates a description. */
  public LevenbergMarquardt {
    Objects.requireNonNull(damping, "damping");
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(solver, "solver");
    Objects.requireNonNull(stopping, "stopping");
  }

  /** Creates the default: a trust region in the norm of the largest columns, QR, polishing. */
  public LevenbergMarquardt() {
    this(
        Damping.TRUST_REGION,
        Scaling.LARGEST_COLUMNS,
        LeastSquaresSolver.QR,
        false,
        true,
        Stopping.DEFAULT);
  }

  /**
   * Changes the damping.
   *
   * @param damping the damping
   * @return a copy
   */
  public LevenbergMarquardt damping(Damping damping) {
    return new LevenbergMarquardt(damping, scaling, solver, acceleration, polishing, stopping);
  }

  /**
   * Changes the scaling.
   *
   * @param scaling D
   * @return a copy
   */
  public LevenbergMarquardt scaling(Scaling scaling) {
    return new LevenbergMarquardt(damping, scaling, solver, acceleration, polishing, stopping);
  }

  /**
   * Changes the solver.
   *
   * @param solver the solver
   * @return a copy
   */
  public LevenbergMarquardt solver(LeastSquaresSolver solver) {
    return new LevenbergMarquardt(damping, scaling, solver, acceleration, polishing, stopping);
  }

  /**
   * Changes whether steps are bent.
   *
   * @param acceleration whether geodesic acceleration is added
   * @return a copy
   */
  public LevenbergMarquardt acceleration(boolean acceleration) {
    return new LevenbergMarquardt(damping, scaling, solver, acceleration, polishing, stopping);
  }

  /**
   * Changes whether plain Gauss-Newton steps follow.
   *
   * @param polishing whether they do
   * @return a copy
   */
  public LevenbergMarquardt polishing(boolean polishing) {
    return new LevenbergMarquardt(damping, scaling, solver, acceleration, polishing, stopping);
  }

  /**
   * Changes when runs stop.
   *
   * @param stopping the tests and limits
   * @return a copy
   */
  @Override
  public LevenbergMarquardt stopping(Stopping stopping) {
    return new LevenbergMarquardt(damping, scaling, solver, acceleration, polishing, stopping);
  }

  /** What is not set. */
  static Stopping defaults(Precision<?> precision) {
    double bound = 64 * precision.unitRoundoff();
    return Stopping.of(precision).relativeGradient(0).value(bound).step(bound);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new LevenbergMarquardtRun<>(this, objective, theta, watch);
  }
}
