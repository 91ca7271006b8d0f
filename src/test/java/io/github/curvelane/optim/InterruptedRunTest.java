package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.TrainingResult.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Exceptions from whatever a run asks leave it where its last whole step did, and it can go on. */
final class InterruptedRunTest {
  private static final CurvatureRequest OTHER_EXAMPLES =
      new CurvatureRequest(
          new CurvatureEstimate.OfDiagonal(Diagonal.HESSIAN), CurvatureRequest.EACH_EPOCH, 6);

  private static final List<UpdateRule> RULES =
      List.of(
          new Sgd(),
          new Momentum(0.9),
          new Nesterov(0.9),
          new ShiftedNesterov(0.9),
          new RmsPropNesterov(0.8, 0.9),
          new ScheduleFreeSgd(),
          new ScheduleFreeAdamW(0.01),
          new Adam(),
          new NAdam(),
          new Unwarned(new Rprop(Rprop.Variant.IMPROVED_PLUS)),
          new Murata(0.3, 5, 0.1),
          UpdateRule.chain(new WeightDecay(0.01), new ClipByNorm(0.3), new Nesterov(0.9)),
          UpdateRule.chain(new DecoupledWeightDecay(0.01), new AmsGrad()),
          ParameterGroups.of(
                  new Nesterov(0.9),
                  List.of(new ParameterRange("a", 0, 2), new ParameterRange("b", 2, 5)))
              .rate("b", 0.5),
          new DiagonalLevenbergMarquardt(0.5, 0.5, OTHER_EXAMPLES),
          new AdaHessian(3),
          Sophia.hutchinson(0.1, 3),
          Sophia.gaussNewtonBartlett(0.1, 3));

