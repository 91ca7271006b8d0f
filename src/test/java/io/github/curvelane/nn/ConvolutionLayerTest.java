package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Convolutional and locally connected layers beside other layers, and what they refuse. */
final class ConvolutionLayerTest {
  private static final Activation TANH = Activation.tanh();
  private static final Activation NONE = Activation.identity();

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static NetworkObjective<double[]> objective(List<Layer> layers, int batch) {
    Network<double[]> network = Network.of(Precision.DOUBLE, layers);
    return new NetworkObjective<>(
        network.newWorkspace(batch, Parallelism.none()),
        Loss.halfSquaredError(),
        random(batch * network.inputs(), 1),
        Targets.matrix(Precision.DOUBLE, random(batch * network.outputs(), 2), network.outputs()));
  }

  private static Map<String, Map<String, String>> quantities(Layer middle) {
    DigestCase network =
        new DigestCase(
            "twin",
            List.of(new Dense(5, 24, TANH), middle, new Dense(4, 3, NONE)),
            Loss.softmaxCrossEntropy(),
            DigestCase.Goal.LABELS,
            9,
            0.5);
    Map<String, Map<String, String>> all = NetworkQuantities.of(network, Precision.FLOAT, 1);
    all.keySet().retainAll(List.of("gradient", "products", "stacked", "steps"));
    return all;
  }

  /**
   * Gradients, products and steps, but for sums of squares, which a dense layer rounds otherwise.
   */
  @Test
  void aWindowOfTheWholeImageMakesADenseLayer() {
    ImageShape image = new ImageShape(2, 4, 3);
    Map<String, Map<String, String>> dense = quantities(new Dense(24, 4, TANH));
    assertThat(dense).hasSize(4);
    assertThat(quantities(new Convolution(image, Window.of(2, 4), 4, TANH))).isEqualTo(dense);
    assertThat(quantities(new LocallyConnected(image, Window.of(2, 4), 4, TANH))).isEqualTo(dense);
  }

  /** Locally connected units with the same weights everywhere are a convolution. */
  @Test
  void tiedWeightsSumToThoseOfAConvolution() {
    ImageShape image = new ImageShape(4, 5, 2);
    Window window = Window.of(3, 2).padding(1);
    Convolution shared = new Convolution(image, window, 3, TANH);
    LocallyConnected local = new LocallyConnected(image, window, 3, TANH);
    int units = shared.outputs();
    int before = 2 * image.units();
    int weights = 36;
    var one = objective(List.of(new Gain(image.units(), TANH), shared), 5);
    var other = objective(List.of(new Gain(image.units(), TANH), local), 5);
    double[] theta = random(one.dimension(), 3);
    double[] tied = new double[other.dimension()];
    System.arraycopy(theta, 0, tied, 0, before);
    for (int i = 0; i < tied.length - before; i++) {
      boolean bias = i >= 12 * units;
      tied[before + i] = theta[before + (bias ? weights : i / units * 3) + i % units % 3];
    }
    double[] gradient = new double[one.dimension()];
    double[] all = new double[other.dimension()];
    assertThat(one.linearize(theta, gradient)).isEqualTo(other.linearize(tied, all));
    double[] sums = Arrays.copyOf(all, before + weights + 3);
    Arrays.fill(sums, before, sums.length, 0);
    for (int i = 0; i < tied.length - before; i++) {
      int at = i >= 12 * units ? weights : i / units * 3;
      sums[before + at + i % units % 3] += all[before + i];
    }
    assertThat(gradient).containsExactly(sums, within(1e-13));
    assertThat(Arrays.copyOf(gradient, before)).containsExactly(Arrays.copyOf(all, before));
  }

  @Test
  void aBatchOfPredictionsIsThoseOfSingleExamples() {
    for (Layer layer :
        List.of(
            new Convolution(new ImageShape(6, 7, 3), Window.of(3).padding(1), 5, TANH),
            new LocallyConnected(new ImageShape(6, 7, 3), Window.of(3).padding(1), 5, TANH))) {
      Network<double[]> network = Network.of(Precision.DOUBLE, layer);
      double[] theta = random(network.parameters(), 1);
      double[] inputs = random(7 * network.inputs(), 2);
      double[] batch = new double[7 * network.outputs()];
      network.newWorkspace(7).predict(theta, inputs, 0, 7, batch);
      double[] single = new double[network.outputs()];
      Workspace<double[]> one = network.newWorkspace(1);
      for (int p = 0; p < 7; p++) {
        one.predict(theta, inputs, p, 1, single);
        int from = p * single.length;
        assertThat(single).containsExactly(Arrays.copyOfRange(batch, from, from + single.length));
      }
    }
  }

