package io.github.curvelane.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.AveragePooling;
import io.github.curvelane.nn.BatchNormalization;
import io.github.curvelane.nn.Branches;
import io.github.curvelane.nn.Convolution;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Gain;
import io.github.curvelane.nn.ImageShape;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Join;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.LayerNormalization;
import io.github.curvelane.nn.LocallyConnected;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.MaxPooling;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Radial;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Softmax;
import io.github.curvelane.nn.Subsampling;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.nn.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives of an objective in another process. */
final class NetworkChunksTest {
  private static final Activation TANH = Activation.tanh();

  /** A sequence for each kind of layer; those with a fixed array have elements of all sizes. */
  static Stream<List<Layer>> layers() {
    ImageShape image = new ImageShape(2, 3, 1);
    return Stream.of(
        List.of(new Dense(2, 3, Activation.lecunTanh())),
        List.of(new Activate(2, Activation.leakyRelu(1 / 3.0))),
        List.of(new FixedLinear(2, 1, new double[] {1 / 3.0, -7}, new double[] {-0.0})),
        List.of(Residual.of(new Dense(2, 4, TANH), new Maxout(2, 2))),
        List.of(new Gain(2, TANH)),
        List.of(new Softmax(2)),
        List.of(new LayerNormalization(2, 1e-5, TANH)),
        List.of(
            new Branches(
                List.of(List.of(), List.of(new Dense(2, 3, TANH), new Dense(3, 1, TANH))),
                Join.CONCAT,
                Activation.relu())),
        List.of(new Convolution(image, Window.of(1, 2), 2, TANH)),
        List.of(new LocallyConnected(image, Window.of(1, 2), 2, TANH)),
        List.of(new Subsampling(image, Window.of(1), TANH)),
        List.of(new MaxPooling(image, Window.of(2).stride(1))),
        List.of(new AveragePooling(image, Window.of(1, 3))),
        List.of(new Radial(2, 3)),
        List.of(new Radial(2, 3).withFixedCenters(new double[] {1, -0.0, 1 / 3.0, 2, 3, 0.1})));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layersArriveWithTheirBits(List<Layer> layers) throws Exception {
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      arrives(Network.of(precision, layers), Loss.halfSquaredError());
    }
  }

  private static <A> void arrives(Network<A> network, Loss loss) throws Exception {
    NetworkChunks<A> objective = new NetworkChunks<>(network, loss);
    NetworkChunks<A> arrived = sent(objective);
    assertThat(arrived).isEqualTo(objective).isNotSameAs(objective).hasToString(objective + "");
    assertThat(arrived.precision()).isSameAs(objective.precision());
    assertThat(arrived.quantities()).isEqualTo(objective.quantities());
    assertThat(digests(arrived)).isEqualTo(digests(objective));
  }

  private static <A> Map<String, String> digests(NetworkChunks<A> objective) {
    Network<A> network = objective.network();
    Precision<A> precision = network.precision();
    A inputs = precision.newArray(3 * network.inputs());
    for (int i = 0; i < 3 * network.inputs(); i++) {
      precision.set(inputs, i, (i * 7 % 11 - 5) / 5.0);
    }
    int[] labels = {0, network.outputs() - 1, 0};
    Targets<A> targets = Targets.coded(precision, labels, network.outputs(), 0.25, 0.75);
    try (var workers =
        ThreadWorkers.of(objective, ExampleBlock.cut(inputs, targets), Parallelism.none())) {
      A theta = network.initialize(Initializer.FAN_IN, 5);
      return QuantityDigests.of(new ClusterObjective<>(workers), theta, List.of());
    }
  }

  @SuppressWarnings("unchecked") // what was written is read
  private static <T> T sent(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void allKindsOfLayersAreHere() {
    Set<String> kinds =
        layers()
            .flatMap(List::stream)
            .map(layer -> layer.describe().kind())
            .collect(Collectors.toSet());
    assertThat(kinds).hasSize(14);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "half-squared-error",
        "mean-squared-error",
        "softmax-cross-entropy",
        "softmax-cross-entropy(0.1)",
        "binary-cross-entropy",
        "huber(0.3)",
        "log-cosh"
      })
  void lossesArrive(String loss) throws Exception {
    arrives(
        Network.perceptron(Precision.FLOAT, TANH, Activation.identity(), 3, 2), Loss.parse(loss));
  }

  @Test
  void aLossOfPartsArrives() throws Exception {
    Loss loss = Loss.parse("softmax-cross-entropy[0:2] + 0.3*huber(0.1)[2:3]");
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, TANH, Activation.identity(), 3, 3);
    assertThat(sent(new NetworkChunks<>(network, loss)).loss()).isEqualTo(loss);
  }

  @Test
  void batchStatisticsAreRefusedByName() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            new Dense(2, 3, Activation.identity()),
            new BatchNormalization(3, 1e-5, TANH));
    assertThatThrownBy(() -> new NetworkChunks<>(network, Loss.halfSquaredError()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("normalises by the statistics of a batch");
  }
}
