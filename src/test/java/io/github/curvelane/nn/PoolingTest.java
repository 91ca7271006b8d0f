package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sequences of rounded operations of layers of windows, and what they refuse. */
final class PoolingTest {
  private static final ImageShape IMAGE = new ImageShape(7, 6, 3);

  static List<Window> windows() {
    return List.of(
        Window.of(2).stride(2),
        Window.of(3).stride(2),
        Window.of(2),
        Window.of(1).stride(3),
        Window.of(7, 6),
        Window.of(2, 3).dilation(2),
        new Window(3, 2, 2, 3, 0, 0, 1, 2));
  }

  /** The index in its image of element k of the window of output j. */
  private static int element(Window w, int j, int k) {
    ImageShape out = w.over(IMAGE, 3);
    int place = j / 3;
    int row = place / out.width() * w.strideY() + k / w.width() * w.dilationY();
    int column = place % out.width() * w.strideX() + k % w.width() * w.dilationX();
    return (row * 6 + column) * 3 + j % 3;
  }

  private static float[] floats(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static float[] predict(Layer layer, float[] theta, float[] x) {
    Network<float[]> network = Network.of(Precision.FLOAT, layer);
    int rows = x.length / layer.inputs();
    float[] y = new float[rows * layer.outputs()];
    network.newWorkspace(rows).predict(theta, x, 0, rows, y);
    return y;
  }

  /** Jᵀu behind an identity of the inputs that has a bias, so that its gradient is Jᵀu. */
  private static float[] transposed(Layer layer, float[] theta, float[] x, float[] u) {
    Network<float[]> network =
        Network.of(Precision.FLOAT, new Gain(layer.inputs(), Activation.identity()), layer);
    float[] all = new float[network.parameters()];
    Arrays.fill(all, 0, layer.inputs(), 1);
    System.arraycopy(theta, 0, all, 2 * layer.inputs(), theta.length);
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(1),
            Loss.halfSquaredError(),
            x,
            Targets.matrix(Precision.FLOAT, new float[layer.outputs()], layer.outputs()));
    float[] product = new float[network.parameters()];
    objective.linearize(all, product);
    objective.jacobianTransposeVector(u, product);
    return product;
  }

