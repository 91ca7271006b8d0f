package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import java.util.Objects;

/**
 * How an optimizer turns a gradient into a step: an immutable description for any precision. What
 * the rule remembers between steps lives in the {@link Updater} that {@link #init} makes, and can
 * be saved and restored.
 *
 * <p>Rules that remember squares of slopes, and divide by their roots, would stand still, and for
 * good, where a square overflows: above 1.8e19 in float. So they look for such slopes in the first
 * 128 steps, in each 128th after them, and in the 128 after each in which one was found. A finite
 * slope beyond ±2⁵⁶ (7e16) in float, ±2⁴⁹⁶ in double, counts as that there: rules whose steps do
 * not depend on the size of slopes, all but {@link RAdam} in its first, move as along smaller ones.
 * Squares that have overflowed since the last look become those of 2⁵⁶ or 2⁴⁹⁶. Infinite and NaN
 * slopes make parameters NaN. Where slopes are within these bounds no bits change.
 *
 * <p>Rules compose with {@link #chain}: each works on what the one before it left in the gradient
 * and the parameters.
 *
 * <pre>{@code
 * UpdateRule rule = UpdateRule.chain(new ClipByValue(1), new WeightDecay(1e-4), new Momentum(0.9));
 * Updater<float[]> updater = rule.init(Kernels.of(Precision.FLOAT), network.parameters());
 * updater.step(0.01, theta, gradient);
 * }</pre>
 */
public interface UpdateRule {
  /**
   * Makes the state of a new run: no step taken, the memory as the rule begins with it.
   *
   * @param kernels the kernels to compute with
   * @param dimension N, the number of parameters
   * @param <A> {@code float[]} or {@code double[]}
   * @return the rule at work on N parameters
   * @throws IllegalArgumentException if {@code dimension} is negative, or the precision cannot hold
   *     a number of the rule: a floor would become 0, a decay 1, a bound infinite; the message has
   *     what it would become
   */
  <A> Updater<A> init(Kernels<A> kernels, int dimension);

  /**
   * Tells whether the rule is made for gradients of whole batches: between small minibatches the
   * signs and differences that it reads change by chance. A trainer that is to step on minibatches
   * warns once.
   *
   * @return false unless overridden
   */
  default boolean isForBatches() {
    return false;
  }

  /**
   * Returns the same rule without its weight decay, for parameters that are not to decay, such as
   * biases.
   *
   * @return the rule with a decay of 0; this rule unless overridden
   */
  default UpdateRule withoutDecay() {
    return this;
  }

  /**
   * Composes rules: in each step, for each coordinate, they run in the order given. A chain among
   * them stands for its rules. A rule whose work nothing would read is refused when the state is
   * made: one that changes the gradient after the last that {@linkplain Updater#followsGradient
   * follows} it, or moves θ before one that {@linkplain Updater#looksAhead looks ahead}.
   *
   * @param rules at least one rule
   * @return the composition; of one rule, the rule itself
   * @throws IllegalArgumentException if there is no rule
   */
  static UpdateRule chain(UpdateRule... rules) {
    Objects.requireNonNull(rules, "rules");
    return rules.length == 1 ? rules[0] : Chain.of(rules);
  }
}
