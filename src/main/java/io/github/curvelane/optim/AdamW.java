package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleAdamW;
import io.github.curvelane.kernel.plain.FloatAdamW;

/**
 * Adam with decoupled weight decay [Loshchilov and Hutter 2019, alg 2]: Adam's step, and θ loses
 * ελθ, which never enters the means. Computed as {@link Adam}, with θ = fma(−κ, θ, θ) − (e·s) /
 * (√(c·r) + δ), κ = fl(ε·λ).
 *
 * <p>The decay is λ times the whole learning rate, as in PyTorch and optax; the paper multiplies λ
 * by its schedule η but not by its base rate α.
 *
 * <p>Memory: {@code mean}, {@code squares}; the number {@code largeUntil}, of steps whose slopes
 * are {@linkplain UpdateRule looked at}.
 *
 * @param rho1 the decay ρ₁ of the mean of the gradient, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the mean of its square, 0 ≤ ρ₂ &lt; 1
 * @param delta the floor δ, positive
 * @param lambda the weight decay λ, at least 0
 */
public record AdamW(double rho1, double rho2, double delta, double lambda) implements UpdateRule {
  /**
   * Creates the rule with the usual ρ₁ = 0.9, ρ₂ = 0.999, δ = 1e-8.
   *
   * @param lambda the weight decay λ, at least 0
   */
  public AdamW(double lambda) {
    this(0.9, 0.999, 1e-8, lambda);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1), {@code
   *     delta} not positive and finite, or {@code lambda} negative or not finite
   */
  public AdamW {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.positive("delta", delta);
    Hyperparameters.notNegative("lambda", lambda);
  }

  @Override
  public UpdateRule withoutDecay() {
    return new AdamW(rho1, rho2, delta, 0);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels)
        .fraction("rho1", rho1)
        .fraction("rho2", rho2)
        .positive("delta", delta)
        .notNegative("lambda", lambda);
    return new LoopUpdater<>(
        kernels, dimension, FloatAdamW::run, DoubleAdamW::run, 8, "mean", "squares") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate / Adam.correction(rho1, steps()));
        scalar(1, 1 / Adam.correction(rho2, steps()));
        scalar(2, rho1);
        scalar(3, 1 - rho1);
        scalar(4, rho2);
        scalar(5, 1 - rho2);
        scalar(6, delta);
        scalar(7, rate * lambda);
      }
    }.withSquares(new int[] {1}, 0);
  }
}
