package io.github.curvelane.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Join;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.AdamW;
import io.github.curvelane.optim.ParameterGroups;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.UpdateRule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TransferTest {
  private static final Network<float[]> SOURCE = deep(4, 3);

  /** Dense, residual, branches, batch normalisation, and an output layer. */
  private static Network<float[]> deep(int width, int outputs) {
    return Network.of(
        Precision.FLOAT,
        Layers.inputs(2)
            .dense(width, Activation.tanh())
            .residual(in -> in.dense(width, Activation.tanh()), Activation.identity())
            .branches(
                Join.CONCAT,
                Activation.identity(),
                in -> in.dense(3, Activation.tanh()),
                in -> in.dense(2, Activation.relu()))
            .batchNormalization(Activation.identity())
            .dense(outputs, Activation.identity())
            .list());
  }

  @Test
  void bitsOfTheFirstLayersAreCopiedAndNoOthers() {
    Network<float[]> target = deep(4, 7);
    for (int n = 1; n <= 4; n++) {
      float[] from = SOURCE.initialize(Initializer.FAN_IN, 1);
      from[0] = Float.intBitsToFloat(0x7fc00123);
      from[1] = -0f;
      float[] to = target.initialize(Initializer.FAN_IN, 2);
      float[] before = to.clone();
      Transfer<float[]> transfer = Transfer.first(n, SOURCE, target);
      transfer.copy(from, to);
      int end = target.offset(n);
      assertThat(bits(to, 0, end)).as("%d layers", n).isEqualTo(bits(from, 0, end));
      assertThat(bits(to, end, to.length)).isEqualTo(bits(before, end, to.length));
      assertThat(transfer.ranges())
          .isEqualTo(target.ranges().stream().filter(r -> r.to() <= end).toList());
    }
  }

  private static int[] bits(float[] values, int from, int to) {
    int[] bits = new int[to - from];
    for (int i = from; i < to; i++) {
      bits[i - from] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @Test
  void theLastLayersGoToTheEndOfADeeperNetwork() {
    Network<float[]> shallow =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 4, 4, 3);
    Network<float[]> deeper =
        Network.perceptron(
            Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 4, 4, 4, 4, 3);
    float[] from = shallow.initialize(Initializer.FAN_IN, 1);
    float[] to = deeper.initialize(Initializer.FAN_IN, 2);
    float[] expected = to.clone();
    System.arraycopy(from, 12, expected, 52, 35);
    Transfer<float[]> last = Transfer.last(2, shallow, deeper);
    last.copy(from, to);
    assertThat(to).isEqualTo(expected);
    assertThat(last.ranges())
        .extracting(ParameterRange::name)
        .containsExactly("layers.3.weight", "layers.3.bias", "layers.4.weight", "layers.4.bias");
    assertThat(last)
        .hasToString(
            "layers 1 to 2 of float 2-4 tanh-4 tanh-3 identity"
                + " to layers 3 to 4 of float 2-4 tanh-4 tanh-4 tanh-4 tanh-3 identity");
  }

  @Test
  void frozenLayersKeepTheirBitsInTraining() {
    Network<float[]> target = deep(4, 3);
    Transfer<float[]> transfer = Transfer.first(2, SOURCE, target);
    float[] from = SOURCE.initialize(Initializer.FAN_IN, 1);
    float[] start = target.initialize(Initializer.FAN_IN, 2);
    transfer.copy(from, start);
    UpdateRule groups = ParameterGroups.of(new AdamW(0.1), target.ranges()).withoutDecay("*.bias");
    for (UpdateRule rule : new UpdateRule[] {new AdamW(0.1), groups}) {
      float[] theta = start.clone();
      StochasticTrainer.of(transfer.frozen(rule), Schedule.constant(0.1))
          .batch(20)
          .build()
          .train(Spirals.objective(target), theta)
          .orThrow();
      int end = target.offset(2);
      assertThat(Arrays.copyOf(theta, end)).isEqualTo(Arrays.copyOf(from, end));
      for (ParameterRange range : target.ranges()) {
        boolean isTheSame =
            Arrays.equals(theta, range.from(), range.to(), start, range.from(), range.to());
        // A bias before batch normalisation has no gradient.
        if (range.from() >= end && !range.isBias()) {
          assertThat(isTheSame).as(range.name()).isFalse();
        }
      }
    }
  }

  @Test
  void layersWithoutParametersFreezeNothing() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            Layers.inputs(2)
                .add(new Activate(2, Activation.tanh()))
                .dense(3, Activation.identity())
                .list());
    UpdateRule rule = new Sgd();
    Transfer<float[]> transfer = Transfer.first(1, network, network);
    assertThat(transfer.frozen(rule)).isSameAs(rule);
    assertThat(transfer.ranges()).isEmpty();
  }

  @Test
  void statisticsAreNotCompared() {
    float[] statistics = SOURCE.newStatistics();
    statistics[0] = 7;
    Network<float[]> fixed = SOURCE.withStatistics(statistics);
    assertThat(Transfer.first(5, fixed, SOURCE).ranges()).hasSize(SOURCE.ranges().size());
  }

  @Test
  void whatDoesNotMatchIsNamed() {
    assertThatThrownBy(() -> Transfer.first(0, SOURCE, SOURCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layers is 0, must be from 1 to the 5 of the source");
    Network<float[]> small =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 4, 3);
    assertThatThrownBy(() -> Transfer.first(3, SOURCE, small))
        .hasMessage("layers is 3, must be from 1 to the 2 of the target");
    assertThatThrownBy(() -> Transfer.last(3, small, SOURCE))
        .hasMessage("layers is 3, must be from 1 to the 2 of the source");
    assertThatThrownBy(() -> Transfer.first(1, SOURCE, deep(6, 3)))
        .hasMessage(
            "layer 0 of the target has weight [2, 6], must have the weight [2, 4] of layer 0 of the"
                + " source");
    assertThatThrownBy(() -> Transfer.first(2, SOURCE, small))
        .hasMessage(
            "layer 1 of the target has weight [4, 3], must have the layers.0.weight [4, 4] of layer"
                + " 1 of the source");
    Network<float[]> other =
        Network.perceptron(Precision.FLOAT, Activation.relu(), Activation.identity(), 2, 4, 3);
    assertThatThrownBy(() -> Transfer.first(1, small, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer 0 of the target is dense")
        .hasMessageContaining("relu")
        .hasMessageContaining("must be like layer 0 of the source");
  }

  @Test
  void arraysThatDoNotFitAreNamedAndNothingIsWritten() {
    Transfer<float[]> transfer = Transfer.first(1, SOURCE, SOURCE);
    float[] theta = SOURCE.initialize(Initializer.FAN_IN, 1);
    float[] other = new float[theta.length];
    assertThatThrownBy(() -> transfer.copy(new float[3], other))
        .hasMessage("from has 3 elements, must have the 85 parameters of the source");
    assertThatThrownBy(() -> transfer.copy(theta, new float[4]))
        .hasMessage("to has 4 elements, must have the 85 parameters of the target");
    assertThatThrownBy(() -> transfer.copy(theta, theta))
        .hasMessage("from and to are the same array, must be two");
    assertThat(other).containsOnly(0);
  }
}
