package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleSophia;
import io.github.curvelane.kernel.plain.FloatSophia;
import java.util.Objects;

/**
 * Sophia (Liu, Li, Hall, Liang and Ma 2023, alg 3): Newton's step for each parameter by a running
 * mean of its second derivative, clipped where that is small or negative. m ← ρ₁m + (1 − ρ₁)g in
 * each step; h ← ρ₂h + (1 − ρ₂)d with each estimate d of the diagonal; θ ← θ − ελθ; θ ← θ −
 * ε·clip(m/max(γh, δ), 1). Neither mean is corrected for its start from 0.
 *
 * <p>Computed as h = fma(σ₂, d, ρ₂·h), once an estimate; then in each step m = fma(ρ₁, m, σ₁·g); u
 * = m/max(γ·h, δ), brought within ±1; θ = fma(−ε, u, fma(−κ, θ, θ)), κ = fl(ε·λ).
 *
 * <p>{@linkplain #hutchinson Sophia-H} estimates by z∘Hz. {@linkplain #gaussNewtonBartlett
 * Sophia-G} draws targets from the model and takes, in the paper, B·ĝ∘ĝ with the gradient ĝ of the
 * batch's mean loss; here it is {@link CurvatureEstimate.SampledGaussNewton}, (1/B) Σ g_p∘g_p of
 * the same examples, which has the same expectation, the diagonal of the Gauss-Newton matrix, and
 * less variance. An estimate counts in the very step for which it is measured.
 *
 * <p>Memory: {@code mean} and {@code curvature}; the number {@code estimates}.
 *
 * @param rho1 the decay ρ₁ of the mean of the gradient, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the mean of the second derivatives, 0 ≤ ρ₂ &lt; 1
 * @param gamma γ, positive: the smaller, the more of the steps are clipped
 * @param delta the floor δ, positive
 * @param lambda the weight decay λ, at least 0, beside the gradient
 * @param curvature which second derivatives, how often, and of how many examples
 */
public record Sophia(
    double rho1, double rho2, double gamma, double delta, double lambda, CurvatureRequest curvature)
    implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1), {@code
   *     gamma} or {@code delta} not positive and finite, or {@code lambda} negative or not finite
   */
  public Sophia {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.positive("gamma", gamma);
    Hyperparameters.positive("delta", delta);
    Hyperparameters.notNegative("lambda", lambda);
    Objects.requireNonNull(curvature, "curvature");
  }

  /**
   * Sophia-H with the paper's ρ₁ = 0.96, ρ₂ = 0.99, γ = 0.01, δ = 1e-12: one probe on the step's
   * own batch every 10 steps.
   *
   * @param lambda the weight decay λ, at least 0
   * @param seed the seed of the probes
   * @return the rule
   */
  public static Sophia hutchinson(double lambda, long seed) {
    return new Sophia(
        0.96, 0.99, 0.01, 1e-12, lambda, tenth(new CurvatureEstimate.Hutchinson(1, seed)));
  }

  /**
   * Sophia-G with the paper's ρ₁ = 0.96, ρ₂ = 0.99, γ = 0.05, δ = 1e-12: one draw of targets for
   * the step's own batch every 10 steps.
   *
   * @param lambda the weight decay λ, at least 0
   * @param seed the seed of the draws
   * @return the rule
   */
  public static Sophia gaussNewtonBartlett(double lambda, long seed) {
    return new Sophia(
        0.96, 0.99, 0.05, 1e-12, lambda, tenth(new CurvatureEstimate.SampledGaussNewton(1, seed)));
  }

  private static CurvatureRequest tenth(CurvatureEstimate estimate) {
    return new CurvatureRequest(estimate, 10, 0);
  }

  @Override
  public UpdateRule withoutDecay() {
    return new Sophia(rho1, rho2, gamma, delta, 0, curvature);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels)
        .fraction("rho1", rho1)
        .fraction("rho2", rho2)
        .positive("gamma", gamma)
        .positive("delta", delta)
        .notNegative("lambda", lambda);
    return new CurvatureUpdater<>(
        this,
        curvature,
        kernels,
        dimension,
        FloatSophia::run,
        DoubleSophia::run,
        6,
        "mean",
        "curvature") {
      @Override
      void takeIn(A diagonal, long number) {
        kernels.vectorAlgebra().combine(dimension, 1 - rho2, diagonal, 0, rho2, memory[1], 0);
      }

      @Override
      void prepare(double rate) {
        scalar(0, rate);
        scalar(1, rho1);
        scalar(2, 1 - rho1);
        scalar(3, gamma);
        scalar(4, delta);
        scalar(5, rate * lambda);
      }
    };
  }
}