  /** The nets of figures 24 and 19 of Efficient BackProp, by the numbers in its text. */
  @Test
  void parametersAndConnectionsOfEfficientBackPropsNets() {
    List<Layer> figure24 =
        Layers.images(32, 32, 1)
            .convolution(2, Window.of(5), TANH)
            .subsampling(2, TANH)
            .convolution(4, Window.of(5), TANH)
            .subsampling(2, TANH)
            .dense(10, TANH)
            .list();
    List<Layer> figure19 =
        Layers.images(16, 16, 1)
            .convolution(2, Window.of(3).stride(2).padding(1), 1, Biases.UNIT, TANH)
            .convolution(4, Window.of(5).stride(2).padding(2), 1, Biases.UNIT, TANH)
            .dense(10, TANH)
            .list();
    assertThat(parameters(figure24)).isEqualTo(1278);
    assertThat(connections(figure24)).isEqualTo(64_638);
    assertThat(parameters(figure19)).isEqualTo(1060);
    assertThat(connections(figure19)).isEqualTo(5194);
  }

  private static int parameters(List<Layer> layers) {
    return layers.stream().mapToInt(Layer::parameters).sum();
  }

  private static int connections(List<Layer> layers) {
    return layers.stream()
        .flatMap(layer -> layer.blocks().stream())
        .mapToInt(block -> block.length() * block.shares())
        .sum();
  }

  @Test
  void whatTheySayOfThemselves() {
    List<Layer> layers =
        Layers.images(8, 8, 4)
            .convolution(6, Window.of(3).padding(1), 2, Biases.NONE, TANH)
            .local(2, Window.of(2).stride(2), NONE)
            .list();
    assertThat(Network.of(Precision.FLOAT, layers))
        .hasToString(
            "float 256-6x8x8 convolution 3p1 in 2 groups tanh-2x4x4 locally connected 2s2"
                + " identity");
    assertThat(layers.get(0).blocks())
        .containsExactly(Block.weight("weight", 18, 27, 3, 3, 2, 6).shared(64));
    Convolution convolution = (Convolution) layers.get(0);
    assertThat(convolution.biases()).isEqualTo(Biases.NONE);
    assertThat(convolution.groups()).isEqualTo(2);
    assertThat(convolution.window()).isEqualTo(Window.of(3).padding(1));
    LocallyConnected local = (LocallyConnected) layers.get(1);
    assertThat(local.isBiased()).isTrue();
    assertThat(local.window()).isEqualTo(Window.of(2).stride(2));
    assertThat(local.blocks())
        .containsExactly(
            Block.weight("weight", 24, 8, 2, 2, 6, 32), Block.bias("bias", 24, 32).at("", 768));
  }

  @Test
  void whatCannotBeIsRefusedByName() {
    ImageShape image = new ImageShape(4, 5, 6);
    refused(() -> new Convolution(image, Window.of(3), 0, TANH), "maps is 0, must be at least 1");
    refused(
        () -> new Convolution(image, Window.of(3), 6, 4, Biases.MAP, TANH),
        "groups is 4, must divide the 6 channels");
    refused(
        () -> new Convolution(image, Window.of(3), 4, 3, Biases.MAP, TANH),
        "groups is 3, must divide the 4 maps");
    refused(
        () -> new Convolution(image, Window.of(5), 1, TANH),
        "the window's height is 5, must be at most the image's 4");
    refused(
        () -> new Convolution(image, Window.of(4), 100_000_000, TANH),
        "weight of 4 x 24 x 100000000 has more than 2147483647 elements");
    refused(
        () -> new Convolution(image, Window.of(3), 1 << 30, TANH),
        "an image of 2 x 3 with 1073741824 channels has more than 2147483647 units");
    refused(
        () -> new Convolution(image, Window.of(1).padding(30_000), 1, TANH),
        "an image of 60004 x 60005 with 1 channels has more than 2147483647 units");
    refused(
        () -> new Convolution(image, Window.of(3).padding(30_000).stride(1000), 1, TANH),
        "surrounded image of 60004 x 60005 x 6 has more than 2147483647 elements");
    refused(
        () -> new LocallyConnected(image, Window.of(3), 0, TANH), "maps is 0, must be at least 1");
    refused(
        () -> new LocallyConnected(image, Window.of(2, 6), 1, TANH),
        "the window's width is 6, must be at most the image's 5");
    refused(
        () -> new LocallyConnected(new ImageShape(99, 99, 99), Window.of(9), 99, TANH),
        "a locally-connected layer of 970299 inputs and 819819 outputs has more than 2147483647"
            + " parameters");
    refused(
        () -> Layers.inputs(20).convolution(2, Window.of(3), TANH),
        "layer 0 (convolution) reads images; what arrives there are 20 units without a shape");
    LayerDescription shared =
        Window.of(2).into(image.into(LayerDescription.of("convolution"))).with("maps", 2);
    refused(
        () -> Layer.of(shared.with("groups", 1).with("biases", "all")),
        "the 'biases' of a convolution layer is 'all', must be map, unit or none");
    LayerDescription local =
        Window.of(2).into(image.into(LayerDescription.of("locally-connected"))).with("maps", 2);
    refused(
        () -> Layer.of(local.with("biases", "map").with("activation", "tanh")),
        "the 'biases' of a locally-connected layer is 'map', must be unit or none");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
