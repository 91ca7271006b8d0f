package io.github.curvelane.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.Initialization;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.ParameterGroups;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.UpdateRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GreedyPretrainingTest {
  private static final Initialization FAN_IN = Initialization.of(Initializer.FAN_IN);
  private static final Network<float[]> NETWORK =
      Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 6, 5, 4, 3);

  @TempDir private Path folder;

  private static StochasticTrainer trainer(UpdateRule rule) {
    return StochasticTrainer.of(rule, Schedule.constant(0.05)).batch(10).epochs(2).build();
  }

  private static TrainingPlan<float[]> plan(GreedyPretraining<float[]> pretraining) {
    return pretraining
        .plan(
            FAN_IN,
            7,
            stage -> Spirals.objective(stage.network()),
            stage -> trainer(stage.rule(new Momentum(0.9))))
        .then(
            PlanStage.of(
                "fine-tuning", () -> Spirals.objective(NETWORK), trainer(new Momentum(0.9))));
  }

  /** What the plan is short for, by hand. */
  private static float[] byHand(boolean frozen) {
    Network<float[]> one = shallow(6);
    float[] first = one.initialize(FAN_IN, 7);
    trainer(new Momentum(0.9)).train(Spirals.objective(one), first);
    Network<float[]> two = shallow(6, 5);
    float[] second = two.initialize(FAN_IN, 8);
    System.arraycopy(first, 0, second, 0, 18);
    trainer(rule(two, frozen, "layers.0.*")).train(Spirals.objective(two), second);
    float[] third = NETWORK.initialize(FAN_IN, 9);
    System.arraycopy(second, 0, third, 0, 53);
    trainer(rule(NETWORK, frozen, "layers.0.*", "layers.1.*"))
        .train(Spirals.objective(NETWORK), third);
    trainer(new Momentum(0.9)).train(Spirals.objective(NETWORK), third);
    return third;
  }

  private static Network<float[]> shallow(int... hidden) {
    int[] sizes = new int[hidden.length + 2];
    sizes[0] = 2;
    System.arraycopy(hidden, 0, sizes, 1, hidden.length);
    sizes[hidden.length + 1] = 3;
    return Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), sizes);
  }

  private static UpdateRule rule(Network<float[]> network, boolean frozen, String... names) {
    ParameterGroups groups = ParameterGroups.of(new Momentum(0.9), network.ranges());
    for (String name : names) {
      groups = frozen ? groups.frozen(name) : groups;
    }
    return frozen ? groups : new Momentum(0.9);
  }

  @Test
  void thePlanIsWhatOneWouldDoByHand() {
    assertThat(plan(GreedyPretraining.of(NETWORK)).train().orThrow().parameters())
        .isEqualTo(byHand(true));
    assertThat(plan(GreedyPretraining.of(NETWORK).withoutFreezing()).train().parameters())
        .isEqualTo(byHand(false))
        .isNotEqualTo(byHand(true));
  }

  @Test
  void lowerLayersKeepTheirBits() {
    TrainingPlan<float[]> plan = plan(GreedyPretraining.of(NETWORK));
    float[] before = null;
    for (int k = 1; k <= 3; k++) {
      float[] theta =
          TrainingPlan.of(
                  Precision.FLOAT, shallow(6).initialize(FAN_IN, 7), plan.stages().subList(0, k))
              .train()
              .parameters();
      if (before != null) {
        int end = k == 2 ? 18 : 53;
        assertThat(Arrays.copyOf(theta, end)).isEqualTo(Arrays.copyOf(before, end));
      }
      before = theta;
    }
  }

  @Test
  void interruptedInAnyStageItEndsInTheSameBits() throws IOException {
    GreedyPretraining<float[]> pretraining = GreedyPretraining.of(NETWORK);
    float[] whole = plan(pretraining).train().parameters();
    SplittableRandom random = new SplittableRandom(5);
    PlanResult<float[]> result;
    int interruptions = 0;
    do {
      int until = random.nextInt(14);
      int[] asked = {0};
      result = plan(pretraining).cancelWhen(() -> asked[0]++ == until).train(folder, 5);
      interruptions++;
    } while (!result.isFinished());
    assertThat(interruptions).isGreaterThan(4);
    assertThat(result.parameters()).isEqualTo(whole);
  }

  @Test
  void layersWithoutParametersComeWithTheOneBeforeThem() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            Layers.inputs(4)
                .add(new Activate(4, Activation.tanh()))
                .dense(6, Activation.identity())
                .add(new Activate(6, Activation.tanh()))
                .dense(5, Activation.tanh())
                .batchNormalization(Activation.identity())
                .dense(3, Activation.identity())
                .list());
    assertThat(GreedyPretraining.of(network).stages())
        .extracting(stage -> stage.network().toString() + ", frozen " + stage.frozen())
        .containsExactly(
            "float 4-4 activation tanh-6 identity-6 activation tanh-3 identity, frozen 0",
            "float 4-4 activation tanh-6 identity-6 activation tanh-5 tanh-3 identity, frozen 3",
            network + ", frozen 4");
    assertThat(GreedyPretraining.of(network, 3, 5).stages())
        .extracting(GreedyStage::frozen)
        .containsExactly(0, 3);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> GreedyPretraining.of(NETWORK, 1, 4))
        .hasMessage("depths[1] is 4, must be from 2 to the 3 hidden layers");
    assertThatThrownBy(() -> GreedyPretraining.of(NETWORK, 2, 2))
        .hasMessage("depths[1] is 2, must be from 3 to the 3 hidden layers");
    assertThatThrownBy(() -> GreedyPretraining.of(NETWORK, 1, 2))
        .hasMessage("depths ends with 2, must end with the 3 hidden layers");
    assertThatThrownBy(() -> GreedyPretraining.of(NETWORK, new int[0]))
        .hasMessage("depths is empty, must end with the 3 hidden layers");
    Network<float[]> single =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 3);
    assertThatThrownBy(() -> GreedyPretraining.of(single))
        .hasMessage("network has 1 layers, must have a hidden one with parameters");
    Network<float[]> activated =
        Network.of(
            Precision.FLOAT,
            Layers.inputs(2)
                .dense(3, Activation.tanh())
                .add(new Activate(3, Activation.tanh()))
                .list());
    assertThatThrownBy(() -> GreedyPretraining.of(activated))
        .hasMessageStartingWith("the last layer of network is activation, must be dense");
    assertThatThrownBy(
            () ->
                GreedyPretraining.of(NETWORK)
                    .plan(FAN_IN, 1, stage -> Spirals.objective(stage.network()), stage -> null))
        .hasMessage("trainers gave null for stage 1, must give a trainer");
    assertThatThrownBy(() -> new GreedyStage<>(1, NETWORK, 4))
        .hasMessage("frozen is 4, must be at least 0 and less than the 4 layers of the network");
    assertThatThrownBy(() -> new GreedyStage<>(0, NETWORK, 1))
        .hasMessage("number is 0, must be at least 1");
  }
}
