package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleScheduleFreeAdamW;
import io.github.curvelane.kernel.plain.FloatScheduleFreeAdamW;

/**
 * Schedule-free AdamW [Defazio et al. 2024, alg 1]: {@link ScheduleFreeSgd} whose z steps as Adam
 * without momentum, the interpolation being its momentum. With g = ∇E(y) at y = (1 − β)z + βx:
 *
 * <ul>
 *   <li>r ← ρr + (1 − ρ)g²; γ = ε√(1 − ρᵗ);
 *   <li>z ← z − γg/(√r + δ) − γλy;
 *   <li>x ← (1 − c)x + cz, c = w_t/(w₁ + … + w_t), w_t the square of the largest γ so far.
 * </ul>
 *
 * <p>So is the paper's algorithm and the authors' reference; from version 1.3 on their package
 * divides r by 1 − ρᵗ under the root and weighs by ε alone. The parameters stored between steps are
 * x, the average; see {@link ScheduleFreeSgd}. Warm up by the {@linkplain Schedule#warmUp
 * schedule}.
 *
 * <p>Computed as y = fma(β, x − z, z); r = fma(ρ, r, σ·(g·g)); z = fma(−κ, y, z) − (γ·g) / (√r +
 * δ); x = fma(c, z − x, x), with σ = fl(1 − ρ), κ = fl(γ·λ) and γ and c in double, then rounded.
 *
 * <p>Memory: {@code z}, {@code squares}; the numbers {@code largeUntil}, {@code largestRate},
 * {@code weights}.
 *
 * @param beta the part β of the average in the point of the gradient, 0 ≤ β &lt; 1
 * @param rho the decay ρ of the mean square, 0 ≤ ρ &lt; 1
 * @param delta the floor δ, positive
 * @param lambda the weight decay λ, at least 0
 */
public record ScheduleFreeAdamW(double beta, double rho, double delta, double lambda)
    implements UpdateRule {
  /**
   * Creates the rule with the paper's β = 0.9, ρ = 0.999, δ = 1e-8.
   *
   * @param lambda the weight decay λ, at least 0
   */
  public ScheduleFreeAdamW(double lambda) {
    this(0.9, 0.999, 1e-8, lambda);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code beta} or {@code rho} is not in [0, 1), {@code delta}
   *     not positive and finite, or {@code lambda} negative or not finite
   */
  public ScheduleFreeAdamW {
    Hyperparameters.fraction("beta", beta);
    Hyperparameters.fraction("rho", rho);
    Hyperparameters.positive("delta", delta);
    Hyperparameters.notNegative("lambda", lambda);
  }

  @Override
  public UpdateRule withoutDecay() {
    return new ScheduleFreeAdamW(beta, rho, delta, 0);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels)
        .fraction("beta", beta)
        .fraction("rho", rho)
        .positive("delta", delta)
        .notNegative("lambda", lambda);
    return new ScheduleFreeUpdater<>(
        kernels,
        dimension,
        beta,
        FloatScheduleFreeAdamW::run,
        DoubleScheduleFreeAdamW::run,
        7,
        "z",
        "squares") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        double corrected = rate * Math.sqrt(Adam.correction(rho, steps()));
        weigh(corrected);
        scalar(3, corrected * lambda);
        scalar(4, rho);
        scalar(5, 1 - rho);
        scalar(6, delta);
      }
    }.withSquares(new int[] {2});
  }
}
