package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleAdaDelta;
import io.github.curvelane.kernel.plain.FloatAdaDelta;

/**
 * AdaDelta [Zeiler 2012, alg 1]: r ← ρr + (1 − ρ)g², d = √(u + δ)/√(r + δ)·g, u ← ρu + (1 − ρ)d², θ
 * ← θ − εd, computed as r = fma(ρ, r, σ·(g·g)); d = √((u + δ) / (r + δ))·g; u = fma(ρ, u, σ·(d·d));
 * θ = fma(−ε, d, θ), σ = fl(1 − ρ): one root of the quotient. The paper has no learning rate: ε =
 * 1.
 *
 * <p>Memory: {@code squares} of gradients, {@code stepSquares}; the number {@code largeUntil}, of
 * steps whose slopes are {@linkplain UpdateRule looked at}.
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
    Held.by(kernels).fraction("rho", rho).positive("delta", delta);
    return new LoopUpdater<>(
        kernels, dimension, FloatAdaDelta::run, DoubleAdaDelta::run, 4, "squares", "stepSquares") {
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
