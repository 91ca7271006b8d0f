package io.github.curvelane.prune;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.util.Objects;

/**
 * A rule that keeps pruned parameters at 0: their slopes count as +0, whatever they are, and after
 * each step they are exactly +0. The others move, to the bit, as the rule moves them where the
 * slopes of the pruned ones are +0: a norm that the rule clips by is that of the others.
 *
 * <p>θ must be pruned when a run begins, by {@link Mask#apply}. A step is applied while the
 * gradient is computed where the rule's can; it takes two stores more for each pruned parameter,
 * and allocates nothing.
 *
 * <p>Memory: that of the rule, its names behind {@code masked.}, and the number {@code mask}, a
 * digest: a state is refused by a rule with another mask.
 *
 * <pre>{@code
 * double[] saliency = Saliency.magnitude().of(objective, theta);
 * Mask mask = Pruner.weights(network.ranges()).prune(saliency, Mask.none(theta.length), 0.9);
 * mask.apply(network.precision(), theta);
 * UpdateRule rule = new Masked(new Momentum(0.9), mask);
 * }</pre>
 *
 * @param rule what moves the parameters that are not pruned; may be a chain or groups
 * @param mask which parameters are pruned
 */
public record Masked(UpdateRule rule, Mask mask) implements UpdateRule {
  /** Creates the rule. */
  public Masked {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(mask, "mask");
  }

  @Override
  public boolean isForBatches() {
    return rule.isForBatches();
  }

  @Override
  public UpdateRule withoutDecay() {
    return new Masked(rule.withoutDecay(), mask);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the mask is for another number of parameters
   */
  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Objects.requireNonNull(kernels, "kernels");
    if (dimension != mask.dimension()) {
      throw new IllegalArgumentException(
          "dimension is %d, must be that of the mask, %d".formatted(dimension, mask.dimension()));
    }
    return new MaskedUpdater<>(rule.init(kernels, dimension), mask);
  }
}
