package io.github.curvelane.optim.batch;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Scaled conjugate gradients (Møller 1993) with exact products Hp in place of his differences: no
 * line search, one evaluation an iteration. With r = −∇E, κ = pᵀHp, δ = κ + λ‖p‖² and μ = pᵀr:
 *
 * <pre>
 * if δ ≤ 0:  λ ← 2(λ − δ/‖p‖²), δ ← κ + λ‖p‖²
 * α = μ/δ,  Δ = 2δ(E(θ) − E(θ + αp))/μ²
 * if Δ ≥ 0:  θ ← θ + αp,  p ← r₊ + βp,  β = (‖r₊‖² − r₊ᵀr)/μ;  p ← r₊ after cycles·N steps
 * if Δ ≥ 3/4:  λ ← λ/4;   if Δ &lt; 1/4:  λ ← λ + δ(1 − Δ)/‖p‖²
 * </pre>
 *
 * <p>The first λ is 1e-8·|κ|/‖p‖². A decrease of no more than √u·|E| may be rounding and is
 * replaced by what the mean of both slopes says, −½α(g + g₊)ᵀp. A trial that is not finite makes
 * the next step a tenth as long. An iteration whose trial is refused leaves θ. (Encog divides δ by
 * N; that is a mistake.)
 *
 * <p>Needs {@link HessianProducts}. Memory: 6N numbers.
 *
 * @param cycles after how many times N steps to restart, at least 1: Møller's 1, by default 6 as in
 *     {@link ConjugateGradient}
 * @param stopping when to stop; unless set, at a relative gradient of 16u
 */
public record ScaledConjugateGradient(int cycles, Stopping stopping) implements Minimizer {
  /** Creates the method with the default stopping. */
  public ScaledConjugateGradient() {
    this(6, Stopping.DEFAULT);
  }

  /**
   * Creates the method.
   *
   * @throws IllegalArgumentException if {@code cycles} is less than 1
   */
  public ScaledConjugateGradient {
    Methods.cycles(cycles);
    Objects.requireNonNull(stopping, "stopping");
  }

  @Override
  public ScaledConjugateGradient stopping(Stopping other) {
    return new ScaledConjugateGradient(cycles, other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    if (!(objective instanceof HessianProducts)) {
      throw new IllegalArgumentException(
          "scaled conjugate gradients need Hessian-vector products: the objective %s is no HessianProducts"
              .formatted(objective));
    }
    return new ScaledConjugateGradientRun<>(this, objective, theta, watch);
  }
}
