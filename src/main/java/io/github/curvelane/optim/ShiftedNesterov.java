package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleShiftedNesterov;
import io.github.curvelane.kernel.plain.FloatShiftedNesterov;

/**
 * Nesterov's momentum for stored parameters that are already ahead [Sutskever et al. 2013; Bengio
 * et al. 2013]: with φ = θ + αv the stored point, where the gradient is taken, v ← αv − εg, φ ← φ −
 * εg + αv, computed as v = fma(α, v, −(ε·g)); φ = fma(α, v, fma(−ε, g, φ)).
 *
 * <p>It visits the same points as {@link Nesterov}, up to rounding, from the same start; one pass a
 * step and no look ahead. What is stored, and what training ends with, is φ, not θ = φ − αv.
 * (PyTorch's {@code nesterov=True} is this form, with the rate outside the velocity.)
 *
 * <p>Memory: {@code velocity}.
 *
 * @param alpha the decay α of the velocity, 0 ≤ α &lt; 1
 */
public record ShiftedNesterov(double alpha) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code alpha} is not in [0, 1)
   */
  public ShiftedNesterov {
    Hyperparameters.fraction("alpha", alpha);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("alpha", alpha);
    return new LoopUpdater<>(
        kernels, dimension, FloatShiftedNesterov::run, DoubleShiftedNesterov::run, 2, "velocity") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate);
        scalar(1, alpha);
      }
    };
  }
}