  @ParameterizedTest
  @MethodSource("windows")
  void averagesAreSumsFromZeroTimesTheShare(Window w) {
    AveragePooling layer = new AveragePooling(IMAGE, w);
    float[] x = floats(IMAGE.units(), 1);
    float[] y = new float[layer.outputs()];
    float share = (float) (1.0 / w.elements());
    for (int j = 0; j < y.length; j++) {
      float s = 0;
      for (int k = 0; k < w.elements(); k++) {
        s += x[element(w, j, k)];
      }
      y[j] = s * share;
    }
    assertThat(predict(layer, new float[0], x)).containsExactly(y);
    float[] u = floats(y.length, 2);
    float[] back = new float[IMAGE.units()];
    for (int j = 0; j < y.length; j++) {
      for (int k = 0; k < w.elements(); k++) {
        back[element(w, j, k)] += share * u[j];
      }
    }
    float[] product = transposed(layer, new float[0], x, u);
    assertThat(Arrays.copyOfRange(product, x.length, 2 * x.length)).containsExactly(back);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void subsamplingIsOneFma(Window w) {
    Subsampling layer = new Subsampling(IMAGE, w, Activation.identity());
    float[] x = floats(IMAGE.units(), 1);
    float[] theta = floats(6, 3);
    float[] y = new float[layer.outputs()];
    float[] s = new float[layer.outputs()];
    for (int j = 0; j < y.length; j++) {
      for (int k = 0; k < w.elements(); k++) {
        s[j] += x[element(w, j, k)];
      }
      y[j] = Math.fma(theta[j % 3], s[j], theta[3 + j % 3]);
    }
    assertThat(predict(layer, theta, x)).containsExactly(y);
    float[] u = floats(y.length, 2);
    float[] back = new float[IMAGE.units()];
    float[] sums = new float[6];
    for (int j = 0; j < y.length; j++) {
      sums[j % 3] = Math.fma(s[j], u[j], sums[j % 3]);
      sums[3 + j % 3] += u[j];
      for (int k = 0; k < w.elements(); k++) {
        back[element(w, j, k)] += theta[j % 3] * u[j];
      }
    }
    float[] product = transposed(layer, theta, x, u);
    assertThat(Arrays.copyOfRange(product, x.length, 2 * x.length)).containsExactly(back);
    assertThat(Arrays.copyOfRange(product, 2 * x.length, product.length)).containsExactly(sums);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void theFirstOfTheLargestCounts(Window w) {
    MaxPooling layer = new MaxPooling(IMAGE, w);
    float[] x = floats(IMAGE.units(), 1);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.round(3 * x[i]) / 3f;
    }
    float[] y = new float[layer.outputs()];
    float[] u = floats(y.length, 2);
    float[] back = new float[IMAGE.units()];
    for (int j = 0; j < y.length; j++) {
      int best = element(w, j, 0);
      for (int k = 1; k < w.elements(); k++) {
        int other = element(w, j, k);
        best = x[other] > x[best] ? other : best;
      }
      y[j] = x[best];
      back[best] += u[j];
    }
    assertThat(predict(layer, new float[0], x)).containsExactly(y);
    float[] product = transposed(layer, new float[0], x, u);
    assertThat(Arrays.copyOfRange(product, x.length, 2 * x.length)).containsExactly(back);
  }

  /** Each element is in one window, which has a loop of its own. */
  @Test
  void windowsSideBySideSendBackToAllTheirElements() {
    ImageShape image = new ImageShape(4, 6, 3);
    AveragePooling layer = new AveragePooling(image, Window.of(2).stride(2));
    float[] u = floats(layer.outputs(), 2);
    u[4] = -0f;
    float[] back = new float[image.units()];
    for (int i = 0; i < back.length; i++) {
      int y = i / 18;
      int x = i % 18 / 3;
      back[i] = 0f + 0.25f * u[(y / 2 * 3 + x / 2) * 3 + i % 3];
    }
    float[] product = transposed(layer, new float[0], floats(back.length, 1), u);
    assertThat(Arrays.copyOfRange(product, back.length, 2 * back.length)).containsExactly(back);
  }

  @Test
  void aNanIsLargest() {
    MaxPooling layer = new MaxPooling(new ImageShape(1, 3, 1), Window.of(1, 3));
    assertThat(predict(layer, new float[0], new float[] {1, Float.NaN, 2})).containsOnly(Float.NaN);
    assertThat(predict(layer, new float[0], new float[] {-0f, 0, -1})).containsExactly(-0f);
  }

  /** 4 × 4 windows of one map: a chain of trained subsampling covers 256 examples. */
  @Test
  void chainsOfPlacesAreAddedLeftToRight() {
    int examples = 600;
    ImageShape image = new ImageShape(8, 8, 1);
    Network<float[]> network =
        Network.of(
            Precision.FLOAT, new Subsampling(image, Window.of(2).stride(2), Activation.identity()));
    float[] x = floats(examples * 64, 1);
    float[] u = floats(examples * 16, 2);
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(examples),
            Loss.halfSquaredError(),
            x,
            Targets.matrix(Precision.FLOAT, new float[examples * 16], 16));
    float[] product = new float[2];
    objective.linearize(new float[] {1, 0}, product);
    objective.jacobianTransposeVector(u, product);
    float gain = 0;
    float bias = 0;
    int together = Arithmetic.EXAMPLE_CHUNK / 16;
    for (int p = 0; p < examples; p += together) {
      float chain = 0;
      float sum = 0;
      for (int j = 16 * p; j < 16 * Math.min(examples, p + together); j++) {
        int first = j / 16 * 64 + j % 16 / 4 * 16 + j % 4 * 2;
        float s = 0f + x[first] + x[first + 1] + x[first + 8] + x[first + 9];
        chain = Math.fma(s, u[j], chain);
        sum += u[j];
      }
      gain += chain;
      bias += sum;
    }
    assertThat(product).containsExactly(gain, bias);
  }

