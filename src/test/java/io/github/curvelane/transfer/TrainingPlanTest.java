package io.github.curvelane.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Precision;
import io.github.curvelane.io.ForeignCheckpointException;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkValidation;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.Averaging;
import io.github.curvelane.optim.DivergenceException;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingProgress;
import io.github.curvelane.optim.TrainingResult;
import io.github.curvelane.optim.TrainingResult.Stop;
import io.github.curvelane.optim.UpdateRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages one after the other, interrupted anywhere. */
final class TrainingPlanTest {
  private static final Network<float[]> NETWORK =
      Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 5, 3);

  @TempDir private Path folder;

  /** Ends a test as a kill would: nothing is written any more. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Throws at a step. */
  private static final class Killer implements TrainingProgress {
    private long left = Long.MAX_VALUE;

    @Override
    public void step(int epoch, long step, double loss, double rate) {
      if (left-- == 0) {
        throw new Killed();
      }
    }
  }

  private static float[] start() {
    return NETWORK.initialize(Initializer.FAN_IN, 1);
  }

  private static NetworkValidation<float[]> validation() {
    return NetworkValidation.of(
            NETWORK, Loss.softmaxCrossEntropy(), Spirals.inputs(2), Spirals.targets())
        .loss()
        .build();
  }

  /** Momentum, patience with the best parameters kept, and averaged parameters. */
  private static TrainingPlan<float[]> plan(TrainingProgress progress) {
    return TrainingPlan.of(
        Precision.FLOAT,
        start(),
        stage("first", builder(new Momentum(0.9), 0.1).epochs(3), progress),
        stage(
            "second",
            StochasticTrainer.of(new Adam(), Schedule.constant(0.2))
                .epochs(20)
                .batch(7)
                .validation(validation())
                .patience(2),
            progress),
        new PlanStage<>(
            "third",
            () -> Spirals.objective(NETWORK),
            builder(new Sgd(), 0.05)
                .epochs(2)
                .average(Averaging.exponential(0.9))
                .progress(progress)
                .build(),
            TrainingPlanTest::halved));
  }

  private static StochasticTrainer.Builder builder(UpdateRule rule, double rate) {
    return StochasticTrainer.of(rule, Schedule.constant(rate)).batch(10);
  }

  private static PlanStage<float[]> stage(
      String name, StochasticTrainer.Builder trainer, TrainingProgress progress) {
    return PlanStage.of(name, () -> Spirals.objective(NETWORK), trainer.progress(progress).build());
  }

  private static float[] halved(float[] theta) {
    float[] halved = theta.clone();
    for (int i = 0; i < halved.length; i++) {
      halved[i] /= 2;
    }
    return halved;
  }

  @Test
  void eachStageBeginsWithWhatTheOneBeforeHasReturned() {
    float[] theta = start();
    builder(new Momentum(0.9), 0.1).epochs(3).build().train(Spirals.objective(NETWORK), theta);
    TrainingResult second =
        StochasticTrainer.of(new Adam(), Schedule.constant(0.2))
            .epochs(20)
            .batch(7)
            .validation(validation())
            .patience(2)
            .build()
            .train(Spirals.objective(NETWORK), theta);
    theta = halved(theta);
    builder(new Sgd(), 0.05)
        .epochs(2)
        .average(Averaging.exponential(0.9))
        .build()
        .train(Spirals.objective(NETWORK), theta);

    PlanResult<float[]> result = plan(new Killer()).train().orThrow();
    assertThat(result.isFinished()).isTrue();
    assertThat(result.parameters()).isEqualTo(theta);
    assertThat(result.stages())
        .extracting(TrainingResult::stop)
        .containsExactly(Stop.FINISHED, second.stop(), Stop.FINISHED);
    assertThat(second.stop()).isEqualTo(Stop.PATIENCE);
    assertThat(result.stages().get(1).step()).isEqualTo(second.step());
  }

  @Test
  void interruptedAnywhereItEndsInTheSameBits() throws IOException {
    PlanResult<float[]> whole = plan(new Killer()).train();
    long steps = whole.stages().stream().mapToLong(TrainingResult::step).sum();
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 4; round++) {
      Path own = folder.resolve("round-" + round);
      PlanResult<float[]> result = null;
      int interruptions = 0;
      while (result == null || !result.isFinished()) {
        assertThat(interruptions++).as("round %d", round).isLessThan(200);
        Killer killer = new Killer();
        long until = random.nextLong(steps / 3);
        boolean isKilled = random.nextBoolean();
        killer.left = isKilled ? until : Long.MAX_VALUE;
        long[] asked = {0};
        try {
          result =
              plan(killer)
                  .cancelWhen(() -> !isKilled && asked[0]++ == until)
                  .train(own, 5 + random.nextLong(20));
        } catch (Killed e) {
          result = null;
        }
      }
      assertThat(result.parameters()).as("round %d", round).isEqualTo(whole.parameters());
      for (int k = 0; k < 3; k++) {
        TrainingResult there = whole.stages().get(k);
        TrainingResult here = result.stages().get(k);
        assertThat(here.step()).isEqualTo(there.step());
        assertThat(here.stop()).isEqualTo(there.stop());
        assertThat(here.validations()).isEqualTo(there.validations());
      }
    }
  }

  @Test
  void aFinishedPlanIsReadAndNotTrained() throws IOException {
    PlanResult<float[]> whole = plan(new Killer()).train(folder, Duration.ofHours(1));
    Killer killer = new Killer();
    killer.left = 0;
    PlanResult<float[]> read = plan(killer).train(folder, Duration.ofHours(1));
    assertThat(read.isFinished()).isTrue();
    assertThat(read.parameters()).isEqualTo(whole.parameters());
  }

  @Test
  void aDamagedStateIsPassedOver() throws IOException {
    PlanResult<float[]> whole = plan(new Killer()).train();
    Killer killer = new Killer();
    killer.left = 15;
    assertThatThrownBy(() -> plan(killer).train(folder, 4)).isInstanceOf(Killed.class);
    Path newest = folder.resolve("stage-1/checkpoint-12.safetensors");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 1] ^= 1;
    Files.write(newest, bytes);
    assertThat(plan(new Killer()).train(folder, 4).parameters()).isEqualTo(whole.parameters());
  }

  @Test
  void whatACallbackStopsHasEndedAndStaysSo() throws IOException {
    int[] begun = {0};
    TrainingPlan<float[]> plan = stoppedByACallback(begun, 30);
    PlanResult<float[]> result = plan.train();
    assertThat(result.isFinished()).isTrue();
    assertThat(result.stages())
        .extracting(TrainingResult::stop)
        .containsExactly(Stop.STOPPED, Stop.FINISHED);
    assertThat(result.stages().getFirst().epoch()).isEqualTo(2);

    // Cancelled within the second stage; when it is resumed, the callback would stop no more.
    int[] asked = {0};
    assertThat(
            stoppedByACallback(begun, 30)
                .cancelWhen(() -> asked[0]++ == 15)
                .train(folder, 100)
                .isFinished())
        .isFalse();
    PlanResult<float[]> resumed = stoppedByACallback(begun, 0).train(folder, 100);
    assertThat(resumed.parameters()).isEqualTo(result.parameters());
    assertThat(resumed.stages().getFirst().step()).isEqualTo(12);
  }

  private static TrainingPlan<float[]> stoppedByACallback(int[] begun, double limit) {
    StochasticTrainer trainer =
        builder(new Sgd(), 0.1)
            .epochs(4)
            .validation(validation())
            .onValidation(
                (run, point) -> {
                  if (point.epoch() == 2 && limit > 0) {
                    run.stop("good enough");
                  }
                })
            .build();
    return TrainingPlan.of(
        Precision.FLOAT,
        start(),
        PlanStage.of("stopped", () -> Spirals.objective(NETWORK), trainer),
        stage("rest", builder(new Sgd(), 0.1).epochs(2), new TrainingProgress() {}));
  }

  @Test
  void aStageThatDivergesIsTheLast() {
    TrainingPlan<float[]> plan =
        TrainingPlan.of(
            Precision.FLOAT,
            start(),
            stage("wild", builder(new Sgd(), 3e38).epochs(9), new Killer()),
            stage("rest", builder(new Sgd(), 0.1), new Killer()));
    PlanResult<float[]> result = plan.train();
    assertThat(result.isFinished()).isFalse();
    assertThat(result.stages()).extracting(TrainingResult::stop).containsExactly(Stop.DIVERGED);
    assertThatThrownBy(result::orThrow).isInstanceOf(DivergenceException.class);
  }

  @Test
  void listenersAreToldOfStages() throws IOException {
    List<String> told = new ArrayList<>();
    PlanProgress progress =
        new PlanProgress() {
          @Override
          public void begin(int number, int stages, String name, long steps) {
            told.add("begin %d of %d, %s, %d".formatted(number, stages, name, steps));
          }

          @Override
          public void end(int number, int stages, String name, TrainingResult result) {
            told.add("end %d of %d, %s, %s".formatted(number, stages, name, result.stop()));
          }
        };
    int[] asked = {0};
    plan(new Killer()).progress(progress).cancelWhen(() -> asked[0]++ == 5).train(folder, 100);
    assertThat(told).containsExactly("begin 1 of 3, first, 0", "end 1 of 3, first, STOPPED");
    told.clear();
    plan(new Killer()).progress(progress).train(folder, 100);
    assertThat(told)
        .containsExactly(
            "begin 1 of 3, first, 5",
            "end 1 of 3, first, FINISHED",
            "begin 2 of 3, second, 0",
            "end 2 of 3, second, PATIENCE",
            "begin 3 of 3, third, 0",
            "end 3 of 3, third, FINISHED");
  }

  @Test
  void whatCannotBeKeptIsToldAndTrainingGoesOn() throws IOException {
    List<Long> unkept = new ArrayList<>();
    PlanProgress progress =
        new PlanProgress() {
          @Override
          public void begin(int number, int stages, String name, long steps) {
            if (number == 1) {
              delete(folder.resolve("stage-1"));
            }
          }

          @Override
          public void notKept(int number, long step, Exception reason) {
            assertThat(number).isEqualTo(1);
            unkept.add(step);
          }
        };
    PlanResult<float[]> result = plan(new Killer()).progress(progress).train(folder, 8);
    assertThat(unkept).containsExactly(8L, 16L, 18L);
    assertThat(result.parameters()).isEqualTo(plan(new Killer()).train().parameters());
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void statesOfOtherPlansAreRefused() throws IOException {
    int[] asked = {0};
    plan(new Killer()).cancelWhen(() -> asked[0]++ == 5).train(folder, 100);
    assertRefused("first", 3, 0.1, 1, 2, "start is ");
    assertRefused("other", 3, 0.1, 1, 1, "stage is first there and other here");
    assertRefused("first", 4, 0.1, 1, 1, "3 epochs");
    assertRefused("first", 3, 0.2, 1, 1, "trainer is ");
    assertThatThrownBy(() -> single("first", 3, 0.1, 7, 1).train(folder, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the state is of another run: it had data: ");
    assertThat(single("first", 3, 0.1, 1, 1).train(folder, 100).isFinished()).isTrue();
  }

  private void assertRefused(
      String name, int epochs, double rate, long data, long start, String difference) {
    assertThatThrownBy(() -> single(name, epochs, rate, data, start).train(folder, 100))
        .isInstanceOf(ForeignCheckpointException.class)
        .hasMessageContaining(difference);
  }

  private static TrainingPlan<float[]> single(
      String name, int epochs, double rate, long data, long start) {
    return TrainingPlan.of(
        Precision.FLOAT,
        NETWORK.initialize(Initializer.FAN_IN, start),
        PlanStage.of(
            name,
            () -> Spirals.objective(NETWORK, data),
            builder(new Momentum(0.9), rate).epochs(epochs).build()));
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> TrainingPlan.of(Precision.FLOAT, start()))
        .hasMessage("stages is empty, must be at least one");
    assertThatThrownBy(() -> plan(new Killer()).train(folder, 0))
        .hasMessage("steps is 0, must be at least 1");
    assertThatThrownBy(() -> plan(new Killer()).train(folder, Duration.ZERO))
        .hasMessage("every is PT0S, must be positive");
    assertThatThrownBy(() -> stage("a\nb", builder(new Sgd(), 1), new Killer()))
        .hasMessage("name is 'a\\nb', must be a line of 1 to 80 characters");
    TrainingPlan<float[]> longer =
        TrainingPlan.of(
            Precision.FLOAT, new float[3], stage("one", builder(new Sgd(), 1), new Killer()));
    assertThatThrownBy(longer::train)
        .hasMessage("theta has 3 elements, must have the objective's 33 parameters");
    TrainingPlan<float[]> empty =
        TrainingPlan.of(
            Precision.FLOAT,
            start(),
            new PlanStage<>(
                "none",
                () -> Spirals.objective(NETWORK),
                builder(new Sgd(), 1).build(),
                theta -> null));
    assertThatThrownBy(empty::train)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("start of stage 'none' gave null, must not");
  }
}
