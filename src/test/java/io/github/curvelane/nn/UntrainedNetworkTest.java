package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks without parameters have a loss, and a gradient and products of no elements. */
class UntrainedNetworkTest {
  private static final double[] INPUTS = {0.5, -1, 2, 0.25, -3, 1};

  static List<Layer> layers() {
    Activation gelu = Activation.gelu();
    return List.of(
        new Activate(2, Activation.tanh()),
        new Activate(2, Activation.relu()),
        new Softmax(2),
        new FixedLinear(2, 2, new double[] {1, 2, 3, 4}),
        Residual.of(new FixedLinear(2, 2, new double[] {1, 2, 3, 4})),
        new Branches(List.of(List.of(new Softmax(2)), List.of()), Join.SUM, gelu),
        new Branches(List.of(List.of(new Activate(2, gelu)), List.of()), Join.CONCAT, gelu));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void haveALossAndAnEmptyGradient(Layer layer) {
    Network<double[]> network = Network.of(Precision.DOUBLE, layer);
    double[] targets = new double[3 * network.outputs()];
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(3),
            Loss.halfSquaredError(),
            INPUTS,
            Targets.matrix(Precision.DOUBLE, targets, network.outputs()));
    double[] none = {};
    double value = objective.value(none);
    assertThat(value).isPositive();
    assertThat(objective.valueAndGradient(none, new double[0])).isEqualTo(value);
    assertThat(objective.linearize(none, new double[0])).isEqualTo(value);
    objective.hessianVector(none, new double[0]);
    objective.gaussNewtonVector(none, new double[0]);
  }
}
