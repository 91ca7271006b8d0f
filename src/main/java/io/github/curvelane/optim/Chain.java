package io.github.curvelane.optim;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules one after the other. */
record Chain(List<UpdateRule> rules) implements UpdateRule {
  Chain {
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("a chain needs at least one rule");
    }
  }

  static Chain of(UpdateRule... rules) {
    return new Chain(
        Stream.of(rules)
            .flatMap(rule -> rule instanceof Chain chain ? chain.rules.stream() : Stream.of(rule))
            .toList());
  }

  @Override
  public boolean isForBatches() {
    return rules.stream().anyMatch(UpdateRule::isForBatches);
  }

  @Override
  public UpdateRule withoutDecay() {
    return new Chain(rules.stream().map(UpdateRule::withoutDecay).toList());
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Objects.requireNonNull(kernels, "kernels");
    List<Updater<A>> stages = new ArrayList<>();
    for (UpdateRule rule : rules) {
      stages.add(rule.init(kernels, dimension));
    }
    checkOrder(stages);
    return new Stages<>(kernels, dimension, stages);
  }

  /** Refuses a rule whose work nothing reads. */
  private void checkOrder(List<? extends Updater<?>> stages) {
    int follower = -1;
    int mover = -1;
    for (int i = 0; i < stages.size(); i++) {
      Updater<?> stage = stages.get(i);
      if (stage.looksAhead() && mover >= 0) {
        throw new IllegalArgumentException(
            "%s of a chain looks ahead, %s before it must not move the parameters"
                .formatted(rules.get(i), rules.get(mover)));
      }
      follower = stage.followsGradient() ? i : follower;
      mover = stage.movesParameters() ? i : mover;
    }
    for (int i = follower + 1; i < stages.size() && follower >= 0; i++) {
      if (!stages.get(i).movesParameters()) {
        throw new IllegalArgumentException(
            "%s of a chain changes the gradient when no rule reads it any more, must come before %s"
                .formatted(rules.get(i), rules.get(follower)));
      }
    }
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
    private final boolean followsGradient;
    private final boolean needsLoss;
    private final Optional<CurvatureRequest> curvature;
    private final int wantsCurvature;

    /**
     * The stage that leaves parameters alone, which the others then do too; −1 if there is none.
     */
    private final int trains;

    Stages(Kernels<A> kernels, int dimension, List<Updater<A>> stages) {
      super(kernels.precision(), dimension);
      this.stages = stages;
      int first = 0;
      int ahead = -1;
      boolean moves = false;
      boolean follows = false;
      boolean loss = false;
      int wants = -1;
      int trained = -1;
      for (int i = 0; i < stages.size(); i++) {
        Updater<A> stage = stages.get(i);
        adopt(i + ".", stage);
        first = stage.isFusable() ? first : i;
        ahead = stage.looksAhead() ? i : ahead;
        moves |= stage.movesParameters();
        follows |= stage.followsGradient();
        loss |= stage.needsLoss();
        if (stage.curvature().isPresent()) {
          if (wants >= 0) {
            throw new IllegalArgumentException(
                "two rules of a chain want second derivatives, at most one can");
          }
          wants = i;
        }
        if (stage.trainedRanges().isPresent()) {
          if (trained >= 0) {
            throw new IllegalArgumentException(
                "two rules of a chain freeze parameters, at most one can");
          }
          trained = i;
        }
      }
      firstByRange = first;
      looksAhead = ahead;
      movesParameters = moves;
      followsGradient = follows;
      needsLoss = loss;
      wantsCurvature = wants;
      trains = trained;
      if (trains >= 0) {
        restrict(Ranges.bounds(stages.get(trains).trainedRanges().get()));
      }
      curvature = wants < 0 ? Optional.empty() : stages.get(wants).curvature();
    }

    @Override
    boolean saysWhenItWrites() {
      return true;
    }

    @Override
    boolean keepsToScope() {
      return stages.stream().allMatch(Updater::keepsToScope);
    }

    @Override
    void restrict(int[] scope) {
      super.restrict(scope);
      for (int i = 0; i < stages.size(); i++) {
        if (i != trains) {
          stages.get(i).restrict(scope);
        }
      }
    }

    @Override
    void share(String prefix, Map<String, A> pool) {
      for (int i = 0; i < stages.size(); i++) {
        stages.get(i).share(prefix + i + ".", pool);
      }
      super.share(prefix, pool);
    }

    @Override
    public Optional<List<ParameterRange>> trainedRanges() {
      return trains < 0 ? Optional.empty() : stages.get(trains).trainedRanges();
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
    public boolean followsGradient() {
      return followsGradient;
    }

    @Override
    public boolean needsLoss() {
      return needsLoss;
    }

    @Override
    public Optional<CurvatureRequest> curvature() {
      return curvature;
    }

    @Override
    public void receive(A diagonal) {
      if (wantsCurvature < 0) {
        super.receive(diagonal);
      }
      stages.get(wantsCurvature).receive(diagonal);
    }

    @Override
    public void lookAhead(A theta) {
      Objects.requireNonNull(theta, "theta");
      if (looksAhead >= 0) {
        stages.get(looksAhead).lookAhead(theta);
      }
    }

    @Override
    public boolean lookBack(A theta) {
      Objects.requireNonNull(theta, "theta");
      return looksAhead < 0 || stages.get(looksAhead).lookBack(theta);
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      for (int i = 0; i < stages.size(); i++) {
        Updater<A> stage = stages.get(i);
        stage.begin(rate, loss(), theta, gradient);
        if (i < firstByRange) {
          updateTrained(stage, theta, gradient, 0, dimension());
        }
      }
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      Objects.requireNonNull(theta, "theta");
      for (int i = firstByRange; i < stages.size(); i++) {
        updateTrained(stages.get(i), theta, gradient, from, to);
      }
    }

    private void updateTrained(Updater<A> stage, A theta, A gradient, int from, int to) {
      if (trains < 0) {
        stage.write(theta, gradient, from, to);
        return;
      }
      int[] trained = scope();
      for (int k = 0; k < trained.length; k += 2) {
        int first = Math.max(from, trained[k]);
        int end = Math.min(to, trained[k + 1]);
        if (first < end) {
          stage.write(theta, gradient, first, end);
        }
      }
    }
  }
}
