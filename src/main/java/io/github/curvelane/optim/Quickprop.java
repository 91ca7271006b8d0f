package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleQuickprop;
import io.github.curvelane.kernel.plain.FloatQuickprop;

/**
 * Quickprop [Fahlman 1988]: for every parameter the parabola through the last two slopes, g now and
 * p before, and the last step d between them. Its minimum is at the step d·g/(p − g) from here.
 *
 * <ul>
 *   <li>Where g keeps the sign of p, and is so near to it or so much larger that the minimum is
 *       further than μ times the last step, or behind (g/p ≥ μ/(1 + μ)), the step is μd.
 *   <li>While g keeps the sign of p, descent by −εg is added; when the sign has changed the
 *       parabola alone decides. Without a last step the step is −εg.
 * </ul>
 *
 * <p>Computed as β = min(u / max(|p| − u, m), μ) with u = −g·sgn(d), the slope along the one
 * before, which the step d went against, and m the smallest normal number of the precision; d =
 * fma(β, d, −(ε·g)), without the last term when u is negative; θ = θ + d. So equal slopes, also two
 * of 0, give no NaN but at most μ times the last step.
 *
 * <p>The learning rate and its schedule are those of the first step and of the term −εg. Fahlman's
 * weight decay, which enters both slopes, is a {@link WeightDecay} before it in a {@linkplain
 * UpdateRule#chain chain}; he divides ε by the fan-in. It is a method for whole batches: the
 * difference of slopes from two minibatches is chance.
 *
 * <p>Memory: {@code step}, d; {@code slope}, p.
 *
 * @param mu the largest growth μ of a step, at least 1
 */
public record Quickprop(double mu) implements UpdateRule {
  /** Creates the rule with the paper's μ = 1.75. */
  public Quickprop() {
    this(1.75);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code mu} is less than 1 or not finite
   */
  public Quickprop {
    Hyperparameters.notBelow("mu", mu, 1);
  }

  @Override
  public boolean isForBatches() {
    return true;
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).positive("mu", mu);
    return new LoopUpdater<>(
        kernels, dimension, FloatQuickprop::run, DoubleQuickprop::run, 2, "step", "slope") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        scalar(0, rate);
        scalar(1, mu);
      }
    };
  }
}
