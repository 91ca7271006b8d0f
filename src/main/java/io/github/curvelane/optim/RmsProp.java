package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Updates;

/**
 * RMSProp [DL8 alg 8.5; Hinton 2012]: r ← ρr + (1 − ρ)g², θ ← θ − εg/√(δ + r), computed as r =
 * fma(ρ, r, σ·(g·g)); θ = θ − (ε·g) / √(δ + r), σ = fl(1 − ρ). δ is inside the root, where PyTorch
 * has it outside: √r + δ, with ρ = 0.99 and δ = 1e-8.
 *
 * <p>Memory: {@code squares}.
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
    return new Scaling<>(this, kernels, dimension);
  }

  private static final class Scaling<A> extends Updater<A> {
    private final Updates<A> updates;
    private final double rho;
    private final double delta;
    private final A squares = memory("squares");
    private double rate;

    Scaling(RmsProp rule, Kernels<A> kernels, int dimension) {
      super(kernels.precision(), dimension);
      updates = kernels.updates();
      rho = rule.rho;
      delta = rule.delta;
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      this.rate = rate;
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      updates.rmsProp(theta, gradient, squares, from, to, rate, rho, delta);
    }
  }
}
