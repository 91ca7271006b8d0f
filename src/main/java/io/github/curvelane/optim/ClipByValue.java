package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleClipByValue;
import io.github.curvelane.kernel.plain.FloatClipByValue;

/**
 * Clips every element of the gradient [DL8 10.11.1; Mikolov 2012]: g_i ← max(−c, min(c, g_i)), for
 * the rules after it in a {@linkplain UpdateRule#chain chain}. NaN stays NaN. No memory.
 *
 * @param bound the bound c, positive
 */
public record ClipByValue(double bound) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code bound} is not positive and finite
   */
  public ClipByValue {
    Hyperparameters.positive("bound", bound);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).positive("bound", bound);
    return new LoopUpdater<>(kernels, dimension, FloatClipByValue::run, DoubleClipByValue::run, 1) {
      @Override
      public boolean movesParameters() {
        return false;
      }

      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, bound);
      }
    };
  }
}
