package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Least squares with weight decay whose strength follows from the data (MacKay 1992, by the
 * Gauss-Newton approximation of Foresee and Hagan 1997, as MATLAB's trainbr): minimizes F = βE_D +
 * αE_W with E_D = Σr², E_W = Σθ², by damped steps, and after each of them makes
 *
 * <p>γ = N − 2α tr H⁻¹, H = 2βJᵀJ + 2αI, α = γ/(2E_W), β = (M − γ)/(2E_D)
 *
 * <p>for M residuals and N parameters. γ is how many parameters the data determine; 1/√(2β)
 * estimates the standard deviation of the noise. Errors and weights are summed, not averaged.
 *
 * <p>Since F changes with α and β, θ is the point that was accepted last, not that of the least E.
 *
 * <p>Steps solve (JᵀJ + (α/β + ν)I)s = −(Jᵀr + (α/β)θ) with Nielsen's damping ν. The run ends, with
 * {@link StoppingTest#VALUE}, when the undamped step could lower F by no more than {@link
 * Stopping#value value} (F is a logarithm of a probability, so this is an absolute number; unless
 * set 10⁻⁹ in double precision, 10⁻⁵ in single), and γ has changed by no more than a thousandth of
 * its root in the last step.
 *
 * <p>The objective gives {@link io.github.curvelane.SquareRootJacobian} and {@link
 * io.github.curvelane.Residuals}. An evaluation for each trial, a Jacobian for each step; the order
 * of MN² + N³ operations an iteration.
 *
 * @param solver how the equations are solved
 * @param stopping when runs stop
 */
public record BayesianRegularization(LeastSquaresSolver solver, Stopping stopping)
    implements Minimizer {
  /**
   * What a run has found of the strength of regularisation.
   *
   * @param alpha α, of the sum of squared parameters
   * @param beta β, of the sum of squared residuals
   * @param gamma γ, the number of parameters that the data determine
   */
  public record Evidence(double alpha, double beta, double gamma) {}

  /** Creates a description. */
  public BayesianRegularization {
    Objects.requireNonNull(solver, "solver");
    Objects.requireNonNull(stopping, "stopping");
  }

  /** Creates the default: by normal equations, which α makes positive definite. */
  public BayesianRegularization() {
    this(LeastSquaresSolver.NORMAL_EQUATIONS, Stopping.DEFAULT);
  }

  /**
   * Changes the solver.
   *
   * @param solver the solver
   * @return a copy
   */
  public BayesianRegularization solver(LeastSquaresSolver solver) {
    return new BayesianRegularization(solver, stopping);
  }

  /**
   * Changes when runs stop.
   *
   * @param stopping the tests and limits
   * @return a copy
   */
  @Override
  public BayesianRegularization stopping(Stopping stopping) {
    return new BayesianRegularization(solver, stopping);
  }

  /**
   * Returns what a run of this method has found so far.
   *
   * @param run the run
   * @return α, β and γ at its last accepted point
   * @throws IllegalArgumentException if it is a run of another method
   */
  public static Evidence evidence(MinimizerRun<?> run) {
    if (run instanceof BayesianRegularizationRun<?> bayesian) {
      return bayesian.evidence();
    }
    throw new IllegalArgumentException(
        "run is of another method, must be of BayesianRegularization: " + run);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new BayesianRegularizationRun<>(this, objective, theta, watch);
  }
}
