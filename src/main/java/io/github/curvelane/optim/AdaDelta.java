package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Updates;

/**
 * AdaDelta [Zeiler 2012, alg 1]: r ← ρr + (1 − ρ)g², d = √(u + δ)/√(r + δ)·g, u ← ρu + (1 − ρ)d², θ
 * ← θ − εd, computed as r = fma(ρ, r, σ·(g·g)); d = √((u + δ) / (r + δ))·g; u = fma(ρ, u, σ·(d·d));
 * θ = fma(−ε, d, θ), σ = fl(1 − ρ): one root of the quotient. The paper has no learning rate: ε =
 * 1.
 *
 * <p>Memory: {@code squares} of gradients, {@code stepSquares}.
 *
 * @param rho the decay ρ of both means, 0 ≤ ρ &lt; 1
 * @param delta the constant δ that starts it, positive
 */
public record AdaDelta(double rho, double delta) implements UpdateRule {
  /** Creates the rule with the paper's ρ = 0.95 and δ = 1e-6. */
  public AdaDelta() {
    this(0.95, 1e-6);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho} is not in [0, 1) or {@code delta} not positive
   *     and finite
   */
  public AdaDelta {
    Hyperparameters.fraction("rho", rho);
    Hyperparameters.positive("delta", delta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    return new Matching<>(this, kernels, dimension);
  }

  private static final class Matching<A> extends Updater<A> {
    private final Updates<A> updates;
    private final double rho;
    private final double delta;
    private final A squares = memory("squares");
    private final A stepSquares = memory("stepSquares");
    private double rate;

    Matching(AdaDelta rule, Kernels<A> kernels, int dimension) {
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
      updates.adaDelta(theta, gradient, squares, stepSquares, from, to, rate, rho, delta);
    }
  }
}
