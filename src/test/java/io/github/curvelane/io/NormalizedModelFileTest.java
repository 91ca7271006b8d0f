package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.BatchNormalization;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Gain;
import io.github.curvelane.nn.ImageShape;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.LayerNormalization;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Residual;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files of models that normalise, with the statistics that they predict with. */
final class NormalizedModelFileTest {
  private static Model<float[]> model() {
    Activation tanh = Activation.tanh();
    Network<float[]> trained =
        Network.of(
            Precision.FLOAT,
            new Dense(3, 8, tanh),
            new BatchNormalization(new ImageShape(2, 2, 2), 1e-3, tanh),
            Residual.of(
                new BatchNormalization(8, 1e-5, tanh), new LayerNormalization(8, 1e-5, tanh)),
            new Gain(new ImageShape(2, 2, 2), tanh),
            new Dense(8, 2, tanh));
    float[] statistics = trained.newStatistics();
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = 0.1f + i / 7f;
    }
    return new Model<>(
        trained.withStatistics(statistics),
        trained.initialize(Initializer.HE, 3),
        Normalization.none(3),
        Loss.halfSquaredError());
  }

  private static byte[] bytes(Model<?> model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(out, model);
    return out.toByteArray();
  }

  private static Model<?> read(byte[] file) throws IOException {
    return ModelFile.read(new ByteArrayInputStream(file), "m");
  }

  @Test
  void statisticsRoundTripBitForBit() throws IOException {
    Model<float[]> model = model();
    byte[] file = bytes(model);
    Model<float[]> read = read(file).as(Precision.FLOAT);
    assertThat(read).isEqualTo(model);
    float[] x = {0.25f, -1, 3};
    float[] expected = new float[2];
    float[] outputs = new float[2];
    model.network().newWorkspace(1).predict(model.parameters(), x, 0, 1, expected);
    read.network().newWorkspace(1).predict(read.parameters(), x, 0, 1, outputs);
    assertThat(outputs).containsExactly(expected);
    TensorFile tensors = TensorFile.read(new ByteArrayInputStream(file), "m", file.length);
    assertThat(tensors.tensors().keySet())
        .contains(
            "layers.1.gain",
            "layers.1.bias",
            "layers.1.mean",
            "layers.1.variance",
            "layers.2.layers.0.mean",
            "layers.2.layers.0.variance",
            "layers.2.layers.1.gain",
            "layers.3.gain");
  }

  @Test
  void aNetworkThatIsTrainedFurtherHasAFileToo() throws IOException {
    Model<float[]> model = model();
    Model<float[]> trained =
        new Model<>(
            model.network().withBatchStatistics(),
            model.parameters(),
            model.normalization(),
            model.loss());
    assertThat(read(bytes(trained))).isEqualTo(trained).isNotEqualTo(model);
  }

  @Test
  void tenThousandMutationsAreRefusedOrHarmless() throws IOException {
    Model<?> model = model();
    byte[] file = bytes(model);
    Random random = new Random(31);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Damage.to(file, random);
      try {
        assertThat(read(mutated)).as("mutation %d", i).isEqualTo(model);
      } catch (MalformedDataException e) {
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(9000);
  }
}
