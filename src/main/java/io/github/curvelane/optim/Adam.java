package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleAdam;
import io.github.curvelane.kernel.plain.FloatAdam;

/**
 * Adam [DL8 alg 8.7; Kingma and Ba 2015]: s ← ρ₁s + (1 − ρ₁)g, r ← ρ₂r + (1 − ρ₂)g², ŝ = s/(1 −
 * ρ₁ᵗ), r̂ = r/(1 − ρ₂ᵗ), θ ← θ − εŝ/(√r̂ + δ), t the number of the step from 1.
 *
 * <p>Computed as s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = θ − (e·s) / (√(c·r) + δ), with
 * σ = fl(1 − ρ) and, once a step in double and then rounded, e = ε/(1 − ρ₁ᵗ), c = 1/(1 − ρ₂ᵗ). δ is
 * added to the root of the corrected r̂, as in the algorithm and in PyTorch. (The paper's faster
 * form ε√(1 − ρ₂ᵗ)/(1 − ρ₁ᵗ)·s/(√r + δ), and TensorFlow, add it to √r, a larger floor in the first
 * steps.)
 *
 * <p>Memory: {@code mean}, {@code squares}; the number {@code largeUntil}, of steps whose slopes
 * are {@linkplain UpdateRule looked at}.
 *
 * @param rho1 the decay ρ₁ of the mean of the gradient, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the mean of its square, 0 ≤ ρ₂ &lt; 1
 * @param delta the floor δ, positive
 */
public record Adam(double rho1, double rho2, double delta) implements UpdateRule {
  /** Creates the rule with the usual ρ₁ = 0.9, ρ₂ = 0.999, δ = 1e-8. */
  public Adam() {
    this(0.9, 0.999, 1e-8);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1) or {@code
   *     delta} not positive and finite
   */
  public Adam {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.positive("delta", delta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("rho1", rho1).fraction("rho2", rho2).positive("delta", delta);
    return new LoopUpdater<>(
        kernels, dimension, FloatAdam::run, DoubleAdam::run, 7, "mean", "squares") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate / correction(rho1, steps()));
        scalar(1, 1 / correction(rho2, steps()));
        scalar(2, rho1);
        scalar(3, 1 - rho1);
        scalar(4, rho2);
        scalar(5, 1 - rho2);
        scalar(6, delta);
      }
    }.withSquares(new int[] {1}, 0);
  }

  /** Returns 1 − ρᵗ, by which a mean that started at 0 is too small after t steps. */
  static double correction(double rho, long t) {
    return 1 - power(rho, t);
  }

  /**
   * Returns ρᵗ, the product, from the lowest, of those of ρ, ρ², ρ⁴ … that the binary digits of t
   * select, each the square of the one before. ({@link StrictMath#pow} allocates.)
   */
  static double power(double rho, long t) {
    double power = 1;
    double square = rho;
    for (long rest = t; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }
}
