package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleRAdam;
import io.github.curvelane.kernel.plain.FloatRAdam;

/**
 * RAdam [Liu et al. 2020]: {@link Adam} whose step is rectified for how few squares its mean has
 * seen, in place of a warm-up. The means are s ← ρ₁s + (1 − ρ₁)g and r ← ρ₂r + (1 − ρ₂)g², ŝ = s/(1
 * − ρ₁ᵗ). With n∞ = 2/(1 − ρ₂) − 1 and n_t = n∞ − 2tρ₂ᵗ/(1 − ρ₂ᵗ), the length of the mean,
 *
 * <ul>
 *   <li>if n_t &gt; 5: θ ← θ − ε·k_t·ŝ·√(1 − ρ₂ᵗ)/(√r + δ), k_t² = (n_t − 4)(n_t − 2)n∞ / ((n∞ −
 *       4)(n∞ − 2)n_t);
 *   <li>else, for the first five steps at ρ₂ = 0.999: θ ← θ − εŝ, momentum alone.
 * </ul>
 *
 * <p>As in PyTorch: the paper's algorithm goes by n_t &gt; 4 and has no δ, which is added to √r
 * here. The steps without rectification are as long as the gradient, however long it is: mind the
 * rate.
 *
 * <p>Computed as s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = θ − (e·s) / fma(k, √r, d),
 * with k = 1, d = δ or k = 0, d = 1; σ = fl(1 − ρ) and e = εk_t√(1 − ρ₂ᵗ)/(1 − ρ₁ᵗ) or ε/(1 − ρ₁ᵗ),
 * once a step in double and then rounded.
 *
 * <p>Memory: {@code mean}, {@code squares}; the number {@code largeUntil}, of steps whose slopes
 * are {@linkplain UpdateRule looked at}.
 *
 * @param rho1 the decay ρ₁ of the mean of the gradient, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the mean of its square, 0 ≤ ρ₂ &lt; 1
 * @param delta the floor δ, positive
 */
public record RAdam(double rho1, double rho2, double delta) implements UpdateRule {
  /** Creates the rule with the usual ρ₁ = 0.9, ρ₂ = 0.999, δ = 1e-8. */
  public RAdam() {
    this(0.9, 0.999, 1e-8);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1) or {@code
   *     delta} not positive and finite
   */
  public RAdam {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.positive("delta", delta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("rho1", rho1).fraction("rho2", rho2).positive("delta", delta);
    return new LoopUpdater<>(
        kernels, dimension, FloatRAdam::run, DoubleRAdam::run, 7, "mean", "squares") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        double rectification = rectification(rho2, steps());
        boolean rectified = rectification > 0;
        double factor = rectified ? rectification * Math.sqrt(Adam.correction(rho2, steps())) : 1;
        scalar(0, rate * factor / Adam.correction(rho1, steps()));
        scalar(1, rectified ? 1 : 0);
        scalar(2, rectified ? delta : 1);
        scalar(3, rho1);
        scalar(4, 1 - rho1);
        scalar(5, rho2);
        scalar(6, 1 - rho2);
      }
    }.withSquares(new int[] {1}, 0);
  }

  /** Returns k_t, 0 while the mean is too short. */
  private static double rectification(double rho, long t) {
    double most = 2 / (1 - rho) - 1;
    double power = Adam.power(rho, t);
    double length = most - 2.0 * t * power / (1 - power);
    if (!(length > 5)) {
      return 0;
    }
    return Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length));
  }
}
