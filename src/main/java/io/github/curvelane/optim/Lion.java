package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleLion;
import io.github.curvelane.kernel.plain.FloatLion;

/**
 * Lion [Chen et al. 2023, alg 2]: every parameter moves by the learning rate, in the direction of a
 * mean that the gradient just entered; the mean that is kept is a longer one: u = ρ₁s + (1 − ρ₁)g,
 * θ ← θ − ε(sgn(u) + λθ), s ← ρ₂s + (1 − ρ₂)g. Where u is 0 nothing moves. The weight decay λ is
 * decoupled, and times the learning rate, as in {@link AdamW}; a rate is about a tenth of Adam's.
 *
 * <p>Computed as u = fma(ρ₁, s, σ₁·g); θ = fma(−κ, θ, θ) − ε·sgn(u); s = fma(ρ₂, s, σ₂·g), with κ =
 * fl(ε·λ), σ = fl(1 − ρ).
 *
 * <p>Memory: {@code mean}.
 *
 * @param rho1 the weight ρ₁ of the kept mean in the direction, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the kept mean, 0 ≤ ρ₂ &lt; 1
 * @param lambda the weight decay λ, at least 0
 */
public record Lion(double rho1, double rho2, double lambda) implements UpdateRule {
  /**
   * Creates the rule with the paper's ρ₁ = 0.9, ρ₂ = 0.99.
   *
   * @param lambda the weight decay λ, at least 0
   */
  public Lion(double lambda) {
    this(0.9, 0.99, lambda);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1), or {@code
   *     lambda} negative or not finite
   */
  public Lion {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.notNegative("lambda", lambda);
  }

  @Override
  public UpdateRule withoutDecay() {
    return new Lion(rho1, rho2, 0);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("rho1", rho1).fraction("rho2", rho2).notNegative("lambda", lambda);
    return new LoopUpdater<>(kernels, dimension, FloatLion::run, DoubleLion::run, 6, "mean") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate);
        scalar(1, rate * lambda);
        scalar(2, rho1);
        scalar(3, 1 - rho1);
        scalar(4, rho2);
        scalar(5, 1 - rho2);
      }
    };
  }
}
