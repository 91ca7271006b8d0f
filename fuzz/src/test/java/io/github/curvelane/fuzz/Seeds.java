package io.github.curvelane.fuzz;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.Checkpoints;
import io.github.curvelane.io.Envelope;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.io.StateDict;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.Branches;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Join;
import io.github.curvelane.nn.LayerNormalization;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Radial;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Softmax;
import io.github.curvelane.optim.TrainingState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the first inputs of the targets, small files as the library makes them, into the folder
 * that is given: {@code src/test/resources}. Inputs that a target has found of use are kept beside
 * them.
 */
final class Seeds {
  private final Path resources;

  private Seeds(Path resources) {
    this.resources = resources;
  }

  public static void main(String[] arguments) throws IOException {
    Seeds seeds = new Seeds(Path.of(arguments[0]));
    seeds.idx();
    seeds.tensors();
    seeds.models();
    seeds.checkpoints();
    seeds.tables();
    seeds.names();
    seeds.options();
    seeds.numbers();
  }

  private void write(String target, String method, String name, byte[] bytes) throws IOException {
    Path folder = resources.resolve("io/github/curvelane/" + target + "FuzzTestInputs/" + method);
    Files.createDirectories(folder);
    Files.write(folder.resolve(name), bytes);
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private void idx() throws IOException {
    Path file = Files.createTempFile("seed", ".idx");
    IdxFile.write(file, Digits.ofSide(16, 1).images(0, 1));
    byte[] image = Files.readAllBytes(file);
    IdxFile.write(file, IdxArray.ofBytes(new byte[] {3, 1, 4}, 3));
    byte[] labels = Files.readAllBytes(file);
    Files.delete(file);
    write("data/IdxFile", "reads", "image.idx", image);
    write("data/IdxFile", "reads", "image.idx.gz", packed(image));
    write("data/IdxFile", "reads", "labels.idx", labels);
    for (IdxArray.Type type : IdxArray.Type.values()) {
      ByteBuffer bytes = ByteBuffer.allocate(12 + 6 * type.bytes());
      bytes.putInt(type.code() << 8 | 2).putInt(2).putInt(3);
      write("data/IdxFile", "reads", type.name().toLowerCase(Locale.ROOT), bytes.array());
    }
  }

  private void tensors() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("inputs", Tensor.of(Precision.FLOAT, new float[] {1, 2, 3, 4, 5, 6}, 0, 3, 2));
    tensors.put("targets", Tensor.of(Precision.DOUBLE, new double[] {1, 0, 1}, 0, 3));
    tensors.put("scale", Tensor.of(Precision.FLOAT, new float[] {2}, 0));
    byte[] plain = bytes(new TensorFile(tensors, Map.of("made", "by hand", "é", "\n\"\u0001")));
    write("io/TensorFile", "reads", "tensors", plain);
    for (String type :
        new String[] {"BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2", "I16", "U16", "F16"}) {
      write("io/TensorFile", "reads", type, single(type, type.matches("[IUF]16") ? 2 : 1));
    }
    for (String type : new String[] {"BF16", "I32", "U32", "I64", "U64"}) {
      write(
          "io/TensorFile",
          "reads",
          type,
          single(type, Integer.parseInt(type.replaceAll("\\D", "")) / 8));
    }
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.relu(), Activation.identity(), 3, 4, 2);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    write(
        "io/TensorFile",
        "reads",
        "network",
        bytes(new TensorFile(StateDict.of(network, theta).tensors(), Map.of())));
  }

  private static byte[] single(String type, int bytes) {
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}"
            .formatted(type, 2 * bytes);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length() + 2 * bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    return file.array();
  }

  private static byte[] bytes(TensorFile file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.write(bytes);
    return bytes.toByteArray();
  }

  private void models() throws IOException {
    write("io/ModelFile", "reads", "image", model(image()));
    write("io/ModelFile", "reads", "table", model(table()));
    write("io/ModelFile", "reads", "composites", model(composites()));
  }

  private static byte[] model(Model<?> model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.write(bytes, model);
    return Envelope.input(
        TensorFile.read(new ByteArrayInputStream(bytes.toByteArray()), "seed", bytes.size()));
  }

  private static Model<float[]> image() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            Layers.parse("1x4x4-conv2:3-bn-max2-2", Activation.tanh(), Activation.identity())
                .list());
    return new Model<>(
        network,
        network.initialize(Initializer.HE, 1),
        Normalization.none(16),
        Loss.softmaxCrossEntropy());
  }

  private static Model<double[]> table() {
    Network<double[]> network =
        Network.perceptron(
            Precision.DOUBLE, Activation.lecunTanh(), Activation.identity(), 5, 2, 1);
    return new Model<>(
            network,
            network.initialize(Initializer.FAN_IN, 1),
            Normalization.of(new double[] {1, 2, 3, 4, 5}, new double[] {0.5, 1, 2, 1, 1}),
            Loss.huber(1))
        .withColumns(
            new Column.Id("id"),
            new Column.Numeric("a", "cm", OptionalDouble.of(1.5)),
            new Column.Categorical("b", List.of("u", "v"), Optional.of("v")),
            new Column.Ignored("c"))
        .withTask(Task.Regression.of(new Target("y", "m", 1, 2)))
        .withNotes(Map.of("made by", "hand"));
  }

  private static Model<float[]> composites() {
    Activation tanh = Activation.tanh();
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            new FixedLinear(2, 2, new double[] {1, 2, 3, 4}),
            new Residual(List.of(new Dense(2, 4, tanh), new Maxout(2, 2)), tanh),
            new Branches(
                List.of(List.of(), List.of(new Dense(2, 1, tanh))), Join.CONCAT, Activation.relu()),
            new LayerNormalization(3, 1e-5, tanh),
            new Radial(3, 2).withFixedKappas(new double[] {1, 7}),
            new Activate(2, Activation.leakyRelu(0.25)),
            new Softmax(2));
    return new Model<>(
        network,
        network.initialize(Initializer.HE, 3),
        Normalization.none(2),
        Loss.halfSquaredError());
  }

  private void checkpoints() throws IOException {
    Path folder = Files.createTempDirectory("seed");
    for (SmallRun run : SmallRun.values()) {
      TrainingState<float[]> state = run.after(5);
      new Checkpoints(folder).keep(Precision.FLOAT, state);
      Path file = folder.resolve("checkpoint-" + state.steps() + ".safetensors");
      write(
          "io/Checkpoints",
          "reads",
          run.name().toLowerCase(Locale.ROOT),
          Envelope.input(TensorFile.read(file)));
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private void tables() throws IOException {
    String plain =
        "width,count,colour,kind\n1.5,2,red,yes\n2.5,7,green,no\n3,9,red,yes\n0.25,1,blue,no\n";
    table("plain", plain);
    table("semicolons", plain.replace(',', ';').replace('.', ','));
    table("tabs", plain.replace(',', '\t'));
    table("blanks", plain.replace(',', ' '));
    table("missing", plain.replace("2.5", "?").replace("green", "") + ",,,\n");
    table("quoted", plain.replace("red", "\"r\"\"e\nd\""));
    table("numbers", "0,1,2.5,a\r\n3,4,5e-3,b\r\n6,7,-8,a\r\n");
    table("marked", "\uFEFF" + plain);
    write(
        "examples/input/Table",
        "reads",
        "packed",
        withOptions(packed(plain.getBytes(StandardCharsets.UTF_8))));
    write(
        "examples/input/Table",
        "reads",
        "wide",
        withOptions(("\uFEFF" + plain).getBytes(StandardCharsets.UTF_16LE)));
  }

  private void table(String name, String text) throws IOException {
    write(
        "examples/input/Table", "reads", name, withOptions(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The options of a table are taken from the end of an input. */
  private static byte[] withOptions(byte[] text) {
    return Arrays.copyOf(text, text.length + 16);
  }

  /** The kind of name is taken from the last byte. */
  private void names() throws IOException {
    List<String> names =
        List.of(
            "leaky-relu(0.01)",
            "huber(1.0)",
            "1x28x28-conv6:5s2p1-bn-avg2-local4:3-sub2-maxout8:2-ln-rbf5-10",
            "whitening:floor=0.01",
            "polyak:100",
            "0.5s",
            "schedule-free-adamw",
            "plateau",
            "efficient-backprop",
            "lbfgs",
            "interleaved");
    for (int kind = 0; kind < names.size(); kind++) {
      String name = names.get(kind);
      byte[] bytes = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), name.length() + 1);
      bytes[name.length()] = (byte) kind;
      write("examples/Names", "parses", "name" + kind, bytes);
    }
    write(
        "examples/Names",
        "parses",
        "scaled-tanh",
        "scaled-tanh(1.5,0.5)\0".getBytes(StandardCharsets.US_ASCII));
    write(
        "examples/Names",
        "parses",
        "parts",
        (Loss.softmaxCrossEntropy().withLabelSmoothing(0.1) + "\1")
            .getBytes(StandardCharsets.US_ASCII));
  }

  private void options() throws IOException {
    List<String> lines =
        List.of(
            "--layers\nauto\n--optimizer=adam\n--lr=0.01\n--epochs=3",
            "--layers=2-4-2\n--minimizer=lbfgs\n--epochs=5\n--loss=huber(1.0)",
            "--activation=relu\n--batch=8\n--batch-growth=1.5\n--momentum=0.5\n--average=ema:0.9",
            "--normalization=whitening:2\n--freeze=layers.0.*\n--checkpoint-every=0.5s\n-q",
            "--order=emphasizing\n--schedule=linear\n--patience=2\n--monitor=5\n--seed=7",
            "--missing=fill\n--header=no\n--separator=;\n--decimal=comma\n--drop=a,b");
    for (int i = 0; i < lines.size(); i++) {
      write(
          "examples/Options",
          "parses",
          "options" + i,
          (lines.get(i) + "\0").getBytes(StandardCharsets.US_ASCII));
    }
    write(
        "examples/Options",
        "parses",
        "preset",
        "--preset=lenet5\n--layers=1x16x16-conv2:5-10\n--init=he\1"
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** Where all of an input is numbers, any bytes are a beginning. */
  private void numbers() throws IOException {
    for (int seed = 1; seed <= 8; seed++) {
      byte[] bytes = new byte[300];
      new Random(seed).nextBytes(bytes);
      write("kernel/Product", "multiplies", "bytes" + seed, bytes);
      write("nn/Network", "builds", "bytes" + seed, bytes);
    }
  }
}
