package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleDeltaBarDelta;
import io.github.curvelane.kernel.plain.FloatDeltaBarDelta;

/**
 * Delta-bar-delta [Jacobs 1988]: every parameter has a rate of its own, ε·γ, which grows by a
 * constant while its derivative keeps the sign of its mean ḡ over the steps before, and shrinks by
 * a factor when the sign changes: γ ← γ + κ if ḡg &gt; 0, γ ← (1 − φ)γ if ḡg &lt; 0; then ḡ ← ρḡ +
 * (1 − ρ)g and θ ← θ − εγg, with the new γ and the old ḡ. γ starts at 1 and ḡ at 0, so that the
 * first step is plain descent; a derivative of exactly 0 leaves γ as it is.
 *
 * <p>Computed as γ = γ + κ or γ = fma(−φ, γ, γ); ḡ = fma(ρ, ḡ, σ·g); θ = fma(−(ε·γ), g, θ), with σ
 * = fl(1 − ρ). The signs of ḡ and g decide, not their product, which may underflow to 0.
 *
 * <p>γ is relative to the learning rate, so that schedules act as with other rules. The paper's
 * rates are ε·γ for a constant ε, and its κ is ours times ε. It is a method for batches: between
 * small minibatches signs change by chance, which is why φ is the larger of the defaults here.
 *
 * <p>Memory: {@code mean}, {@code gains}.
 *
 * @param kappa what agreement adds to the gain, κ ≥ 0
 * @param phi the part of the gain that a change of sign takes, 0 ≤ φ &lt; 1
 * @param rho the decay ρ of the mean of the gradient, 0 ≤ ρ &lt; 1
 */
public record DeltaBarDelta(double kappa, double phi, double rho) implements UpdateRule {
  /** Creates the rule with κ = 0.05, φ = 0.1 and the paper's ρ = 0.7. */
  public DeltaBarDelta() {
    this(0.05, 0.1, 0.7);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code kappa} is negative or not finite, or {@code phi} or
   *     {@code rho} not in [0, 1)
   */
  public DeltaBarDelta {
    Hyperparameters.notNegative("kappa", kappa);
    Hyperparameters.fraction("phi", phi);
    Hyperparameters.fraction("rho", rho);
  }

  @Override
  public boolean isForBatches() {
    return true;
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).notNegative("kappa", kappa).fraction("phi", phi).fraction("rho", rho);
    var updater =
        new LoopUpdater<>(
            kernels,
            dimension,
            FloatDeltaBarDelta::run,
            DoubleDeltaBarDelta::run,
            5,
            "mean",
            "gains") {
          @Override
          protected void prepare(double rate, A theta, A gradient) {
            scalar(0, rate);
            scalar(1, kappa);
            scalar(2, phi);
            scalar(3, rho);
            scalar(4, 1 - rho);
          }
        };
    kernels.precision().fill(updater.memory[1], 0, dimension, 1);
    return updater;
  }
}
