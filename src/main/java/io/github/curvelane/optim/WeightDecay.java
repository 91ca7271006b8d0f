package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleWeightDecay;
import io.github.curvelane.kernel.plain.FloatWeightDecay;

/**
 * Weight decay through the gradient, the penalty ½λ‖θ‖² [DL8 7.1.1]: g ← g + λθ, computed as g =
 * fma(λ, θ, g), for the rules after it in a {@linkplain UpdateRule#chain chain}. Rules that scale g
 * by its own size, such as Adam, scale this part too; {@link DecoupledWeightDecay} is not scaled.
 * With a rule that looks ahead, θ is the point where the gradient was taken.
 *
 * <p>All N parameters decay, biases too. No memory.
 *
 * @param lambda the coefficient λ, at least 0
 */
public record WeightDecay(double lambda) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code lambda} is negative or not finite
   */
  public WeightDecay {
    Hyperparameters.notNegative("lambda", lambda);
  }

  @Override
  public UpdateRule withoutDecay() {
    return new WeightDecay(0);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).notNegative("lambda", lambda);
    return new LoopUpdater<>(kernels, dimension, FloatWeightDecay::run, DoubleWeightDecay::run, 1) {
      @Override
      public boolean movesParameters() {
        return false;
      }

      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, lambda);
      }
    };
  }
}
