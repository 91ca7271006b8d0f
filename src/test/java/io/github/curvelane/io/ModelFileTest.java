package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Gain;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Softmax;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
  @TempDir private Path directory;

  private static <A> Model<A> model(Precision<A> precision) {
    Network<A> network =
        Network.perceptron(precision, Activation.lecunTanh(0.1), Activation.identity(), 5, 4, 3);
    A theta = network.initialize(Initializer.FAN_IN, 7);
    precision.set(theta, 0, Double.NaN);
    precision.set(theta, 1, -0.0);
    precision.set(theta, 2, Double.MIN_VALUE);
    precision.set(theta, 3, Double.NEGATIVE_INFINITY);
    return new Model<>(
        network,
        theta,
        Normalization.of(new double[] {1, 2, 3, 4, 5}, new double[] {1, 0.1, 0, 1e-300, 7}),
        Loss.softmaxCrossEntropy(),
        Map.of("output.0", "naïve \"quoted\" \n 字", "empty", ""));
  }

  private byte[] bytes(Model<?> model) throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model);
    return Files.readAllBytes(file);
  }

  private static <A> void assertSame(Model<A> expected, Model<?> read) {
    Precision<A> precision = expected.precision();
    assertThat(read.precision()).isSameAs(precision);
    @SuppressWarnings("unchecked")
    Model<A> actual = (Model<A>) read;
    assertThat(precision.sameBits(actual.parameters(), expected.parameters())).isTrue();
    assertThat(actual.network().layers()).isEqualTo(expected.network().layers());
    assertThat(actual.normalization().means()).isEqualTo(expected.normalization().means());
    assertThat(actual.normalization().scales()).isEqualTo(expected.normalization().scales());
    assertThat(actual.loss()).isEqualTo(expected.loss());
    assertThat(actual.notes()).isEqualTo(expected.notes());
  }

  @Test
  void roundTripsBitForBit() throws IOException {
    assertSame(model(Precision.FLOAT), ModelFile.read(bytes(model(Precision.FLOAT)), "m"));
    assertSame(model(Precision.DOUBLE), ModelFile.read(bytes(model(Precision.DOUBLE)), "m"));
  }

  /** The same bytes from every width, provider and machine: the digest is of the whole file. */
  @Test
  void theFileOfAModelIsFixed() throws IOException {
    byte[] file = bytes(model(Precision.FLOAT));
    float[] asBits = new float[file.length];
    for (int i = 0; i < file.length; i++) {
      asBits[i] = file[i];
    }
    assertThat(ParameterDigest.of(Precision.FLOAT, asBits))
        .isEqualTo("21823275897b4d9c3bd546743b643678102f9bcafad7c2fabc0dcce68c86992d");
  }

  @Test
  void theDigestIsThatOfTheBytes() {
    assertThat(ParameterDigest.of(Precision.FLOAT, new float[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    float[] large = new float[100_000];
    float[] other = large.clone();
    other[99_999] = -0f;
    assertThat(ParameterDigest.of(Precision.FLOAT, large))
        .isNotEqualTo(ParameterDigest.of(Precision.FLOAT, other));
    float[] nan = {Float.intBitsToFloat(0x7FC00001)};
    assertThat(ParameterDigest.of(Precision.FLOAT, nan))
        .isEqualTo(ParameterDigest.of(Precision.FLOAT, new float[] {Float.NaN}));
  }

  /** Whatever is accepted must be the model that was written. */
  @Test
  void tenThousandMutationsAreRefusedOrHarmless() throws IOException {
    Model<float[]> model = model(Precision.FLOAT);
    byte[] file = bytes(model);
    Random random = new Random(30);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Damage.to(file, random);
      try {
        assertSame(model, ModelFile.read(mutated, "m"));
      } catch (MalformedDataException e) {
        assertThat(e.getMessage()).startsWith("m, byte ");
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(9000);
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    Path file = directory.resolve("other.safetensors");
    new TensorFile(Map.of(), Map.of()).write(file);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> ModelFile.read(file))
        .withMessage(
            "other.safetensors, byte 8: it is not a model of this library: it has no"
                + " curvelane.version");
    new TensorFile(Map.of(), Map.of("curvelane.version", "2")).write(file);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> ModelFile.read(file))
        .withMessageContaining("its version is '2', this library reads version 1");
  }

  @Test
  void refusesAChangedParameterByItsChecksum() throws IOException {
    byte[] file = bytes(model(Precision.FLOAT));
    file[file.length - 100] ^= 1;
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> ModelFile.read(file, "m"))
        .withMessageContaining("does not have its checksum: the file is damaged");
  }

  @Test
  void aModelsPartsMustFit() {
    Model<float[]> model = model(Precision.FLOAT);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Model<>(
                    model.network(), new float[3], model.normalization(), model.loss(), Map.of()))
        .withMessage("parameters has 3 elements, the network has 39");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Model<>(
                    model.network(),
                    model.parameters(),
                    Normalization.none(4),
                    model.loss(),
                    Map.of()))
        .withMessage("the normalization is for 4 features, the network has 5 inputs");
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path file = directory.resolve("kept");
    Files.write(file, "old".getBytes(StandardCharsets.UTF_8));
    Path blocked = directory.resolve("folder");
    Files.createDirectories(blocked.resolve("inside"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ModelFile.write(blocked, model(Precision.FLOAT)));
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(file, blocked);
    }
  }

  // ---------------------------------------------------------------- layers of all kinds

  private static Model<double[]> modelOfAllKinds() {
    Activation tanh = Activation.tanh();
    double[] matrix = {0.1, -0.0, Double.MIN_VALUE, 1e300, 1 / 3.0, -7};
    Network<double[]> network =
        Network.of(
            Precision.DOUBLE,
            new FixedLinear(3, 2, matrix, new double[] {-1.5, 0}),
            new Activate(2, Activation.leakyRelu(0.25)),
            new Residual(
                List.of(
                    new Dense(2, 4, tanh),
                    new Maxout(2, 2),
                    Residual.of(new FixedLinear(2, 2, new double[] {1, 2, 3, 4}))),
                tanh),
            new Gain(2, tanh),
            new Softmax(2));
    return new Model<>(
        network,
        network.initialize(Initializer.HE, 3),
        Normalization.none(3),
        Loss.halfSquaredError(),
        Map.of());
  }

  @Test
  void layersOfAllKindsRoundTripBitForBit() throws IOException {
    Model<double[]> model = modelOfAllKinds();
    byte[] file = bytes(model);
    assertSame(model, ModelFile.read(file, "m"));
    TensorFile tensors = TensorFile.read(new ByteArrayInputStream(file), "m", file.length);
    assertThat(tensors.tensors().keySet())
        .containsExactlyInAnyOrder(
            "layers.0.matrix",
            "layers.0.offset",
            "layers.2.layers.0.weight",
            "layers.2.layers.0.bias",
            "layers.2.layers.2.layers.0.matrix",
            "layers.2.layers.2.layers.0.offset",
            "layers.3.gain",
            "layers.3.bias",
            "normalization.mean",
            "normalization.scale");
    assertThat(tensors.metadata().get("curvelane.layers"))
        .isEqualTo(
            "[{'layer':'fixed-linear','matrix':[3,2],'offset':[2]},"
                .concat("{'layer':'activation','units':2,'activation':'leaky-relu(0.25)'},")
                .concat("{'layer':'residual','layers':[{'layer':'dense','inputs':2,'outputs':4,")
                .concat("'activation':'tanh'},{'layer':'maxout','units':2,'pieces':2},")
                .concat("{'layer':'residual','layers':[{'layer':'fixed-linear','matrix':[2,2],")
                .concat("'offset':[2]}],'activation':'identity'}],'activation':'tanh'},")
                .concat("{'layer':'gain','units':2,'activation':'tanh'},")
                .concat("{'layer':'softmax','units':2}]")
                .replace('\'', '"'));
  }

  @Test
  void tenThousandMutationsOfAllKindsAreRefusedOrHarmless() throws IOException {
    Model<double[]> model = modelOfAllKinds();
    byte[] file = bytes(model);
    Random random = new Random(31);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Damage.to(file, random);
      try {
        assertSame(model, ModelFile.read(mutated, "m"));
      } catch (MalformedDataException e) {
        assertThat(e.getMessage()).startsWith("m, byte ");
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(9000);
  }

  /** What a layer's description may not be; the reader is told of no checksum here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}|its layers cannot be read",
        "[{'layer':'dense'|its layers cannot be read",
        "[{'layer':'dense','inputs':1e999}]|its layers cannot be read",
        "[{'layer':'dense'}] 1|its layers cannot be read",
        "[{'inputs':3}]|a layer has 'inputs' in place of 'layer'",
        "[{'layer':'dance'}]|a layer is of the unknown kind 'dance'",
        "[{'layer':'dense','inputs':3,'outputs':2}]|a dense layer has no 'activation'",
        "[{'layer':'dense','inputs':3,'inputs':2}]|a dense layer has 'inputs' twice",
        "[{'layer':'dense','inputs':true}]|the 'inputs' of a dense layer is neither",
        "[{'layer':'softmax','units':0}]|units is 0, must be at least 1",
        "[{'layer':'softmax','units':1.5}]|the 'units' of a softmax layer is 1.5, must be an"
            + " integer",
        "[{'layer':'softmax','units':2,'bias':1}]|a softmax layer has the unknown field 'bias'",
        "[{'layer':'activation','units':2,'activation':'tanx'}]|tanx",
        "[{'layer':'residual','layers':[],'activation':'tanh'}]|layers is empty",
        "[{'layer':'residual','layers':3,'activation':'tanh'}]|must be a list of layers",
        "[{'layer':'maxout','units':2,'pieces':99999999999}]|must be an integer",
        "[{'layer':'fixed-linear','matrix':[2],'offset':[2]}]|must have two sizes",
        "[{'layer':'fixed-linear','matrix':[2,1],'offset':[1,1,1]}]|the shape [1, 1, 1]",
      })
  void refusesDamagedDescriptionsByName(String json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LayerDescriptions.read(
                        json.replace('\'', '"'), (name, shape) -> new double[elements(shape)])
                    .forEach(Layer::of))
        .withMessageContaining(message);
  }

  private static int elements(List<Integer> shape) {
    return shape.stream().reduce(1, (a, b) -> a * b);
  }

  @Test
  void refusesLayersWithinTooManyOthers() {
    String json = "[{'layer':'residual','layers':".repeat(34) + "[" + "]}".repeat(34) + "]";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDescriptions.read(json.replace('\'', '"'), (name, shape) -> null))
        .withMessage("its layers stand within more than 32 others");
    String many = "[" + "{\"layer\":\"softmax\"},".repeat(10_000) + "{\"layer\":\"softmax\"}]";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDescriptions.read(many, (name, shape) -> null))
        .withMessage("there are more than 10000 layers");
  }
}
