package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleRmsProp;
import io.github.curvelane.kernel.plain.FloatRmsProp;

/**
 * RMSProp [DL8 alg 8.5; Hinton 2012]: r ← ρr + (1 − ρ)g², θ ← θ − εg/√(δ + r), computed as r =
 * fma(ρ, r, σ·(g·g)); θ = θ − (ε·g) / √(δ + r), σ = fl(1 − ρ). δ is inside the root, where PyTorch
 * has it outside: √r + δ, with ρ = 0.99 and δ = 1e-8.
 *
 * <p>Memory: {@code squares}; the number {@code largeUntil}, of steps whose slopes are {@linkplain
 * UpdateRule looked at}.
 *
 * @param rho the decay ρ of the mean square, 0 ≤ ρ &lt; 1
 * @param delta the floor δ, positive
 */
public record RmsProp(double rho, double delta) implements UpdateRule {
  /**
   * Creates the rule with the δ of [DL8], 1e-6.
   *
   * @param rho the decay ρ of the mean square, 0 ≤ ρ &lt; 1
   */
  public RmsProp(double rho) {
    this(rho, 1e-6);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho} is not in [0, 1) or {@code delta} not positive
   *     and finite
   */
  public RmsProp {
    Hyperparameters.fraction("rho", rho);
    Hyperparameters.positive("delta", delta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("rho", rho).positive("delta", delta);
    return new LoopUpdater<>(
        kernels, dimension, FloatRmsProp::run, DoubleRmsProp::run, 4, "squares") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate);
        scalar(1, rho);
        scalar(2, 1 - rho);
        scalar(3, delta);
      }
    }.withSquares(new int[] {0});
  }
}
