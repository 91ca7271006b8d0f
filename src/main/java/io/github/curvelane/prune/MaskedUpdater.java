package io.github.curvelane.prune;

import io.github.curvelane.kernel.plain.ClearLoop;
import io.github.curvelane.optim.DelegatingUpdater;
import io.github.curvelane.optim.StateNumber;
import io.github.curvelane.optim.Updater;
import java.util.Objects;

/** A rule at work that does not see the slopes of pruned parameters, and whose moves are undone. */
final class MaskedUpdater<A> extends DelegatingUpdater<A> {
  private final Mask mask;
  private final int[] pruned;
  private final ClearLoop<A> clear;
  private final StateNumber fingerprint;

  /** After how many steps θ is known to be pruned; −1 if it was not looked at yet. */
  private long knownAfter = -1;

  MaskedUpdater(Updater<A> rule, Mask mask) {
    super("masked.", rule);
    this.mask = mask;
    this.pruned = mask.indices();
    this.clear = ClearLoop.of(precision());
    this.fingerprint = number("mask", mask.fingerprint());
  }

  @Override
  public void lookAhead(A theta) {
    Objects.requireNonNull(theta, "theta");
    if (looksAhead()) {
      look(theta, steps());
      super.lookAhead(theta);
      clear.run(theta, pruned, 0, pruned.length);
    }
  }

  @Override
  protected void prepare(double rate, A theta, A gradient) {
    look(theta, steps() - 1);
    if (!isFusable()) {
      clear.run(gradient, pruned, 0, pruned.length);
    }
    super.prepare(rate, theta, gradient);
    knownAfter = steps();
  }

  /** Refuses a state, or a θ, of another mask, unless the step before left it. */
  private void look(A theta, long after) {
    if (knownAfter == after) {
      return;
    }
    if (fingerprint.get() != mask.fingerprint()) {
      throw new IllegalStateException(
          "the state is that of a mask %012x, the rule's is %s"
              .formatted((long) fingerprint.get(), mask));
    }
    if (precision().length(theta) != dimension()) {
      throw new IllegalArgumentException(
          "theta has %d elements, must have %d".formatted(precision().length(theta), dimension()));
    }
    int bad = mask.firstNotZero(precision(), theta);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "theta[%d] is %s and pruned, must be 0: the mask must be applied to theta first"
              .formatted(bad, precision().get(theta, bad)));
    }
    knownAfter = after;
  }

  @Override
  protected void forgetUnfinishedStep() {
    knownAfter = -1;
  }

  @Override
  public void update(A theta, A gradient, int from, int to) {
    checkRange(theta, gradient, from, to);
    int first = mask.position(from);
    int end = mask.position(to);
    clear.run(gradient, pruned, first, end);
    super.update(theta, gradient, from, to);
    clear.run(theta, pruned, first, end);
  }
}
