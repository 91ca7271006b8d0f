package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
