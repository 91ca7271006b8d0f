package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleAmsGrad;
import io.github.curvelane.kernel.plain.FloatAmsGrad;

/**
 * AMSGrad [Reddi, Kale and Kumar 2018]: {@link Adam}, but a rate that fell with a large gradient
 * never rises again: s ← ρ₁s + (1 − ρ₁)g, r ← ρ₂r + (1 − ρ₂)g², q ← max(q, r), θ ← θ − εŝ/(√q̂ + δ)
 * with ŝ = s/(1 − ρ₁ᵗ), q̂ = q/(1 − ρ₂ᵗ).
 *
 * <p>As in PyTorch, the maximum is that of r as it is, and what is corrected is the maximum. (The
 * paper corrects neither; Keras takes the maximum likewise and adds δ to √q; a maximum of corrected
 * r̂ would be that of the noisy first steps for long.)
 *
 * <p>Computed as s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); q = max(q, r); θ = θ − (e·s) /
 * (√(c·q) + δ), with the scalars of Adam.
 *
 * <p>Memory: {@code mean}, {@code squares}, {@code largest}; the number {@code largeUntil}, of
 * steps whose slopes are {@linkplain UpdateRule looked at}.
 *
 * @param rho1 the decay ρ₁ of the mean of the gradient, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the mean of its square, 0 ≤ ρ₂ &lt; 1
 * @param delta the floor δ, positive
 */
public record AmsGrad(double rho1, double rho2, double delta) implements UpdateRule {
  /** Creates the rule with the usual ρ₁ = 0.9, ρ₂ = 0.999, δ = 1e-8. */
  public AmsGrad() {
    this(0.9, 0.999, 1e-8);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1) or {@code
   *     delta} not positive and finite
   */
  public AmsGrad {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.positive("delta", delta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("rho1", rho1).fraction("rho2", rho2).positive("delta", delta);
    return new LoopUpdater<>(
        kernels,
        dimension,
        FloatAmsGrad::run,
        DoubleAmsGrad::run,
        7,
        "mean",
        "squares",
        "largest") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate / Adam.correction(rho1, steps()));
        scalar(1, 1 / Adam.correction(rho2, steps()));
        scalar(2, rho1);
        scalar(3, 1 - rho1);
        scalar(4, rho2);
        scalar(5, 1 - rho2);
        scalar(6, delta);
      }
    }.withSquares(new int[] {1, 2}, 0);
  }
}