  /** A rule that is not said to be for batches. */
  private record Unwarned(UpdateRule rule) implements UpdateRule {
    @Override
    public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
      return rule.init(kernels, dimension);
    }
  }

  private static double[] start() {
    return new double[] {0.4, -0.3, 0.9, -0.7, 0.2};
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void whereverItComesTheRunGoesOn(UpdateRule rule) {
    throwEverywhere((trouble, fused) -> trouble.trainer(rule).fused(fused), true);
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void validationsAveragesAndPlateausAreNotForgotten(UpdateRule rule) {
    throwEverywhere((trouble, fused) -> trouble.validated(rule).fused(fused), false);
  }

  /**
   * Throws at every call.
   *
   * @param isLast whether θ is where the last whole step left it, not an average or the best
   */
  private static void throwEverywhere(
      BiFunction<Trouble, Boolean, StochasticTrainer.Builder> trainers, boolean isLast) {
    Trouble none = new Trouble(0);
    double[] end = start();
    List<double[]> path = new ArrayList<>();
    List<Integer> epochs = new ArrayList<>();
    TrainingRun<double[]> through = trainers.apply(none, true).build().start(none.new Hills(), end);
    none.begin();
    do {
      path.add(through.save().arrays().get("theta"));
      epochs.add(through.epoch());
    } while (through.step());
    TrainingResult whole = through.result();
    assertThat(path).hasSizeGreaterThan(8);
    for (int turn = 1; turn <= none.asked.size(); turn++) {
      Trouble trouble = new Trouble(turn);
      double[] theta = start();
      TrainingRun<double[]> run =
          trainers.apply(trouble, turn % 3 != 0).build().start(trouble.new Hills(), theta);
      trouble.begin();
      assertThatThrownBy(run::finish).hasMessage(trouble.asked.getLast());
      String where = "thrown by %s, call %d".formatted(trouble.asked.getLast(), turn);
      assertThat(run.isEnded()).as(where).isFalse();
      int steps = (int) run.steps();
      assertThat(run.epoch()).as(where).isEqualTo(epochs.get(steps));
      TrainingState<double[]> state = run.save();
      assertThat(state.arrays().get("theta")).as(where).isEqualTo(path.get(steps));
      if (isLast) {
        assertThat(theta).as(where).isEqualTo(path.get(steps));
      }

      Trouble quiet = new Trouble(0);
      double[] other = new double[Parabolas.N];
      TrainingRun<double[]> resumed =
          trainers.apply(quiet, true).build().resume(quiet.new Hills(), other, state);
      assertSame(resumed.finish(), other, whole, end, where + ", resumed");

      assertSame(run.finish(), theta, whole, end, where);
      List<String> told = new ArrayList<>(trouble.asked);
      told.removeIf(place -> !place.matches("(begin|step|epoch|(on )?validat(ed|ion)) ?[0-9]+"));
      assertThat(told).as(where).doesNotHaveDuplicates();
    }
  }

  private static void assertSame(
      TrainingResult result, double[] theta, TrainingResult whole, double[] end, String where) {
    assertThat(theta).as(where).isEqualTo(end);
    assertThat(result.stop()).as(where).isEqualTo(whole.stop());
    assertThat(result.message()).as(where).isEqualTo(whole.message());
    assertThat(result.step()).as(where).isEqualTo(whole.step());
    assertThat(result.loss()).as(where).isEqualTo(whole.loss());
    assertThat(result.validations()).as(where).isEqualTo(whole.validations());
  }

  // ---------------------------------------------------------------- teams

  /** Parabolas whose gradient has tasks for a team. */
  private static final class Shared extends Parabolas {
    private final Parallelism team;

    Shared(Parallelism team) {
      super(20, 20);
      this.team = team;
    }

    @Override
    public double linearize(double[] theta, double[] gradient) {
      team.run(8, (index, worker) -> {});
      return super.linearize(theta, gradient);
    }
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void aTeamThatIsClosedLeavesTheLastWholeStep(UpdateRule rule) {
    StochasticTrainer trainer =
        StochasticTrainer.of(rule, Schedule.constant(0.01)).epochs(4).batch(7).build();
    double[] end = start();
    trainer.train(new Shared(Parallelism.none()), end);

    Parallelism team = Parallelism.threads(2);
    double[] theta = start();
    TrainingRun<double[]> run = trainer.start(new Shared(team), theta);
    for (int k = 0; k < 5; k++) {
      run.step();
    }
    double[] before = theta.clone();
    team.close();
    assertThatThrownBy(run::step).isInstanceOf(IllegalStateException.class);
    assertThat(theta).isEqualTo(before);
    assertThat(run.steps()).isEqualTo(5);
    assertThat(run.isEnded()).isFalse();
    double[] other = new double[Parabolas.N];
    trainer.resume(new Shared(Parallelism.none()), other, run.save()).finish();
    assertThat(other).isEqualTo(end);
  }

  @Test
  void aTeamOfTheRulesStepsThatIsClosedLeavesTheLastWholeStep() {
    int n = 40_000;
    StochasticObjective<float[]> slope = new Slope(n);
    for (UpdateRule rule : List.of(new Nesterov(0.9), new Adam(), new ScheduleFreeAdamW(0.1))) {
      Parallelism team = Parallelism.threads(2);
      StochasticTrainer.Builder trainer =
          StochasticTrainer.of(rule, Schedule.constant(0.01)).epochs(9).batch(1);
      float[] theta = new float[n];
      TrainingRun<float[]> run = trainer.parallelism(team).build().start(slope, theta);
      run.step();
      run.step();
      float[] before = theta.clone();
      team.close();
      assertThatThrownBy(run::step).isInstanceOf(IllegalStateException.class);
      assertThat(theta).isEqualTo(before);
      assertThat(run.steps()).isEqualTo(2);
      float[] end = new float[n];
      trainer.parallelism(Parallelism.none()).build().train(slope, end);
      float[] other = new float[n];
      trainer.build().resume(slope, other, run.save()).finish();
      assertThat(other).isEqualTo(end);
    }
  }

  /** E = Σ sin(i)θ_i. */
  private record Slope(int dimension) implements StochasticObjective<float[]> {
    @Override
    public Precision<float[]> precision() {
      return Precision.FLOAT;
    }

    @Override
    public int examples() {
      return 1;
    }

    @Override
    public int maxBatch() {
      return 1;
    }

    @Override
    public void select(int[] order, int from, int to) {}

    @Override
    public double value(float[] theta) {
      return 0;
    }

    @Override
    public double valueAndGradient(float[] theta, float[] gradient) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) StrictMath.sin(i);
      }
      return 0;
    }
  }

  // ---------------------------------------------------------------- rules of one's own

  /** Descent that throws in a step, while it prepares or having written a part. */
  private static UpdateRule own(long failing, boolean inUpdate, boolean ahead) {
    return new UpdateRule() {
      @Override
      public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
        return new Updater<>(kernels.precision(), dimension) {
          private double rate;

          @Override
          public boolean looksAhead() {
            return ahead;
          }

          @Override
          protected void prepare(double rate, A theta, A gradient) {
            this.rate = rate;
            if (!inUpdate && steps() == failing) {
              throw new IllegalStateException("while it prepares");
            }
          }

          @Override
          public void update(A theta, A gradient, int from, int to) {
            for (int i = from; i < to; i++) {
              if (inUpdate && steps() == failing && i == 2) {
                throw new IllegalStateException("while it writes");
              }
              double g = precision().get(gradient, i);
              precision().set(theta, i, precision().get(theta, i) - rate * g);
            }
          }
        };
      }
    };
  }

  @Test
  void aStepThatWasBeingWrittenEndsTheRunByName() {
    for (UpdateRule rule :
        List.of(
            own(4, true, false),
            UpdateRule.chain(new WeightDecay(0.1), own(4, true, false)),
            UpdateRule.chain(new ClipByNorm(0.1), own(4, true, false)))) {
      for (boolean fused : new boolean[] {true, false}) {
        Trouble none = new Trouble(0);
        double[] theta = start();
        TrainingRun<double[]> run =
            none.trainer(rule).fused(fused).build().start(none.new Hills(), theta);
        assertThatThrownBy(run::finish).hasMessage("while it writes");
        assertThat(run.isEnded()).isTrue();
        assertThat(run.step()).isFalse();
        assertThat(run.steps()).isEqualTo(3);
        assertThat(run.result().stop()).isEqualTo(Stop.STOPPED);
        assertThat(run.result().message())
            .isEqualTo(
                "stopped in epoch 1 after step 3: an exception came while step 4 was written");
        assertThatThrownBy(run::save)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "an exception came while step 4 was written, some parameters may have moved");
      }
    }
  }

  @Test
  void theBestParametersAreWholeAllTheSame() {
    Trouble none = new Trouble(0);
    double[] best = start();
    none.validated(own(99, true, false)).epochs(1).build().train(none.new Hills(), best);
    double[] theta = start();
    TrainingRun<double[]> run =
        none.validated(own(4, true, false)).build().start(none.new Hills(), theta);
    assertThatThrownBy(run::finish).hasMessage("while it writes");
    assertThat(theta).isEqualTo(best);
  }

  @Test
  void aRuleThatThrowsBeforeItWritesCanBeAskedAgain() {
    Trouble none = new Trouble(0);
    double[] theta = start();
    TrainingRun<double[]> run =
        none.trainer(own(4, false, false)).build().start(none.new Hills(), theta);
    assertThatThrownBy(run::finish).hasMessage("while it prepares");
    double[] before = theta.clone();
    assertThat(run.steps()).isEqualTo(3);
    assertThatThrownBy(run::step).hasMessage("while it prepares");
    assertThat(theta).isEqualTo(before);
    assertThat(run.steps()).isEqualTo(3);
    assertThat(run.isEnded()).isFalse();
  }

  @Test
  void aRuleThatLooksAheadInAWayOfItsOwnMustLookBack() {
    Trouble trouble = new Trouble(11);
    TrainingRun<double[]> run =
        trouble.trainer(own(99, false, true)).build().start(trouble.new Hills(), start());
    trouble.begin();
    assertThatThrownBy(run::finish).hasMessage("gradient");
    assertThat(run.isEnded()).isTrue();
    assertThatThrownBy(run::save).hasMessageContaining("some parameters may have moved");
  }

  @Test
  void aCallbackMustNotStep() {
    Trouble none = new Trouble(0);
    TrainingRun<double[]> run =
        none.trainer(new Sgd())
            .progress(
                new TrainingProgress() {
                  private TrainingRun<?> mine;

                  @Override
                  public void begin(TrainingRun<?> run) {
                    mine = run;
                  }

                  @Override
                  public void step(int epoch, long step, double loss, double rate) {
                    mine.step();
                  }
                })
            .build()
            .start(none.new Hills(), start());
    assertThatThrownBy(run::step)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a step is under way, another must come after it");
    assertThat(run.steps()).isEqualTo(1);
  }
}
