package io.github.curvelane.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initialization;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HintsTest {
  private static final Network<float[]> TEACHER =
      Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 9, 8, 3);
  private static final Network<float[]> STUDENT =
      Network.perceptron(
          Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 4, 4, 4, 4, 3);
  private static final float[] TAUGHT = TEACHER.initialize(Initializer.FAN_IN, 1);
  private static final float[] START = STUDENT.initialize(Initializer.FAN_IN, 2);
  private static final Hints<float[]> HINTS = Hints.of(TEACHER, 2, STUDENT, 3);

  @TempDir private Path folder;

  private static StochasticTrainer trainer(int epochs) {
    return StochasticTrainer.of(new Momentum(0.9), Schedule.constant(0.02))
        .epochs(epochs)
        .batch(10)
        .build();
  }

  private static NetworkObjective<float[]> guided() {
    float[] inputs = Spirals.inputs(1);
    return new NetworkObjective<>(
        HINTS.guided().newWorkspace(Spirals.EXAMPLES),
        Loss.halfSquaredError(),
        inputs,
        HINTS.targets(TAUGHT, inputs));
  }

  private static float[] guidedStart() {
    return HINTS.guided(START, Initialization.of(Initializer.FAN_IN), 5);
  }

  private static TrainingPlan<float[]> plan() {
    return TrainingPlan.of(
        Precision.FLOAT,
        guidedStart(),
        PlanStage.of("hints", HintsTest::guided, trainer(3)),
        new PlanStage<>(
            "student",
            () -> Spirals.objective(STUDENT),
            trainer(2),
            guided -> HINTS.hinted(guided, START)));
  }

  @Test
  void targetsAreWhatTheHintLayerGives() {
    float[] inputs = Spirals.inputs(1);
    Targets<float[]> targets = HINTS.targets(TAUGHT, inputs);
    assertThat(targets.examples()).isEqualTo(Spirals.EXAMPLES);
    assertThat(targets.outputs()).isEqualTo(8);
    float[] x = {inputs[2 * 17], inputs[2 * 17 + 1]};
    float[] first = layer(x, TEACHER.offset(0), 9);
    float[] second = layer(first, TEACHER.offset(1), 8);
    for (int j = 0; j < 8; j++) {
      // Ten rounded operations on numbers below 1 before each tanh, of slope at most 1.
      assertThat(targets.value(17, j)).isCloseTo(second[j], Offset.offset(30 * 0x1p-24));
    }
  }

  private static float[] layer(float[] x, int offset, int units) {
    float[] y = new float[units];
    for (int j = 0; j < units; j++) {
      double sum = TAUGHT[offset + x.length * units + j];
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * TAUGHT[offset + i * units + j];
      }
      y[j] = (float) StrictMath.tanh(sum);
    }
    return y;
  }

  @Test
  void theGuidedNetworkIsTheStudentsFirstLayersAndARegressor() {
    assertThat(HINTS.guided()).hasToString("float 2-4 tanh-4 tanh-4 tanh-8 identity");
    assertThat(HINTS.withRegressor(Activation.tanh()).guided())
        .hasToString("float 2-4 tanh-4 tanh-4 tanh-8 tanh");
    float[] guided = guidedStart();
    int end = STUDENT.offset(3);
    assertThat(Arrays.copyOf(guided, end)).isEqualTo(Arrays.copyOf(START, end));
    guided[end - 1] = 7;
    guided[end] = 8;
    float[] expected = START.clone();
    expected[end - 1] = 7;
    assertThat(HINTS.hinted(guided, START)).isEqualTo(expected);
  }

  @Test
  void thePlanIsWhatOneWouldDoByHandAndHintsAreLearned() {
    NetworkObjective<float[]> objective = guided();
    float[] theta = guidedStart();
    double before = objective.value(theta);
    trainer(3).train(guided(), theta);
    assertThat(objective.value(theta)).isLessThan(before / 2);
    float[] student = HINTS.hinted(theta, START);
    trainer(2).train(Spirals.objective(STUDENT), student);
    assertThat(plan().train().orThrow().parameters()).isEqualTo(student);
  }

  @Test
  void interruptedInAnyStageItEndsInTheSameBits() throws IOException {
    float[] whole = plan().train().parameters();
    SplittableRandom random = new SplittableRandom(6);
    PlanResult<float[]> result;
    do {
      int until = random.nextInt(14);
      int[] asked = {0};
      result = plan().cancelWhen(() -> asked[0]++ == until).train(folder, 7);
    } while (!result.isFinished());
    assertThat(result.parameters()).isEqualTo(whole);
  }

  @Test
  void outputsOfLayersAreTheSameBitsForAnyParallelism() {
    float[] inputs = Spirals.inputs(1);
    float[] all = LayerOutputs.of(TEACHER, TAUGHT, 3, inputs);
    float[] expected = new float[3 * Spirals.EXAMPLES];
    TEACHER.newWorkspace(Spirals.EXAMPLES).predict(TAUGHT, inputs, 0, Spirals.EXAMPLES, expected);
    assertThat(all).isEqualTo(expected);
    try (Parallelism two = Parallelism.threads(2)) {
      assertThat(LayerOutputs.of(TEACHER, TAUGHT, 3, inputs, two)).isEqualTo(expected);
    }
    assertThat(LayerOutputs.of(TEACHER, TAUGHT, 3, new float[0])).isEmpty();
  }

  @Test
  void wrongArgumentsAreNamed() {
    Network<float[]> other =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 5, 9, 3);
    assertThatThrownBy(() -> Hints.of(other, 1, STUDENT, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("teacher has 5 inputs, must have the 2 of the student");
    assertThatThrownBy(() -> Hints.of(TEACHER, 3, STUDENT, 2))
        .hasMessage("teacherLayers is 3, must be from 1 to the 2 hidden layers of the teacher");
    assertThatThrownBy(() -> Hints.of(TEACHER, 2, STUDENT, 0))
        .hasMessage("studentLayers is 0, must be from 1 to the 4 hidden layers of the student");
    assertThatThrownBy(() -> HINTS.guided(new float[3], Initialization.of(Initializer.HE), 1))
        .hasMessage("theta has 3 elements, must have the 87 parameters of the student");
    assertThatThrownBy(() -> HINTS.hinted(new float[3], START))
        .hasMessage("guided has 3 elements, must have the 92 parameters of the guided network");
    assertThatThrownBy(() -> HINTS.targets(TAUGHT, new float[3]))
        .hasMessage("inputs has 3 elements, must be a multiple of the network's 2 inputs");
    assertThatThrownBy(() -> LayerOutputs.of(TEACHER, TAUGHT, 4, new float[2]))
        .hasMessage("layers is 4, must be from 1 to the 3 of the network");
    assertThatThrownBy(() -> LayerOutputs.of(TEACHER, new float[2], 1, new float[2]))
        .hasMessage("theta has 2 elements, must have the 134 parameters of the network");
  }
}
