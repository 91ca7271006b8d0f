package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleAdaGrad;
import io.github.curvelane.kernel.plain.FloatAdaGrad;

/**
 * AdaGrad [DL8 alg 8.4; Duchi, Hazan, Singer 2011]: r ← r + g², θ ← θ − εg/(δ + √r), computed as r
 * = fma(g, g, r); θ = θ − (ε·g) / (δ + √r). (PyTorch has δ = 1e-10 and may decay ε by itself; optax
 * puts δ inside the root and starts r at 0.1.)
 *
 * <p>Memory: {@code squares}; the number {@code largeUntil}, of steps whose slopes are {@linkplain
 * UpdateRule looked at}.
 *
 * @param delta the floor δ, positive
 */
public record AdaGrad(double delta) implements UpdateRule {
  /** Creates the rule with the δ of [DL8], 1e-7. */
  public AdaGrad() {
    this(1e-7);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code delta} is not positive and finite
   */
  public AdaGrad {
    Hyperparameters.positive("delta", delta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).positive("delta", delta);
    return new LoopUpdater<>(
        kernels, dimension, FloatAdaGrad::run, DoubleAdaGrad::run, 2, "squares") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate);
        scalar(1, delta);
      }
    }.withSquares(new int[] {0});
  }
}
