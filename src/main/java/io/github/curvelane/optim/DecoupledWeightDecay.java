package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleDecoupledWeightDecay;
import io.github.curvelane.kernel.plain.FloatDecoupledWeightDecay;

/**
 * Weight decay beside the gradient [Loshchilov and Hutter 2019]: θ ← θ − ελθ, computed as θ =
 * fma(−κ, θ, θ) with κ = fl(ε·λ), before the rules after it in a {@linkplain UpdateRule#chain
 * chain} take their step. {@code chain(new DecoupledWeightDecay(λ), new Adam())} is {@link AdamW}
 * to the bit, in one pass more. Not to be put before a rule that {@linkplain Updater#looksAhead
 * looks ahead}, which steps from where θ was and would undo it: the chain refuses that.
 *
 * <p>All N parameters decay, biases too. No memory.
 *
 * @param lambda the coefficient λ, at least 0
 */
public record DecoupledWeightDecay(double lambda) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code lambda} is negative or not finite
   */
  public DecoupledWeightDecay {
    Hyperparameters.notNegative("lambda", lambda);
  }

  @Override
  public UpdateRule withoutDecay() {
    return new DecoupledWeightDecay(0);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).notNegative("lambda", lambda);
    return new LoopUpdater<>(
        kernels, dimension, FloatDecoupledWeightDecay::run, DoubleDecoupledWeightDecay::run, 1) {
      @Override
      public boolean followsGradient() {
        return false;
      }

      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate * lambda);
      }
    };
  }
}
