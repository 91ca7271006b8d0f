package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.ImageShape;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Window;
import io.github.curvelane.optim.TrainingState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of a careful enemy: damaged in texts, shapes, types and numbers, with places and checksum
 * put right. What is accepted is the same when it is written and read again.
 */
class MendedFilesTest {
  private static final int COUNT = 1500;

  private static TensorFile damaged(TensorFile original, Random random) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(original.tensors());
    Map<String, String> metadata = new LinkedHashMap<>(original.metadata());
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      String text = pick(metadata, random);
      String tensor = pick(tensors, random);
      switch (random.nextInt(9)) {
        case 0 -> metadata.remove(text);
        case 1 -> tensors.remove(tensor);
        case 2 -> tensors.put(tensor, tensors.get(pick(tensors, random)));
        case 3 -> tensors.put(tensor, other(random));
        case 4 -> metadata.put(text, metadata.get(pick(metadata, random)));
        default -> metadata.put(text, damaged(metadata.getOrDefault(text, ""), random));
      }
    }
    metadata.put(ContentChecksum.KEY, ContentChecksum.of(tensors, metadata));
    return new TensorFile(tensors, metadata);
  }

  private static String pick(Map<String, ?> entries, Random random) {
    List<String> names = new ArrayList<>(entries.keySet());
    return names.isEmpty() ? "none" : names.get(random.nextInt(names.size()));
  }

  private static String damaged(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(Damage.to(bytes, random), StandardCharsets.UTF_8);
  }

  private static Tensor other(Random random) {
    int[] shape = new int[random.nextInt(4)];
    int elements = 1;
    for (int d = 0; d < shape.length; d++) {
      shape[d] = random.nextInt(4);
      elements *= shape[d];
    }
    double[] values = new double[elements];
    for (int i = 0; i < elements; i++) {
      values[i] =
          switch (random.nextInt(5)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> 1e300;
            default -> random.nextGaussian();
          };
    }
    return random.nextBoolean()
        ? Tensor.of(Precision.DOUBLE, values, 0, shape)
        : Tensor.of(Precision.FLOAT, Precision.FLOAT.of(values), 0, shape);
  }

  // ---------------------------------------------------------------- models

  static List<Model<?>> models() {
    Activation tanh = Activation.tanh();
    Network<float[]> image =
        Network.of(
            Precision.FLOAT,
            Layers.images(new ImageShape(4, 4, 1))
                .convolution(2, Window.of(3), tanh)
                .dense(2, tanh)
                .list());
    Network<double[]> table =
        Network.of(
            Precision.DOUBLE,
            new FixedLinear(2, 2, new double[] {1, 2, 3, 4}),
            new Residual(List.of(new Dense(2, 4, tanh), new Maxout(2, 2)), tanh),
            new Dense(2, 1, Activation.identity()));
    return List.of(
        new Model<>(
            image,
            image.initialize(Initializer.HE, 1),
            Normalization.none(16),
            Loss.softmaxCrossEntropy()),
        new Model<>(
                table,
                table.initialize(Initializer.HE, 1),
                Normalization.of(new double[] {1, 2}, new double[] {0.5, 1}),
                Loss.huber(1))
            .withColumns(new Column.Id("id"), new Column.Numeric("a", "cm", OptionalDouble.of(2)))
            .withTask(Task.Regression.of(new Target("y", "m", 1, 2)))
            .withNotes(Map.of("made", "by hand")));
  }

  private static byte[] bytes(Model<?> model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.write(bytes, model);
    return bytes.toByteArray();
  }

  private static Model<?> read(byte[] bytes) throws IOException {
    return ModelFile.read(new ByteArrayInputStream(bytes), "m");
  }

  @ParameterizedTest
  @MethodSource("models")
  void modelsAreRefusedOrWhole(Model<?> model) throws IOException {
    byte[] bytes = bytes(model);
    TensorFile original = TensorFile.read(new ByteArrayInputStream(bytes), "m", bytes.length);
    Random random = new Random(32);
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      damaged(original, random).write(file);
      try {
        Model<?> read = read(file.toByteArray());
        assertThat(read(bytes(read))).as("mutation %d", i).isEqualTo(read);
      } catch (MalformedDataException e) {
        assertThat(e.getMessage()).startsWith("m, byte 8: ");
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isBetween(COUNT / 2, COUNT - COUNT / 50);
  }

  // ---------------------------------------------------------------- checkpoints

  private static TrainingState<float[]> state() {
    return new TrainingState<>(
        "momentum 0.9, 12 examples",
        Map.of("theta", new float[] {1, 2, 3}, "velocity", new float[] {0.5f, 0, -1}),
        Map.of("order", new int[] {2, 0, 1}),
        Map.of("counters", new double[] {1, 7, 0}));
  }

  @Test
  void checkpointsAreRefusedOrWhole(@TempDir Path folder) throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder, Map.of("layers", "2-3-1"));
    checkpoints.keep(Precision.FLOAT, state());
    TensorFile original = TensorFile.read(folder.resolve("checkpoint-0.safetensors"));
    Random random = new Random(33);
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      TensorFile file = damaged(original, random);
      try {
        TrainingState<float[]> state = checkpoints.read(Precision.FLOAT, file, "c");
        assertThat(state.arrays().size() + state.integers().size() + state.numbers().size())
            .isEqualTo(file.tensors().size());
      } catch (MalformedDataException | ForeignCheckpointException e) {
        assertThat(e.getMessage()).startsWith("c");
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isBetween(COUNT / 4, COUNT - COUNT / 50);
  }

  // ---------------------------------------------------------------- tensors, and networks of them

  @Test
  void tensorsAreRefusedOrWhole() throws IOException {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.relu(), Activation.identity(), 3, 4, 2);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    ByteArrayOutputStream original = new ByteArrayOutputStream();
    new TensorFile(StateDict.of(network, theta).tensors(), Map.of("made", "é\n")).write(original);
    Random random = new Random(34);
    int refused = 0;
    for (int i = 0; i < 4 * COUNT; i++) {
      byte[] bytes = Damage.to(original.toByteArray(), random);
      try {
        TensorFile file = TensorFile.read(new ByteArrayInputStream(bytes), "t", bytes.length);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        file.write(written);
        TensorFile again =
            TensorFile.read(new ByteArrayInputStream(written.toByteArray()), "t", written.size());
        assertThat(again.tensors().toString()).isEqualTo(file.tensors().toString());
        assertThat(again.metadata()).isEqualTo(file.metadata());
        StateDict.of(file.tensors(), Precision.FLOAT, Activation.relu(), Activation.identity());
      } catch (MalformedDataException e) {
        assertThat(e.getMessage()).startsWith("t, byte ");
        refused++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isBetween(2 * COUNT, 4 * COUNT - COUNT / 10);
  }
}
