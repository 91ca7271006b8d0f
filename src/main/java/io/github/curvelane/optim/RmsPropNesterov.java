package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleRmsPropNesterov;
import io.github.curvelane.kernel.plain.FloatRmsPropNesterov;

/**
 * RMSProp with Nesterov's momentum [DL8 alg 8.6]: g = ∇E(θ + αv), r ← ρr + (1 − ρ)g², v ← αv −
 * εg/√(δ + r), θ ← θ + v, computed as r = fma(ρ, r, σ·(g·g)); v = fma(α, v, −((ε·g) / √(δ + r))); θ
 * = θ + v, σ = fl(1 − ρ), with g at fma(α, v, θ). The algorithm as printed divides by √r, which is
 * NaN for a coordinate whose gradient is 0 in the first step; the δ of algorithm 8.5 mends it.
 * (PyTorch's RMSProp with momentum takes the gradient at θ and has the rate outside the velocity.)
 *
 * <p>The parameters stored between steps are θ; see {@link Updater#lookAhead}.
 *
 * <p>Memory: {@code velocity}, {@code squares}; the number {@code largeUntil}, of steps whose
 * slopes are {@linkplain UpdateRule looked at}.
 *
 * @param alpha the decay α of the velocity, 0 ≤ α &lt; 1
 * @param rho the decay ρ of the mean square, 0 ≤ ρ &lt; 1
 * @param delta the floor δ, positive
 */
public record RmsPropNesterov(double alpha, double rho, double delta) implements UpdateRule {
  /**
   * Creates the rule with δ = 1e-6.
   *
   * @param alpha the decay α of the velocity, 0 ≤ α &lt; 1
   * @param rho the decay ρ of the mean square, 0 ≤ ρ &lt; 1
   */
  public RmsPropNesterov(double alpha, double rho) {
    this(alpha, rho, 1e-6);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code alpha} or {@code rho} is not in [0, 1) or {@code
   *     delta} not positive and finite
   */
  public RmsPropNesterov {
    Hyperparameters.fraction("alpha", alpha);
    Hyperparameters.fraction("rho", rho);
    Hyperparameters.positive("delta", delta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("alpha", alpha).fraction("rho", rho).positive("delta", delta);
    return new LookingAhead<>(
        kernels,
        dimension,
        alpha,
        FloatRmsPropNesterov::run,
        DoubleRmsPropNesterov::run,
        5,
        "velocity",
        "squares") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        leaveStart();
        scalar(1, rate);
        scalar(2, rho);
        scalar(3, 1 - rho);
        scalar(4, delta);
      }
    }.withSquares(new int[] {2});
  }
}
