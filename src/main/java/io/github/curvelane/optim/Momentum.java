package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleMomentum;
import io.github.curvelane.kernel.plain.FloatMomentum;

/**
 * Momentum [DL8 alg 8.2]: v ← αv − εg, θ ← θ + v, computed as v = fma(α, v, −(ε·g)); θ = θ + v. The
 * rate is inside the velocity: lowering it leaves the speed already gained as it is. (PyTorch keeps
 * it outside, θ ← θ − ε·buf with buf ← α·buf + g, which is the same only while ε is constant.)
 *
 * <p>Memory: {@code velocity}.
 *
 * @param alpha the decay α of the velocity, 0 ≤ α &lt; 1
 */
public record Momentum(double alpha) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code alpha} is not in [0, 1)
   */
  public Momentum {
    Hyperparameters.fraction("alpha", alpha);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("alpha", alpha);
    return new LoopUpdater<>(
        kernels, dimension, FloatMomentum::run, DoubleMomentum::run, 2, "velocity") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate);
        scalar(1, alpha);
      }
    };
  }
}
