package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateDictTest {
  @TempDir private Path directory;

  /** A safetensors file laid out by hand: its header, its tensors one behind the other. */
  private static final class Bytes {
    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Bytes tensor(String name, String type, List<Integer> shape, byte... elements) {
      int begin = content.size();
      content.writeBytes(elements);
      entries.add(
          "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(name, type, shape, begin, content.size()));
      return this;
    }

    Bytes floats(String name, List<Integer> shape, float... elements) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
      for (float element : elements) {
        bytes.putFloat(element);
      }
      return tensor(name, "F32", shape, bytes.array());
    }

    Bytes doubles(String name, List<Integer> shape, double... elements) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
      for (double element : elements) {
        bytes.putDouble(element);
      }
      return tensor(name, "F64", shape, bytes.array());
    }

    Path in(Path directory) throws IOException {
      byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes =
          ByteBuffer.allocate(8 + header.length + content.size()).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(header.length).put(header).put(content.toByteArray());
      return Files.write(directory.resolve("mlp.safetensors"), bytes.array());
    }
  }

  /**
   * y = f(W·x + b) for each layer in plain loops over PyTorch's layout, one chain of fma a unit.
   */
  private static double[] forward(double[] x, double[][] weights, double[][] biases) {
    double[] from = x;
    for (int l = 0; l < weights.length; l++) {
      double[] to = new double[biases[l].length];
      for (int j = 0; j < to.length; j++) {
        double sum = 0;
        for (int k = 0; k < from.length; k++) {
          sum = Math.fma(from[k], weights[l][j * from.length + k], sum);
        }
        sum += biases[l][j];
        to[j] = l < weights.length - 1 ? Math.max(sum, 0) : sum;
      }
      from = to;
    }
    return from;
  }

  /** As PyTorch sorts them: by name, so that module 10 comes before module 2. */
  @Test
  void whatIsReadComputesWhatItsLayersSay() throws IOException {
    Random random = new Random(3);
    double[][] weights = new double[3][];
    double[][] biases = new double[3][];
    int[] sizes = {4, 3, 5, 2};
    for (int l = 0; l < 3; l++) {
      weights[l] = random.doubles((long) sizes[l] * sizes[l + 1], -1, 1).toArray();
      biases[l] = random.doubles(sizes[l + 1], -1, 1).toArray();
    }
    Path file =
        new Bytes()
            .doubles("net.0.bias", List.of(3), biases[0])
            .doubles("net.0.weight", List.of(3, 4), weights[0])
            .doubles("net.10.bias", List.of(2), biases[2])
            .doubles("net.10.weight", List.of(2, 5), weights[2])
            .doubles("net.2.bias", List.of(5), biases[1])
            .doubles("net.2.weight", List.of(5, 3), weights[1])
            .in(directory);
    StateDict<double[]> mlp =
        StateDict.read(file, Precision.DOUBLE, Activation.relu(), Activation.identity());
    assertThat(mlp.modules()).containsExactly("net.0", "net.2", "net.10");
    assertThat(mlp).hasToString("double 4-3 relu-5 relu-2 identity as [net.0, net.2, net.10]");
    double[] x = random.doubles(4 * 7, -2, 2).toArray();
    double[] outputs = new double[2 * 7];
    mlp.network().newWorkspace(7).predict(mlp.parameters(), x, 0, 7, outputs);
    for (int i = 0; i < 7; i++) {
      double[] row = Arrays.copyOfRange(x, 4 * i, 4 * i + 4);
      assertThat(Arrays.copyOfRange(outputs, 2 * i, 2 * i + 2))
          .containsExactly(forward(row, weights, biases));
    }
  }

  @Test
  void weightsAreTransposedAndNothingElse() throws IOException {
    Path file =
        new Bytes()
            .floats("fc1.weight", List.of(2, 3), 1, 2, 3, 4, -0f, Float.MIN_VALUE)
            .floats("fc1.bias", List.of(2), 7, Float.NEGATIVE_INFINITY)
            .in(directory);
    StateDict<float[]> mlp =
        StateDict.read(file, Precision.FLOAT, Activation.relu(), Activation.tanh());
    assertThat(mlp.network().layers()).containsExactly(new Dense(3, 2, Activation.tanh()));
    assertThat(mlp.parameters())
        .containsExactly(1, 4, 2, -0f, 3, Float.MIN_VALUE, 7, Float.NEGATIVE_INFINITY);
  }

  @Test
  void halvesAreWidened() throws IOException {
    Path file =
        new Bytes()
            .tensor(
                "weight",
                "F16",
                List.of(1, 3),
                (byte) 0,
                (byte) 0x3C,
                (byte) 1,
                (byte) 0,
                (byte) 0xFF,
                (byte) 0xFB)
            .tensor("bias", "BF16", List.of(1), (byte) 0x81, (byte) 0xBF)
            .in(directory);
    StateDict<double[]> mlp =
        StateDict.read(file, Precision.DOUBLE, Activation.relu(), Activation.identity());
    assertThat(mlp.parameters()).containsExactly(1, 0x1p-24, -65504, -1.0078125);
    StateDict<float[]> single =
        StateDict.read(file, Precision.FLOAT, Activation.relu(), Activation.identity());
    assertThat(single.parameters()).containsExactly(1, 0x1p-24f, -65504, -1.0078125f);
    assertThat(single.modules()).containsExactly("");
  }

  @Test
  void writesTheLayoutToTheLetter() throws IOException {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.relu(), Activation.identity(), 2, 1, 1);
    Path file = directory.resolve("written");
    StateDict.of(network, new float[] {1, 2, 3, 4, 5}).write(file);
    String header =
        "{'__metadata__':{'format':'pt'},"
            + "'0.weight':{'dtype':'F32','shape':[1,2],'data_offsets':[0,8]},"
            + "'0.bias':{'dtype':'F32','shape':[1],'data_offsets':[8,12]},"
            + "'2.weight':{'dtype':'F32','shape':[1,1],'data_offsets':[12,16]},"
            + "'2.bias':{'dtype':'F32','shape':[1],'data_offsets':[16,20]}}";
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer expected = ByteBuffer.allocate(8 + padded + 20).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(padded).put(json);
    while (expected.position() < 8 + padded) {
      expected.put((byte) ' ');
    }
    expected.putFloat(1).putFloat(2).putFloat(3).putFloat(4).putFloat(5);
    assertThat(file).hasBinaryContent(expected.array());
  }

  private <A> void roundTrips(Precision<A> precision, String... modules) throws IOException {
    Network<A> network =
        Network.perceptron(
            precision, Activation.relu(), Activation.identity(), 5, 4, 3, 3, 2, 2, 2);
    A theta = network.initialize(Initializer.HE, 11);
    precision.set(theta, 1, -0.0);
    precision.set(theta, 2, Double.NaN);
    Path file = directory.resolve("round");
    StateDict<A> written =
        modules.length == 0
            ? StateDict.of(network, theta)
            : StateDict.of(network, theta, List.of(modules));
    written.write(file);
    StateDict<A> read = StateDict.read(file, precision, Activation.relu(), Activation.identity());
    assertThat(read.modules()).isEqualTo(written.modules());
    assertThat(read.network().layers()).isEqualTo(network.layers());
    assertThat(precision.sameBits(read.parameters(), theta)).isTrue();
    byte[] first = Files.readAllBytes(file);
    read.write(file);
    assertThat(file).hasBinaryContent(first);
  }

  @Test
  void roundTripsBitForBit() throws IOException {
    roundTrips(Precision.FLOAT);
    roundTrips(Precision.DOUBLE);
    roundTrips(Precision.DOUBLE, "a1b", "a2b", "a9b", "a10b", "a11b", "a100b");
  }

  @Test
  void givenModulesAreTakenInTheirOrder() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String module : List.of("head", "body")) {
      tensors.put(module + ".bias", Tensor.of(Precision.FLOAT, new float[] {3}, 0, 1));
      tensors.put(module + ".weight", Tensor.of(Precision.FLOAT, new float[] {4}, 0, 1, 1));
    }
    StateDict<float[]> mlp =
        StateDict.of(
            tensors,
            Precision.FLOAT,
            List.of("body", "head"),
            List.of(Activation.tanh(), Activation.relu()));
    assertThat(mlp.modules()).containsExactly("body", "head");
    assertThat(mlp.network().layers())
        .containsExactly(new Dense(1, 1, Activation.tanh()), new Dense(1, 1, Activation.relu()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> StateDict.of(tensors, Precision.FLOAT, Activation.relu(), Activation.relu()))
        .withMessage(
            "the names of the modules 'head' and 'body' do not tell their order: give modules");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                StateDict.of(tensors, Precision.FLOAT, List.of("head"), List.of(Activation.relu())))
        .withMessage("the tensors have the module 'body', which is none of [head]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                StateDict.of(
                    tensors, Precision.FLOAT, List.of("body", "head"), List.of(Activation.relu())))
        .withMessage("activations has 1 elements, modules has 2: [body, head]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                StateDict.of(
                    tensors,
                    Precision.FLOAT,
                    List.of("body", "body"),
                    List.of(Activation.relu(), Activation.relu())))
        .withMessage("modules has a name twice: [body, body]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fc1 layer.2", "a.1 a.01", "1.2 1"})
  void namesThatTellNoOrderAreNamed(String names) {
    String[] two = names.split(" ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModuleOrder.byNumbers(List.of(two)))
        .withMessageContaining("'" + two[0] + "'")
        .withMessageContaining("'" + two[1] + "'")
        .withMessageEndingWith("do not tell their order: give modules");
  }

  @Test
  void theFirstNumberComesFirst() {
    assertThat(ModuleOrder.byNumbers(List.of("m10.w2", "m2.w30", "m2.w4", "m1.w5")))
        .containsExactly("m1.w5", "m2.w4", "m2.w30", "m10.w2");
  }

  /** Each is a list of tensors, name type and shape, of a file that is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|tensors is empty, must have at least one linear layer",
        "0.weight F32 2 3|there is no tensor '0.bias', every linear layer must have a weight and a",
        "0.bias F32 2|there is no tensor '0.weight'",
        "0.weight F32 2 3;0.bias F32 3|the tensor '0.bias' is F32[3], must be [2]",
        "0.weight F32 2 3;0.bias F32 2 1|the tensor '0.bias' is F32[2, 1], must be [2]",
        "0.weight F32 6;0.bias F32 6|the tensor '0.weight' is F32[6], the weight of a linear layer",
        "0.weight F32 0 3;0.bias F32 0|the tensor '0.weight' is F32[0, 3], the weight of a linear",
        "0.weight F32 2 1 3 3;0.bias F32 2|is F32[2, 1, 3, 3], the weight of a linear layer is",
        "0.weight F64 2 3;0.bias F32 2|is F64[2, 3], which float would round",
        "0.weight F32 2 3;0.bias I32 2|is I32[2], must be of floating-point numbers",
        "0.weight F32 2 3;0.bias F32 2;2.weight F32 1 3;2.bias F32 1|the tensor '2.weight' is for 3"
            + " inputs, must be for the 2 outputs of '0.weight'",
        "0.weight F32 1 2;0.bias F32 1;2.weight F32 2 3;2.bias F32 2|'2.weight' is for 3 inputs,",
        "0.weight F32 2 3;0.bias F32 2;1.running_mean F32 2|the tensor '1.running_mean' is neither"
            + " the weight nor the bias of a linear layer",
        "0.weight F32 2 3;0.bias F32 2;1.weight F32 2;1.bias F32 2|'1.weight' is F32[2], the"
            + " weight",
        "weights F32 2 3|the tensor 'weights' is neither the weight nor the bias",
        "fc1.weight F32 2 3;fc1.bias F32 2;out.weight F32 1 2;out.bias F32 1|do not tell their"
            + " order",
      })
  void refusesByName(String tensors, String message) throws IOException {
    Bytes bytes = new Bytes();
    if (tensors != null) {
      for (String tensor : tensors.split(";")) {
        String[] words = tensor.split(" ");
        List<Integer> shape = new ArrayList<>();
        int size = words[1].equals("F64") ? 8 : 4;
        for (int i = 2; i < words.length; i++) {
          shape.add(Integer.valueOf(words[i]));
          size *= shape.getLast();
        }
        bytes.tensor(words[0], words[1], shape, new byte[size]);
      }
    }
    Path file = bytes.in(directory);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(
            () -> StateDict.read(file, Precision.FLOAT, Activation.relu(), Activation.identity()))
        .withMessageStartingWith("mlp.safetensors, byte 8: ")
        .withMessageContaining(message);
  }

  @Test
  void refusesToWriteWhatPyTorchWouldNotRead() {
    Network<float[]> maxout =
        Network.of(Precision.FLOAT, new Dense(2, 2, Activation.identity()), new Maxout(1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateDict.of(maxout, new float[6]))
        .withMessage("layer 1 of the network is maxout, must be dense");
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.relu(), Activation.relu(), 2, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateDict.of(network, new float[6]))
        .withMessage("parameters has 6 elements, the network has 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateDict.of(network, new float[5], List.of("fc1")))
        .withMessage("the network's layers are 2 elements, modules has 1: [fc1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateDict.of(network, new float[5], List.of("a", "a")))
        .withMessage("modules has a name twice: [a, a]");
  }

  /** The example in the documentation, which is compared with the lines below. */
  @Test
  void theExampleRuns() throws IOException {
    Path file =
        new Bytes()
            .floats("0.weight", List.of(2, 1), 1, 2)
            .floats("0.bias", List.of(2), 3, 4)
            .in(directory);
    // example
    StateDict<float[]> mlp =
        StateDict.read(file, Precision.FLOAT, Activation.relu(), Activation.identity());
    Normalization none = Normalization.none(mlp.network().inputs());
    var model = new Model<>(mlp.network(), mlp.parameters(), none, Loss.softmaxCrossEntropy());
    // end
    assertThat(model.task().names()).containsExactly("0", "1");
    String package_ = "java/io/github/curvelane/io/";
    String test = Files.readString(Path.of("test", package_ + "StateDictTest.java"));
    String documentation = Files.readString(Path.of("main", package_ + "StateDict.java"));
    assertThat(code(documentation.replaceAll("(?m)^ \\*", ""), "<pre>{@code", "}</pre>"))
        .isNotEmpty()
        .isEqualTo(code(test, "// example\n", "// end\n"));
  }

  private static String code(String text, String from, String to) {
    int begin = text.indexOf(from) + from.length();
    return text.substring(begin, text.indexOf(to, begin)).replaceAll("\\s+", "");
  }
}
