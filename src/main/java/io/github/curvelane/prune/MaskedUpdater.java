package io.github.curvelane.prune;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.kernel.plain.ClearLoop;
import io.github.curvelane.optim.CurvatureRequest;
import io.github.curvelane.optim.StateNumber;
import io.github.curvelane.optim.Updater;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A rule at work that does not see the slopes of pruned parameters, and whose moves are undone. */
final class MaskedUpdater<A> extends Updater<A> {
  private final Updater<A> rule;
  private final Mask mask;
  private final int[] pruned;
  private final ClearLoop<A> clear;
  private final StateNumber fingerprint;

  /** After how many steps θ is known to be pruned; −1 if it was not looked at yet. */
  private long knownAfter = -1;

  MaskedUpdater(Updater<A> rule, Mask mask) {
    super(rule.precision(), rule.dimension());
    this.rule = rule;
    this.mask = mask;
    this.pruned = mask.indices();
    this.clear = ClearLoop.of(precision());
    this.fingerprint = number("mask", mask.fingerprint());
    adopt("masked.", rule);
  }

  @Override
  public Optional<List<ParameterRange>> trainedRanges() {
    return rule.trainedRanges();
  }

  @Override
  public boolean isFusable() {
    return rule.isFusable();
  }

  @Override
  public boolean looksAhead() {
    return rule.looksAhead();
  }

  @Override
  public boolean movesParameters() {
    return rule.movesParameters();
  }

  @Override
  public boolean followsGradient() {
    return rule.followsGradient();
  }

  @Override
  public boolean needsLoss() {
    return rule.needsLoss();
  }

  @Override
  public Optional<CurvatureRequest> curvature() {
    return rule.curvature();
  }

  @Override
  public void receive(A diagonal) {
    rule.receive(diagonal);
  }

  @Override
  public void lookAhead(A theta) {
    Objects.requireNonNull(theta, "theta");
    if (rule.looksAhead()) {
      look(theta, steps());
      rule.lookAhead(theta);
      clear.run(theta, pruned, 0, pruned.length);
    }
  }

  @Override
  public boolean lookBack(A theta) {
    return rule.lookBack(theta);
  }

  @Override
  protected void prepare(double rate, A theta, A gradient) {
    look(theta, steps() - 1);
    if (!rule.isFusable()) {
      clear.run(gradient, pruned, 0, pruned.length);
    }
    rule.begin(rate, loss(), theta, gradient);
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
  public void update(A theta, A gradient, int from, int to) {
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(gradient, "gradient");
    if (from < 0 || from > to || to > dimension()) {
      throw new IllegalArgumentException(
          "the range is from %d to %d, must be 0 ≤ from ≤ to ≤ %d"
              .formatted(from, to, dimension()));
    }
    checkEnd("theta", theta, to);
    checkEnd("gradient", gradient, to);
    if (theta == gradient) {
      throw new IllegalArgumentException("gradient and theta are the same array");
    }
    int first = mask.position(from);
    int end = mask.position(to);
    clear.run(gradient, pruned, first, end);
    rule.update(theta, gradient, from, to);
    clear.run(theta, pruned, first, end);
  }

  private void checkEnd(String name, A array, int to) {
    if (to > precision().length(array)) {
      throw new IllegalArgumentException(
          "to is %d, past the end of %s, length %d".formatted(to, name, precision().length(array)));
    }
  }
}
