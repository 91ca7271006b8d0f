package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.TrainingResult.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StochasticTrainerTest {
  private static StochasticTrainer.Builder sgd(double rate) {
    return StochasticTrainer.of(new Sgd(), Schedule.constant(rate));
  }

  /** Counts epochs and keeps what it is told. */
  private static final class Recorder implements TrainingProgress {
    final List<String> steps = new ArrayList<>();
    final List<Double> epochLosses = new ArrayList<>();
    final List<Double> losses = new ArrayList<>();

    @Override
    public void step(int epoch, long step, double loss, double rate) {
      steps.add(epoch + ":" + step + ":" + rate);
      losses.add(loss);
    }

    @Override
    public void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {
      assertThat(examplesPerSecond).isPositive();
      epochLosses.add(loss);
    }
  }

  @Test
  void findsTheLeastSquaresSolution() {
    LineFit fit = new LineFit(50);
    double[] theta = new double[3];
    TrainingResult result = sgd(0.1).epochs(400).batch(50).build().train(fit, theta);
    assertThat(result.stop()).isEqualTo(Stop.FINISHED);
    assertThat(result.epoch()).isEqualTo(400);
    assertThat(result.step()).isEqualTo(400);
    assertThat(result.message()).isEqualTo("all 400 epochs are done");
    assertThat(theta).containsExactly(fit.solution(), within(1e-9));
  }

  /** With c/t and one example a step, the mean of numbers is their running mean, exactly known. */
  @Test
  void theRateOfStochasticApproximationAverages() {
    Means means = new Means(1, 2, 3, 4, 5, 60);
    double[] theta = {100};
    StochasticTrainer trainer =
        StochasticTrainer.of(new Sgd(), Schedule.inverse(1))
            .batch(1)
            .order(SamplingOrder.sequential())
            .build();
    TrainingResult result = trainer.train(means, theta);
    assertThat(theta[0]).isCloseTo(12.5, within(1e-13));
    assertThat(result.rate()).isEqualTo(1 / 6.0);
  }

  @Test
  void theLastBatchIsShortOrDropped() {
    LineFit fit = new LineFit(10);
    Recorder progress = new Recorder();
    sgd(0.25).epochs(2).batch(4).progress(progress).build().train(fit, new double[3]);
    assertThat(progress.steps)
        .containsExactly("1:1:0.25", "1:2:0.25", "1:3:0.25", "2:4:0.25", "2:5:0.25", "2:6:0.25");
    List<Double> losses = progress.losses;
    double mean = (4 * losses.get(0) + 4 * losses.get(1) + 2 * losses.get(2)) / 10;
    assertThat(progress.epochLosses.get(0)).isCloseTo(mean, within(1e-14));
    assertThat(fit.batches).containsExactly(4, 4, 2, 4, 4, 2);

    LineFit other = new LineFit(10);
    sgd(0.1).epochs(2).batch(4).lastBatch(LastBatch.DROPPED).build().train(other, new double[3]);
    assertThat(other.batches).containsExactly(4, 4, 4, 4);
  }

  @Test
  void everyEpochVisitsEachExampleOnceInANewOrder() {
    LineFit fit = new LineFit(100);
    sgd(0.01).epochs(3).batch(7).seed(5).build().train(fit, new double[3]);
    List<Integer> all = IntStream.range(0, 100).boxed().toList();
    List<Integer> first = fit.visited.subList(0, 100);
    List<Integer> second = fit.visited.subList(100, 200);
    assertThat(first).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
    assertThat(second).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(first);
    LineFit again = new LineFit(100);
    sgd(0.01).epochs(3).batch(7).seed(5).build().train(again, new double[3]);
    assertThat(again.visited).isEqualTo(fit.visited);
    LineFit otherSeed = new LineFit(100);
    sgd(0.01).epochs(3).batch(7).seed(6).build().train(otherSeed, new double[3]);
    assertThat(otherSeed.visited).isNotEqualTo(fit.visited);
  }

  /** The order is part of the results: it must not change between versions of the library. */
  @Test
  void theShuffleIsPinned() {
    int[] order = new int[10];
    SamplingOrder.shuffled(1).arrange(1, order);
    assertThat(order).containsExactly(0, 4, 6, 2, 1, 5, 3, 7, 8, 9);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRunContinuedFromASavedStateEqualsTheUninterruptedOne(boolean fused) {
    UpdateRule rule = new Adam();
    Schedule schedule = Schedule.cosine(0.1, 0, 60);
    double[] through = new double[3];
    StochasticTrainer six =
        StochasticTrainer.of(rule, schedule).epochs(6).batch(8).fused(fused).build();
    six.train(new LineFit(50), through);

    double[] theta = new double[3];
    Kernels<double[]> kernels = Kernels.of(Precision.DOUBLE);
    Updater<double[]> first = rule.init(kernels, 3);
    StochasticTrainer two = StochasticTrainer.of(rule, schedule).epochs(2).batch(8).build();
    two.train(new LineFit(50), theta, first, 1);
    Updater<double[]> second = rule.init(kernels, 3);
    second.restore(first.save());
    TrainingResult result = six.train(new LineFit(50), theta, second, 3);
    assertThat(result.epoch()).isEqualTo(6);
    assertThat(theta).isEqualTo(through);
  }

  @Test
  void fusedStepsGiveTheSameBitsAndAreUsedOnlyWhereTheRuleAllows() {
    for (UpdateRule rule : List.of(new Momentum(0.9), new Nesterov(0.9), new WholeGradient())) {
      LineFit.Fused fused = new LineFit.Fused(50);
      double[] theta = new double[3];
      StochasticTrainer.of(rule, Schedule.constant(0.1))
          .epochs(3)
          .batch(8)
          .build()
          .train(fused, theta);
      LineFit.Fused unfused = new LineFit.Fused(50);
      double[] expected = new double[3];
      StochasticTrainer.of(rule, Schedule.constant(0.1))
          .epochs(3)
          .batch(8)
          .fused(false)
          .build()
          .train(unfused, expected);
      assertThat(theta).isEqualTo(expected).isNotEqualTo(new double[3]);
      assertThat(unfused.fusedSteps).isZero();
      assertThat(fused.fusedSteps).isEqualTo(rule instanceof WholeGradient ? 0 : 21);
    }
  }

  /** Descent that says it needs the whole gradient first. */
  private record WholeGradient() implements UpdateRule {
    @Override
    public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
      return new Updater<>(kernels.precision(), dimension) {
        @Override
        public boolean isFusable() {
          return false;
        }

        @Override
        protected void prepare(double rate, A theta, A gradient) {}

        @Override
        public void update(A theta, A gradient, int from, int to) {
          kernels.vectorAlgebra().axpy(to - from, -0.125, gradient, from, theta, from);
        }
      };
    }
  }

  @Test
  void cancelsBeforeTheNextStep() {
    AtomicInteger steps = new AtomicInteger();
    LineFit fit = new LineFit(50);
    TrainingResult result =
        sgd(0.1)
            .epochs(100)
            .batch(10)
            .cancelWhen(() -> steps.getAndIncrement() == 7)
            .build()
            .train(fit, new double[3]);
    assertThat(result.stop()).isEqualTo(Stop.CANCELLED);
    assertThat(result.epoch()).isEqualTo(2);
    assertThat(result.step()).isEqualTo(7);
    assertThat(result.message()).isEqualTo("cancelled in epoch 2 after step 7");
    assertThat(result.orThrow()).isSameAs(result);
    assertThat(fit.batches).hasSize(7);
  }

  @Test
  void aDivergingRunStopsWithEpochStepAndRate() {
    TrainingResult result =
        sgd(1e3).epochs(100).batch(25).build().train(new LineFit(50), new double[3]);
    assertThat(result.stop()).isEqualTo(Stop.DIVERGED);
    assertThat(result.rate()).isEqualTo(1e3);
    assertThat(result.message())
        .matches(
            "diverged in epoch "
                + result.epoch()
                + ", step "
                + result.step()
                + ", at learning rate 1000\\.0: the loss is (NaN|Infinity)");
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(DivergenceException.class)
        .hasMessage(result.message());
  }

  @Test
  void aParameterThatIsNoNumberEndsTheRunThoughTheLossIsFinite() {
    Means blind =
        new Means(1, 2, 3, 4) {
          @Override
          public double valueAndGradient(double[] theta, double[] gradient) {
            gradient[0] = Double.NaN;
            return 0;
          }
        };
    TrainingResult result = sgd(0.5).epochs(9).batch(2).build().train(blind, new double[1]);
    assertThat(result.stop()).isEqualTo(Stop.DIVERGED);
    assertThat(result.message())
        .isEqualTo("diverged in epoch 1, step 2, at learning rate 0.5: parameter 0 is NaN");
  }

  @Test
  void aStepAllocatesNothing() {
    Means means = new Means(new double[20_000]);
    double[] theta = {1};
    StochasticTrainer trainer = sgd(0.01).batch(2).build();
    int steps = 10_000;
    long setUp = 16L * 20_000; // the order, and the objects of a run and an epoch
    long bytes = Allocation.perCall(20, setUp + steps - 1, () -> trainer.train(means, theta));
    assertThat((bytes - setUp) / steps).as("bytes a step").isLessThanOrEqualTo(0);
  }

  @Test
  void noEpochsAreNoSteps() {
    TrainingResult result = sgd(1).epochs(0).batch(2).build().train(new LineFit(2), new double[3]);
    assertThat(result.stop()).isEqualTo(Stop.FINISHED);
    assertThat(result.step()).isZero();
    assertThat(result.loss()).isNaN();
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    LineFit fit = new LineFit(10);
    refused(() -> sgd(1).epochs(-1), "epochs is -1, must be at least 0");
    refused(() -> sgd(1).batch(0), "batch is 0, must be at least 1");
    refused(
        () -> sgd(1).batch(11).build().train(fit, new double[3]),
        "batch is 11, larger than the number of examples, 10");
    refused(
        () -> sgd(1).batch(65).build().train(new LineFit(100), new double[3]),
        "batch is 65, the objective takes at most 64");
    LineFit pairs =
        new LineFit(10) {
          @Override
          public int minBatch() {
            return 2;
          }
        };
    refused(
        () -> sgd(1).batch(1).build().train(pairs, new double[3]),
        "batch is 1, the objective takes at least 2");
    refused(
        () -> sgd(1).batch(3).build().train(pairs, new double[3]),
        "batch is 3: of the 10 examples 1 would be the last of an epoch, the objective takes at"
            + " least 2; let LastBatch be DROPPED or take another batch");
    sgd(1).batch(3).lastBatch(LastBatch.DROPPED).build().train(pairs, new double[3]);
    sgd(1).batch(4).build().train(pairs, new double[3]);
    StochasticTrainer trainer = sgd(1).batch(2).build();
    refused(
        () -> trainer.train(fit, new double[2]),
        "theta has 2 elements, must have the objective's 3 parameters");
    refused(
        () -> trainer.train(fit, new double[] {0, Double.NaN, 0}),
        "theta[1] is NaN, must be finite");
    Updater<double[]> four = new Sgd().init(Kernels.of(Precision.DOUBLE), 4);
    refused(
        () -> trainer.train(fit, new double[3], four, 1),
        "the updater is for 4 parameters, the objective has 3");
    Updater<double[]> three = new Sgd().init(Kernels.of(Precision.DOUBLE), 3);
    refused(
        () -> trainer.train(fit, new double[3], three, 0), "firstEpoch is 0, must be at least 1");
  }

  /** They would end FINISHED, with parameters that have not learnt. */
  @Test
  void rulesThatDoNotFollowTheGradientAreRefused() {
    UpdateRule clip = new ClipByValue(1);
    UpdateRule decay = new DecoupledWeightDecay(0.1);
    for (UpdateRule rule :
        List.of(
            UpdateRule.chain(new WeightDecay(0.1)),
            new ClipByNorm(1),
            decay,
            UpdateRule.chain(clip, decay))) {
      StochasticTrainer trainer = StochasticTrainer.of(rule, Schedule.constant(0.1)).build();
      double[] theta = {1, 2, 3};
      String rest =
          " does not move the parameters along the gradient, must be in a chain before a rule that"
              + " does, such as Sgd";
      refused(() -> trainer.train(new LineFit(50), theta), rule + rest);
      Updater<double[]> updater = rule.init(Kernels.of(Precision.DOUBLE), 3);
      refused(() -> trainer.train(new LineFit(50), theta, updater, 1), "the updater's rule" + rest);
      assertThat(theta).containsExactly(1, 2, 3);
    }
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
