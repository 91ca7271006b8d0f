package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleNesterov;
import io.github.curvelane.kernel.plain.FloatNesterov;

/**
 * Nesterov's momentum with the gradient at the point ahead [DL8 alg 8.3; Sutskever et al. 2013]: v
 * ← αv − ε∇E(θ + αv), θ ← θ + v, computed as v = fma(α, v, −(ε·g)); θ = θ + v, with g at fma(α, v,
 * θ).
 *
 * <p>The parameters stored between steps are θ. They must be moved ahead before every gradient,
 * which costs one more pass over them: see {@link Updater#lookAhead}. {@link ShiftedNesterov} needs
 * no such pass.
 *
 * <p>Memory: {@code velocity}.
 *
 * @param alpha the decay α of the velocity, 0 ≤ α &lt; 1
 */
public record Nesterov(double alpha) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code alpha} is not in [0, 1)
   */
  public Nesterov {
    Hyperparameters.fraction("alpha", alpha);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("alpha", alpha);
    return new LookingAhead<>(
        kernels, dimension, alpha, FloatNesterov::run, DoubleNesterov::run, 2, "velocity") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        leaveStart();
        scalar(1, rate);
      }
    };
  }
}
