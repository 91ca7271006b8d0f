package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
  @Test
  void laysParametersOutLayerByLayer() {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 4, 3, 2);
    assertThat(network.parameters()).isEqualTo((4 + 1) * 3 + (3 + 1) * 2);
    assertThat(network.offset(0)).isZero();
    assertThat(network.offset(1)).isEqualTo(15);
    assertThat(network.inputs()).isEqualTo(4);
    assertThat(network.outputs()).isEqualTo(2);
  }

  @Test
  void refusesLayersThatDoNotFit() {
    Dense three = new Dense(4, 3, Activation.tanh());
    Dense two = new Dense(2, 2, Activation.identity());
    assertThatThrownBy(() -> Network.of(Precision.FLOAT, three, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 1 has 2 inputs, must be the 3 outputs of layer 0");
    assertThatThrownBy(() -> Network.of(Precision.FLOAT))
        .hasMessage("layers is empty, must be at least one");
    assertThatThrownBy(() -> new Dense(0, 1, Activation.tanh()))
        .hasMessage("inputs is 0, must be at least 1");
    assertThatThrownBy(() -> new Dense(1, -2, Activation.tanh()))
        .hasMessage("outputs is -2, must be at least 1");
    assertThatThrownBy(() -> new Dense(100_000, 100_000, Activation.tanh()))
        .hasMessage(
            "a dense layer of 100000 inputs and 100000 outputs has more than 2147483647"
                + " parameters");
    Dense wide = new Dense(40_000, 40_000, Activation.tanh());
    assertThatThrownBy(() -> Network.of(Precision.FLOAT, wide, wide))
        .hasMessageStartingWith("layers 0 to 1 have 3200080000 parameters");
    assertThatThrownBy(
            () -> Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 7))
        .hasMessage("sizes has 1 numbers, must be at least 2: inputs and outputs");
  }

  @Test
  void refusesPredictionsOutsideTheArrays() {
    Network<float[]> network = Network.of(Precision.FLOAT, new Dense(2, 3, Activation.identity()));
    Workspace<float[]> workspace = network.newWorkspace(4);
    float[] theta = new float[9];
    assertThatThrownBy(() -> workspace.predict(theta, new float[10], 3, 3, new float[9]))
        .hasMessage("inputs has 10 elements, must have at least 12: rows 3 to 5 of 2 columns");
    assertThatThrownBy(() -> workspace.predict(theta, new float[10], 0, 3, new float[8]))
        .hasMessage("outputs has 8 elements, must have at least 9: rows 0 to 2 of 3 columns");
    assertThatThrownBy(() -> workspace.predict(theta, new float[10], -1, 3, new float[9]))
        .hasMessage("from is -1, must be at least 0");
    assertThatThrownBy(() -> workspace.predict(theta, new float[10], 0, -3, new float[9]))
        .hasMessage("examples is -3, must be at least 0");
    assertThatThrownBy(() -> network.newWorkspace(0))
        .hasMessage("maxBatch is 0, must be at least 1");
  }

  @ParameterizedTest
  @EnumSource
  void initializersHaveTheirDeviation(Initializer initializer) {
    int m = 200;
    int n = 150;
    Network<double[]> network =
        Network.of(Precision.DOUBLE, new Dense(m, n, Activation.identity()));
    double[] theta = network.initialize(initializer, 5);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < m * n; i++) {
      sum += theta[i];
      squares += theta[i] * theta[i];
    }
    double sigma =
        switch (initializer) {
          case FAN_IN, FAN_IN_UNIFORM -> 1 / Math.sqrt(m);
          case UNIFORM -> 1 / Math.sqrt(3.0 * m);
          case GLOROT -> Math.sqrt(2.0 / (m + n));
          case HE -> Math.sqrt(2.0 / m);
        };
    // 30,000 draws: the mean is within 5 σ/√30,000, the deviation within 5 σ/√60,000 of a Gaussian.
    assertThat(sum / (m * n)).isCloseTo(0, within(0.029 * sigma));
    assertThat(Math.sqrt(squares / (m * n))).isCloseTo(sigma, within(0.021 * sigma));
    assertThat(Arrays.copyOfRange(theta, m * n, theta.length)).containsOnly(0);
  }

  @Test
  void bothPrecisionsStartAtOnePoint() {
    double[] wide =
        Network.of(Precision.DOUBLE, new Dense(5, 4, Activation.tanh()))
            .initialize(Initializer.HE, 9);
    float[] narrow =
        Network.of(Precision.FLOAT, new Dense(5, 4, Activation.tanh()))
            .initialize(Initializer.HE, 9);
    assertThat(narrow).isEqualTo(Precision.FLOAT.of(wide));
  }
}
