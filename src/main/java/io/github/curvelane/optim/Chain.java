package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/** Rules one after the other. */
record Chain(List<UpdateRule> rules) implements UpdateRule {
  Chain {
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("a chain needs at least one rule");
    }
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    List<Updater<A>> stages = new ArrayList<>();
    for (UpdateRule rule : rules) {
      stages.add(rule.init(kernels, dimension));
    }
    return new Stages<>(kernels, dimension, stages);
  }

  /**
   * The stages at work. A stage that needs the whole gradient needs it as the stages before it
   * leave it; those therefore run over everything in {@code begin}, and only the rest range by
   * range.
   */
  private static final class Stages<A> extends Updater<A> {
    private final List<Updater<A>> stages;
    private final int firstByRange;
    private final int looksAhead;
    private final boolean movesParameters;

    Stages(Kernels<A> kernels, int dimension, List<Updater<A>> stages) {
      super(kernels.precision(), dimension);
      this.stages = stages;
      int first = 0;
      int ahead = -1;
      boolean moved = false;
      for (int i = 0; i < stages.size(); i++) {
        Updater<A> stage = stages.get(i);
        adopt(i + ".", stage);
        first = stage.isFusable() ? first : i;
        ahead = stage.looksAhead() ? i : ahead;
        if (stage.looksAhead() && moved) {
          throw new IllegalArgumentException(
              "rule " + i + " of the chain looks ahead, no rule before it may move the parameters");
        }
        moved |= stage.movesParameters();
      }
      firstByRange = first;
      looksAhead = ahead;
      movesParameters = moved;
    }

    @Override
    public boolean isFusable() {
      return firstByRange == 0 && stages.get(0).isFusable();
    }

    @Override
    public boolean looksAhead() {
      return looksAhead >= 0;
    }

    @Override
    public boolean movesParameters() {
      return movesParameters;
    }

    @Override
    public void lookAhead(A theta) {
      if (looksAhead >= 0) {
        stages.get(looksAhead).lookAhead(theta);
      }
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      for (int i = 0; i < stages.size(); i++) {
        Updater<A> stage = stages.get(i);
        stage.begin(rate, theta, gradient);
        if (i < firstByRange) {
          stage.update(theta, gradient, 0, dimension());
        }
      }
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      for (int i = firstByRange; i < stages.size(); i++) {
        stages.get(i).update(theta, gradient, from, to);
      }
    }
  }
}