  @Test
  void threadsChangeNoBit() {
    List<Layer> layers =
        Layers.images(24, 24, 6)
            .subsampling(2, Activation.tanh())
            .maxPooling(Window.of(3).stride(2))
            .averagePooling(Window.of(2))
            .dense(3, Activation.identity())
            .list();
    Network<float[]> network = Network.of(Precision.FLOAT, layers);
    int examples = 90;
    float[] x = floats(examples * network.inputs(), 1);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    float[][] products = new float[2][network.parameters()];
    for (int threads = 1; threads <= 2; threads++) {
      try (Parallelism parallelism = Parallelism.threads(threads)) {
        var objective =
            new NetworkObjective<>(
                network.newWorkspace(examples, parallelism),
                Loss.softmaxCrossEntropy(),
                x,
                Targets.labels(Precision.FLOAT, new int[examples], 3));
        float[] gradient = new float[network.parameters()];
        objective.linearize(theta, gradient);
        objective.hessianVector(gradient, products[threads - 1]);
      }
    }
    assertThat(products[1]).containsExactly(products[0]);
  }

  @Test
  void connectionsCountEveryUse() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            Layers.images(28, 28, 2)
                .subsampling(2, Activation.tanh())
                .dense(10, Activation.identity())
                .list());
    assertThat(network.connections()).isEqualTo(196 * 2 * 5 + (392 + 1) * 10);
    assertThat(network.parameters()).isEqualTo(4 + 3930);
    assertThat(network.initialize(Initializer.HE, 1)).startsWith(0.5f, 0.5f, 0, 0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new MaxPooling(IMAGE, Window.of(8)))
        .hasMessage("the window's height is 8, must be at most the image's 7");
    assertThatThrownBy(() -> new AveragePooling(IMAGE, Window.of(2, 4).dilation(2)))
        .hasMessage(
            "the window's width is 4 with dilation 2, 7 in all, must be at most the image's 6");
    assertThatThrownBy(() -> new AveragePooling(IMAGE, Window.of(3).padding(1)))
        .hasMessage("the padding of the average-pooling layer is 1 x 1, must be 0");
    assertThatThrownBy(
            () ->
                new Subsampling(
                    new ImageShape(1000, 1000, 1), Window.of(500).stride(1), Activation.tanh()))
        .hasMessage(
            "window has 250000 elements at 251001 places, together 62750250000, must be at most"
                + " 2147483647");
    assertThatThrownBy(() -> Window.of(2).stride(0)).hasMessage("strideY is 0, must be at least 1");
    assertThatThrownBy(() -> Window.of(2).padding(-1))
        .hasMessage("paddingY is -1, must be at least 0");
    assertThatThrownBy(() -> new ImageShape(50_000, 50_000, 1))
        .hasMessage("an image of 50000 x 50000 with 1 channels has more than 2147483647 units");
    assertThatThrownBy(() -> Layers.inputs(64).maxPooling(2))
        .hasMessage(
            "layer 0 (max-pooling) reads images; what arrives there are 64 units"
                + " without a shape");
    assertThatThrownBy(
            () ->
                Network.of(
                    Precision.FLOAT,
                    new MaxPooling(new ImageShape(4, 4, 1), Window.of(2).stride(2)),
                    new Activate(4, Activation.tanh()),
                    new MaxPooling(new ImageShape(1, 4, 1), Window.of(1, 2))))
        .hasMessage("layer 2 reads images of 1x1x4, must be the 1x2x2 that layer 1 writes");
  }
}
