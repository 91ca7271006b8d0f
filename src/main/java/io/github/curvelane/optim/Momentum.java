package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Updates;

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
    return new Heavy<>(this, kernels, dimension);
  }

  private static final class Heavy<A> extends Updater<A> {
    private final Updates<A> updates;
    private final double alpha;
    private final A velocity = memory("velocity");
    private double rate;

    Heavy(Momentum rule, Kernels<A> kernels, int dimension) {
      super(kernels.precision(), dimension);
      updates = kernels.updates();
      alpha = rule.alpha;
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      this.rate = rate;
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      updates.momentum(theta, gradient, velocity, from, to, rate, alpha);
    }
  }
}
