package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleNAdam;
import io.github.curvelane.kernel.plain.FloatNAdam;

/**
 * NAdam [Dozat 2016]: {@link Adam} with Nesterov's momentum. The means are s ← ρ₁s + (1 − ρ₁)g and
 * r ← ρ₂r + (1 − ρ₂)g²; the momentum of step t is μ_t = ρ₁(1 − ½·0.96^{tψ}), which rises from ½ρ₁
 * to ρ₁, and with Π_t = μ₁…μ_t
 *
 * <p>θ ← θ − ε[(1 − μ_t)/(1 − Π_t)·g + μ_{t+1}/(1 − Π_{t+1})·s]/(√r̂ + δ), r̂ = r/(1 − ρ₂ᵗ),
 *
 * <p>as in PyTorch, with its ψ = 0.004. (s decays by ρ₁, not by μ_t, there and here. PyTorch holds
 * Π_t in single precision unless double is its default, and is then off by 1e-10.)
 *
 * <p>Computed as s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = θ − fma(a, g, b·s) / (√(c·r) +
 * δ), with σ = fl(1 − ρ) and, once a step in double and then rounded, a = ε(1 − μ_t)/(1 − Π_t), b =
 * εμ_{t+1}/(1 − Π_{t+1}), c = 1/(1 − ρ₂ᵗ); 0.96^{tψ} is a power of fl(0.96^ψ) by repeated squares.
 *
 * <p>Memory: {@code mean}, {@code squares}; the numbers {@code largeUntil}, {@code momenta}, Π_t.
 *
 * @param rho1 the decay ρ₁ of the mean of the gradient, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the mean of its square, 0 ≤ ρ₂ &lt; 1
 * @param delta the floor δ, positive
 * @param psi how fast the momentum rises, ψ ≥ 0
 */
public record NAdam(double rho1, double rho2, double delta, double psi) implements UpdateRule {
  /** Creates the rule with the usual ρ₁ = 0.9, ρ₂ = 0.999, δ = 1e-8, ψ = 0.004. */
  public NAdam() {
    this(0.9, 0.999, 1e-8, 0.004);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1), {@code
   *     delta} not positive and finite, or {@code psi} negative or not finite
   */
  public NAdam {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.positive("delta", delta);
    Hyperparameters.notNegative("psi", psi);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("rho1", rho1).fraction("rho2", rho2).positive("delta", delta);
    return new Nesterov<>(this, kernels, dimension).withSquares(new int[] {1}, 0);
  }

  private static final class Nesterov<A> extends LoopUpdater<A> {
    private final NAdam rule;
    private final double base;
    private final StateNumber momenta = number("momenta", 1);

    Nesterov(NAdam rule, Kernels<A> kernels, int dimension) {
      super(kernels, dimension, FloatNAdam::run, DoubleNAdam::run, 8, "mean", "squares");
      this.rule = rule;
      base = StrictMath.pow(0.96, rule.psi);
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      double now = momentum(steps());
      double next = momentum(Math.min(steps(), Long.MAX_VALUE - 1) + 1);
      momenta.set(momenta.get() * now);
      scalar(0, rate * (1 - now) / (1 - momenta.get()));
      scalar(1, rate * next / (1 - momenta.get() * next));
      scalar(2, 1 / Adam.correction(rule.rho2, steps()));
      scalar(3, rule.rho1);
      scalar(4, 1 - rule.rho1);
      scalar(5, rule.rho2);
      scalar(6, 1 - rule.rho2);
      scalar(7, rule.delta);
    }

    private double momentum(long t) {
      return rule.rho1 * (1 - 0.5 * Adam.power(base, t));
    }
  }
}
