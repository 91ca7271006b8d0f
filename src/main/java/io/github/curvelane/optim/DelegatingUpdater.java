package io.github.curvelane.optim;

import io.github.curvelane.ParameterRange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A rule at work around another, which answers and does all that the other one does. A rule that
 * wraps others, such as one that averages or masks what they do, extends this class and overrides
 * what it adds; it calls the method of this class where the rule within is to do its part.
 *
 * <p>The state is that of the rule within, its names behind a prefix, and what the subclass asks
 * for. Groups and chains can stand around it: the rule within learns which parameters it is for.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public abstract class DelegatingUpdater<A> extends Updater<A> {
  private final Updater<A> rule;

  /**
   * Creates an updater around another.
   *
   * @param prefix precedes the names of the arrays and numbers of the rule within
   * @param rule the rule within, which is used by this updater alone from now on
   */
  protected DelegatingUpdater(String prefix, Updater<A> rule) {
    super(Objects.requireNonNull(prefix, "prefix"), Objects.requireNonNull(rule, "rule"));
    this.rule = rule;
  }

  @Override
  void restrict(int[] scope) {
    super.restrict(scope);
    rule.restrict(scope);
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
    rule.lookAhead(theta);
  }

  @Override
  public boolean lookBack(A theta) {
    return rule.lookBack(theta);
  }

  /** Begins the step of the rule within. */
  @Override
  protected void prepare(double rate, A theta, A gradient) {
    rule.begin(rate, loss(), theta, gradient);
  }

  @Override
  public void update(A theta, A gradient, int from, int to) {
    rule.write(theta, gradient, from, to);
  }
}
