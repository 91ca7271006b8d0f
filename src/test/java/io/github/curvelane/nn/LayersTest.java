package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.kernel.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers that take their sizes from those before them. */
final class LayersTest {
  private static final Activation TANH = Activation.tanh();
  private static final Activation NONE = Activation.identity();

  private static Layers parse(String text) {
    return Layers.parse(text, TANH, NONE);
  }

  @Test
  void textMakesTheLayers() {
    ImageShape image = new ImageShape(12, 14, 2);
    assertThat(parse("2x12x14-sub2-max3s1-avg2x1-avg-maxout4:3-7-5").list())
        .containsExactly(
            new Subsampling(image, Window.of(2).stride(2), TANH),
            new MaxPooling(new ImageShape(6, 7, 2), Window.of(3)),
            new AveragePooling(new ImageShape(4, 5, 2), Window.of(2, 1)),
            AveragePooling.global(new ImageShape(3, 5, 2)),
            new Dense(2, 12, NONE),
            new Maxout(4, 3),
            new Dense(4, 7, TANH),
            new Dense(7, 5, NONE));
    assertThat(parse("784-300-10").list())
        .containsExactly(new Dense(784, 300, TANH), new Dense(300, 10, NONE));
  }

  @Test
  void textMakesConvolutions() {
    ImageShape image = new ImageShape(9, 8, 4);
    assertThat(parse("4x9x8-conv6:3x2s2p1d2g2-conv2:2-local3:2p1-5").list())
        .containsExactly(
            new Convolution(
                image, Window.of(3, 2).stride(2).padding(1).dilation(2), 6, 2, Biases.MAP, TANH),
            new Convolution(new ImageShape(4, 4, 6), Window.of(2), 2, TANH),
            new LocallyConnected(new ImageShape(3, 3, 2), Window.of(2).padding(1), 3, TANH),
            new Dense(48, 5, NONE));
  }

  @Test
  void anActivationStandsBehindTheNormalisation() {
    ImageShape image = new ImageShape(4, 4, 3);
    assertThat(parse("1x5x5-conv3:2-bn-max2-bn-6-bn-2-bn").list())
        .containsExactly(
            new Convolution(new ImageShape(5, 5, 1), Window.of(2), 3, 1, Biases.NONE, NONE),
            new BatchNormalization(image, 1e-5, TANH),
            new MaxPooling(image, Window.of(2).stride(2)),
            new BatchNormalization(new ImageShape(2, 2, 3), 1e-5, NONE),
            Dense.withoutBiases(12, 6, NONE),
            new BatchNormalization(6, 1e-5, TANH),
            Dense.withoutBiases(6, 2, NONE),
            new BatchNormalization(2, 1e-5, NONE));
    assertThat(Layers.parse("3-bn-2-bn", TANH, TANH).list())
        .containsExactly(
            new BatchNormalization(3, 1e-5, NONE),
            Dense.withoutBiases(3, 2, NONE),
            new BatchNormalization(2, 1e-5, TANH));
  }

  @Test
  void biasesStayBeforeLayerNormalisation() {
    assertThat(parse("4-3-ln-rbf5-2").list())
        .containsExactly(
            new Dense(4, 3, NONE),
            new LayerNormalization(3, 1e-5, TANH),
            new Radial(3, 5),
            new Activate(5, Activation.gaussian()),
            new Dense(5, 2, NONE));
  }

  @Test
  void shapesTravel() {
    Layers layers = parse("1x8x6-max2");
    assertThat(layers.shape()).contains(new ImageShape(4, 3, 1));
    assertThat(layers.add(new Activate(12, TANH)).shape()).contains(new ImageShape(4, 3, 1));
    assertThat(layers.residual(body -> body.add(new Gain(12, TANH)), NONE).units()).isEqualTo(12);
    assertThat(layers.shape()).contains(new ImageShape(4, 3, 1));
    assertThat(layers.dense(4, TANH).shape()).isEmpty();
    assertThatThrownBy(() -> layers.add(new Dense(5, 2, NONE)))
        .hasMessage("layer 4 has 5 inputs, must be the 4 that arrive there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "784-30x-10; '30x' at position 5 of layers '784-30x-10': '30x' must be one number",
        "784--10; '' at position 5 of layers '784--10': '' must be one number",
        "784-relu-10; 'relu' at position 5 of layers '784-relu-10': unknown, must be ",
        "; '' at position 1 of layers '': must be the number of inputs",
        "1x0x3-avg2; '1x0x3' at position 1 of layers '1x0x3-avg2': must be the number of inputs",
        "99999x99999x9-avg2; '99999x99999x9' at position 1 of",
        "784-avg2; 'avg2' at position 5 of layers '784-avg2': layer 0 (average-pooling) reads",
        "1x4x4-max5; 'max5' at position 7 of layers '1x4x4-max5': the window's height is 5, must",
        "1x4x4-max2p1; 'max2p1' at position 7 of layers '1x4x4-max2p1': the padding of",
        "2x9x9-conv3; 'conv3' at position 7 of layers '2x9x9-conv3': '3' must be M:K",
        "2x9x9-conv4:3g3; 'conv4:3g3' at position 7 of layers",
        "2x9x9-local4:3g2; 'local4:3g2' at position 7 of layers '2x9x9-local4:3g2': '4:3g2' must"
            + " be",
        "9-maxout3; 'maxout3' at position 3 of layers '9-maxout3': '3' must be N:J"
      })
  void whatDoesNotFitIsNamedWithItsPosition(String text, String message) {
    String read = text == null ? "" : text;
    assertThatThrownBy(() -> parse(read))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
