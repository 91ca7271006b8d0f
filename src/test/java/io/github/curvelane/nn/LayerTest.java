package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers say of themselves, and what they refuse. */
class LayerTest {
  private static final Activation TANH = Activation.tanh();
  private static final OptionalDouble DRAWN = OptionalDouble.empty();
  private static final OptionalDouble ZERO = OptionalDouble.of(0);

  static List<Layer> layers() {
    return List.of(
        new Dense(3, 2, TANH),
        Dense.withoutBiases(3, 2, TANH),
        new Activate(4, Activation.leakyRelu(0.1)),
        new FixedLinear(2, 3, new double[] {1, 2, 3, 4, 5, 6}),
        new FixedLinear(1, 1, new double[] {-0.0}, new double[] {7}),
        Residual.of(new Dense(2, 2, TANH)),
        new Residual(
            List.of(
                new Dense(3, 2, TANH), Residual.of(new Dense(2, 2, TANH)), new Dense(2, 3, TANH)),
            Activation.silu()),
        new Convolution(new ImageShape(4, 5, 2), Window.of(3, 2), 6, TANH),
        new Convolution(
            new ImageShape(4, 5, 6),
            new Window(3, 2, 1, 2, 3, 4, 2, 3),
            9,
            3,
            Biases.UNIT,
            Activation.relu()),
        new Convolution(new ImageShape(1, 9, 1), Window.of(1, 3), 2, 1, Biases.NONE, TANH),
        new LocallyConnected(new ImageShape(4, 5, 2), Window.of(3).padding(1), 2, TANH),
        new LocallyConnected(new ImageShape(1, 1, 1), Window.of(1), 1, false, TANH),
        new Branches(
            List.of(List.of(new Dense(3, 2, TANH), new Gain(2, TANH)), List.of()),
            Join.CONCAT,
            TANH),
        new Branches(
            List.of(List.of(new Dense(3, 3, TANH)), List.of(new Dense(3, 3, TANH))),
            Join.SUM,
            Activation.relu()),
        Branches.ofImages(
            new ImageShape(2, 1, 3),
            List.of(List.of(), List.of(new Activate(6, TANH))),
            Join.CONCAT,
            Activation.identity()),
        new Radial(3, 2),
        new Radial(2, 1).withFixedCenters(new double[] {1, -0.0}),
        new Radial(2, 1).withFixedKappas(new double[] {0.5}),
        new Radial(1, 2).withFixedKappas(new double[] {1, 2}).withFixedCenters(new double[2]),
        new Softmax(5),
        new Maxout(3, 2),
        new Gain(3, TANH),
        new Gain(new ImageShape(1, 2, 3), TANH),
        new BatchNormalization(3, 1e-5, TANH),
        new BatchNormalization(3, 1e-3, TANH),
        new BatchNormalization(new ImageShape(2, 1, 3), 1e-5, TANH),
        Network.of(Precision.DOUBLE, new BatchNormalization(2, 1e-5, TANH))
            .withStatistics(new double[] {-1, 2, 3, 0})
            .layers()
            .getFirst(),
        new LayerNormalization(3, 1e-5, TANH));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLayerIsMadeAgainOfItsDescription(Layer layer) {
    Layer again = Layer.of(layer.describe());
    assertThat(again).isEqualTo(layer).hasSameHashCodeAs(layer).hasToString(layer.toString());
    assertThat(again.getClass()).isSameAs(layer.getClass());
    assertThat(again.blocks()).isEqualTo(layer.blocks());
    for (Layer other : layers()) {
      assertThat(other.equals(layer)).isEqualTo(other.describe().equals(layer.describe()));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void blocksCoverTheParametersWithoutGaps(Layer layer) {
    int end = 0;
    List<String> names = new ArrayList<>();
    for (Block block : layer.blocks()) {
      assertThat(block.offset()).isEqualTo(end);
      end += block.length();
      names.add(block.name());
    }
    assertThat(end).isEqualTo(layer.parameters());
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void aNetworkPlacesTheBlocksOfItsLayers() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            new FixedLinear(1, 3, new double[3]),
            new Residual(List.of(new Dense(3, 2, TANH), new Dense(2, 3, TANH)), TANH),
            new Dense(3, 4, TANH));
    assertThat(network.blocks())
        .containsExactly(
            new Block("layers.1.layers.0.weight", 0, List.of(3, 2), 3, 2, 1, false, DRAWN),
            new Block("layers.1.layers.0.bias", 6, List.of(2), 3, 1, 1, true, ZERO),
            new Block("layers.1.layers.1.weight", 8, List.of(2, 3), 2, 3, 1, false, DRAWN),
            new Block("layers.1.layers.1.bias", 14, List.of(3), 2, 1, 1, true, ZERO),
            new Block("layers.2.weight", 17, List.of(3, 4), 3, 4, 1, false, DRAWN),
            new Block("layers.2.bias", 29, List.of(4), 3, 1, 1, true, ZERO));
    assertThat(network).hasToString("float 1-3 fixed-linear-3 residual(2 tanh-3 tanh) tanh-4 tanh");
    assertThat(network.parameters()).isEqualTo(33);
    assertThat(network.offset(1)).isZero();
    assertThat(network.offset(2)).isEqualTo(17);
  }

  @Test
  void blocksStartAtWhatTheySay() {
    Network<float[]> gains =
        Network.of(Precision.FLOAT, new Gain(2, TANH), new Dense(2, 1, TANH), new Gain(1, TANH));
    assertThat(gains).hasToString("float 2-2 gain tanh-1 tanh-1 gain tanh");
    assertThat(gains.blocks())
        .startsWith(
            new Block("layers.0.gain", 0, List.of(2), 1, 1, 1, false, OptionalDouble.of(1)),
            new Block("layers.0.bias", 2, List.of(2), 1, 1, 1, true, ZERO));
    float[] drawn =
        Network.of(Precision.FLOAT, new Dense(2, 1, TANH)).initialize(Initializer.HE, 5);
    assertThat(gains.initialize(Initializer.HE, 5))
        .containsExactly(1, 1, 0, 0, drawn[0], drawn[1], 0, 1, 0);
  }

  @Test
  void anOldNetworksTextIsAsItWas() {
    assertThat(
            Network.perceptron(
                Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 784, 300, 10))
        .hasToString("float 784-300 lecun-tanh-10 identity");
  }

  private static void refused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }

  @Test
  void refusesWhatIsNoLayer() {
    refused(() -> new Activate(0, TANH), "units is 0, must be at least 1");
    refused(() -> new Softmax(-1), "units is -1, must be at least 1");
    refused(() -> new Gain(0, TANH), "units is 0, must be at least 1");
    refused(
        () -> new Gain(1 << 30, TANH),
        "a gain layer of 1073741824 inputs and 1073741824 outputs has more than 2147483647"
            + " parameters");
    refused(() -> new Maxout(2, 0), "pieces is 0, must be at least 1");
    refused(
        () -> new Maxout(1 << 20, 1 << 20),
        "a maxout layer of 1048576 units of 1048576 pieces has more than 2147483647 inputs");
    refused(() -> new FixedLinear(2, 2, new double[3]), "matrix has 3 elements, must have 4");
    refused(
        () -> new FixedLinear(2, 2, new double[4], new double[1]),
        "offset has 1 elements, must have 2");
    refused(
        () -> new FixedLinear(1, 2, new double[] {1, Double.NaN}),
        "matrix[1] is NaN, must be finite");
    refused(() -> new FixedLinear(0, 2, new double[0]), "inputs is 0, must be at least 1");
    refused(() -> Residual.of(), "layers is empty, must be at least one");
    refused(
        () -> Residual.of(new Dense(3, 2, TANH)),
        "the layers of a residual layer have 3 inputs and 2 outputs, must be as many of both");
    refused(
        () -> Residual.of(new Dense(3, 2, TANH), new Dense(4, 3, TANH)),
        "layer 1 has 4 inputs, must be the 2 outputs of layer 0");
  }

  @Test
  void refusesBranchesThatDoNotMeet() {
    Dense two = new Dense(3, 2, TANH);
    List<Layer> skip = List.of();
    refused(
        () -> new Branches(List.of(), Join.SUM, TANH),
        "branches has 0 branches without a layer, must have a layer in one");
    refused(
        () -> new Branches(List.of(skip, skip), Join.CONCAT, TANH),
        "branches has 2 branches without a layer, must have a layer in one");
    refused(
        () -> new Branches(List.of(List.of(two), skip), Join.SUM, TANH),
        "branch 1 has 3 outputs, must have the 2 of branch 0 to be added to them");
    refused(
        () -> new Branches(List.of(skip, List.of(two, two)), Join.CONCAT, TANH),
        "branch 1: layer 1 has 3 inputs, must be the 2 that arrive there");
    refused(
        () -> new Branches(List.of(List.of(two), List.of(new Gain(2, TANH))), Join.CONCAT, TANH),
        "branch 1: layer 0 has 2 inputs, must be the 3 that arrive there");
    refused(
        () -> Branches.ofImages(new ImageShape(1, 2, 2), List.of(List.of(two)), Join.SUM, TANH),
        "shape is 2x1x2, must have the 3 inputs of the branches");
    Layer tall =
        Branches.ofImages(
            new ImageShape(2, 1, 1), List.of(List.of(new Gain(2, TANH))), Join.SUM, TANH);
    Layer flat =
        Branches.ofImages(
            new ImageShape(1, 2, 1), List.of(List.of(new Gain(2, TANH))), Join.SUM, TANH);
    refused(
        () -> new Branches(List.of(List.of(tall), List.of(flat)), Join.SUM, TANH),
        "branch 1: layer 0 reads images of 1x1x2, must be the 1x2x1 that arrive there");
    LayerDescription description =
        LayerDescription.of("branches").with("activation", "tanh").with("join", "product");
    refused(
        () -> Layer.of(description),
        "the 'join' of a branches layer is 'product', must be sum or concat");
  }

  @Test
  void branchesPlaceTheirBlocksOneAfterTheOther() {
    Layer branches =
        new Branches(
            List.of(
                List.of(),
                List.of(new Activate(2, TANH), new Dense(2, 1, TANH)),
                List.of(new Gain(2, TANH))),
            Join.CONCAT,
            TANH);
    assertThat(branches.blocks().stream().map(Block::name))
        .containsExactly("branch1.1.weight", "branch1.1.bias", "branch2.0.gain", "branch2.0.bias");
    assertThat(branches.outputs()).isEqualTo(5);
  }

  @Test
  void refusesDescriptionsByTheirFields() {
    LayerDescription dense = LayerDescription.of("dense").with("inputs", 3);
    refused(() -> Layer.of(LayerDescription.of("dance")), "a layer is of the unknown kind 'dance'");
    refused(() -> Layer.of(dense), "a dense layer has no 'outputs'");
    refused(
        () -> Layer.of(dense.with("outputs", 2.5)),
        "the 'outputs' of a dense layer is 2.5, must be an integer");
    refused(
        () -> Layer.of(dense.with("outputs", "2")),
        "the 'outputs' of a dense layer is 2, must be a number");
    refused(() -> dense.with("inputs", 3), "a dense layer has 'inputs' twice");
    refused(
        () -> Layer.of(dense.with("outputs", 2).with("activation", "tanh").with("more", 1)),
        "a dense layer has the unknown field 'more'");
    refused(
        () -> Layer.of(dense.with("outputs", 2).with("activation", "tanh").with("biases", "unit")),
        "the 'biases' of a dense layer is 'unit', must be none, or absent where there are some");
    refused(
        () -> Layer.of(LayerDescription.of("residual").with("layers", 1)),
        "the 'layers' of a residual layer is 1.0, must be a list of layers");
    refused(
        () ->
            Layer.of(
                LayerDescription.of("fixed-linear")
                    .with("matrix", new LayerDescription.Numbers(List.of(2), new double[2]))
                    .with("offset", new LayerDescription.Numbers(List.of(1), new double[1]))),
        "the 'matrix' of a fixed-linear layer has the shape [2], must have two sizes");
    refused(
        () -> new LayerDescription.Numbers(List.of(2, 3), new double[5]),
        "values has 5 elements, must have the 6 of the shape [2, 3]");
    refused(
        () -> new Block("b", -1, List.of(1), 1, 1, 1, false, DRAWN),
        "offset is -1, must be at least 0");
    refused(
        () -> new Block("b", 0, List.of(), 1, 1, 1, false, DRAWN),
        "shape is empty, must have at least one size");
    refused(
        () -> new Block("b", 0, List.of(2, 0), 1, 1, 1, false, DRAWN),
        "shape[1] is 0, must be at least 1");
    refused(
        () -> new Block("b", 0, List.of(1), 1, 1, 1, false, OptionalDouble.of(Double.NaN)),
        "start is NaN, must be finite");
  }
}
