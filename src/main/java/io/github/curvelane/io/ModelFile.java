package io.github.curvelane.io;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.LayerDescription;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Models in files: a {@link TensorFile} that other programs can read, with the following content.
 *
 * <table>
 * <caption>Version 2</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>tensor {@code layers.L.NAME}</td><td>a {@linkplain Network#blocks block} of parameters of
 * layer L from 0: {@code weight} is W of a dense layer, [inputs, outputs], {@code bias} is b,
 * [outputs]</td></tr>
 * <tr><td>tensor {@code layers.L.NAME}</td><td>F64: fixed numbers of layer L, of the shape that its
 * field NAME tells</td></tr>
 * <tr><td>tensor {@code normalization.mean}</td><td>F64 [features], subtracted from the inputs</td>
 * </tr>
 * <tr><td>tensor {@code normalization.scale}</td><td>F64 [features], then multiplied by</td></tr>
 * <tr><td>tensor {@code target.mean}</td><td>F64 [targets], only of a regression: what outputs of 0
 * stand for</td></tr>
 * <tr><td>tensor {@code target.deviation}</td><td>F64 [targets], only of a regression: what is
 * multiplied by before</td></tr>
 * <tr><td>metadata {@code curvelane.version}</td><td>{@code 2}</td></tr>
 * <tr><td>metadata {@code curvelane.precision}</td><td>{@code float} or {@code double}</td></tr>
 * <tr><td>metadata {@code curvelane.layers}</td><td>a JSON array, an object a layer: its kind as
 * {@code layer}, then the fields of its {@linkplain io.github.curvelane.nn.Layer#describe
 * description}; of a dense layer {@code inputs}, {@code outputs}, {@code activation}. In a layer
 * that has layers, an array of such objects, with tensors named {@code layers.L.layers.K.NAME}
 * </td></tr>
 * <tr><td>metadata {@code curvelane.loss}</td><td>the {@linkplain Loss#parse name} of the loss</td>
 * </tr>
 * <tr><td>metadata {@code curvelane.task}</td><td>a JSON object with {@code kind}, {@code
 * classification} or {@code regression}. The first has {@code name}, of the column with the class,
 * and {@code classes}, an array of names; the second {@code targets}, an array of objects with
 * {@code name} and {@code unit}</td></tr>
 * <tr><td>metadata {@code curvelane.columns}</td><td>a JSON array, an object a column: {@code kind},
 * which is {@code numeric}, {@code categorical}, {@code id} or {@code ignored}; {@code name}; of
 * numbers {@code unit} and {@code fill}, a number; of categories {@code categories}, an array of
 * texts, and {@code fill}, one of them. Absent if the columns are {@linkplain Column#numbered
 * numbered}, as fields are that are empty</td></tr>
 * <tr><td>metadata {@code curvelane.sha256}</td><td>over everything else in the file</td></tr>
 * <tr><td>metadata {@code note.NAME}</td><td>the model's notes</td></tr>
 * </table>
 *
 * <p>Version 1 has neither columns nor task nor the tensors of targets. What this library's program
 * wrote into notes instead is recognised: {@code task}, and the names of classes or targets as
 * {@code output.00000} and so on. Version 2 is written.
 *
 * <p>A file that was changed in any way that matters does not have its checksum any more and is
 * refused. Files are the same bytes for the same model, on every machine.
 *
 * <p>Parameters that are NaN or infinite are written, as what a run that diverged has left; a
 * reader refuses them unless {@link ReadOptions#withNonFinite} asks for them, as every output that
 * they touch is wrong.
 */
public final class ModelFile {
  private static final String VERSION = "curvelane.version";
  private static final String PRECISION = "curvelane.precision";
  private static final String LAYERS = "curvelane.layers";
  private static final String LOSS = "curvelane.loss";
  private static final String NOTE = "note.";
  private static final String MEAN = "normalization.mean";
  private static final String SCALE = "normalization.scale";
  private static final String TASK = "curvelane.task";
  private static final String COLUMNS = "curvelane.columns";
  private static final String TARGET_MEAN = "target.mean";
  private static final String TARGET_DEVIATION = "target.deviation";
  private static final String FIRST = "1";
  private static final String CURRENT = "2";

  private final TensorFile file;
  private final String name;
  private final boolean nonFinite;

  private ModelFile(TensorFile file, String name, boolean nonFinite) {
    this.file = file;
    this.name = name;
    this.nonFinite = nonFinite;
  }

  /**
   * Writes a model, {@linkplain AtomicFile as a whole or not at all}.
   *
   * @param path the file
   * @param model the model
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IllegalArgumentException if a reader would refuse it, however large its limit: it has
   *     more than 10,000 layers, layers within more than 32 others, a name with half of a surrogate
   *     pair, more than 2³¹ − 9 bytes of tensors, or more than 100,000,000 bytes of texts
   * @throws IOException if it cannot be written; the file is then as it was
   */
  public static <A> void write(Path path, Model<A> model) throws IOException {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(path, "path");
    content(model).write(path);
  }

  /**
   * Writes a model to a stream.
   *
   * @param out where the bytes of the file go; neither flushed nor closed
   * @param model the model
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IllegalArgumentException as {@link #write(Path, Model)}; nothing is written then
   * @throws IOException if they cannot be written
   */
  public static <A> void write(OutputStream out, Model<A> model) throws IOException {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(out, "out");
    content(model).write(out);
  }

  private static <A> TensorFile content(Model<A> model) {
    Network<A> network = Objects.requireNonNull(model, "model").network();
    List<LayerDescription> layers = network.layers().stream().map(Layer::describe).toList();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Block block : network.blocks()) {
      tensors.put(
          block.name(),
          Tensor.of(model.precision(), model.parameters(), block.offset(), shape(block.shape())));
    }
    LayerDescriptions.numbers(layers)
        .forEach(
            (name, numbers) ->
                tensors.put(
                    name,
                    Tensor.of(Precision.DOUBLE, numbers.values(), 0, shape(numbers.shape()))));
    tensors.put(MEAN, vector(model.normalization().means()));
    tensors.put(SCALE, vector(model.normalization().scales()));
    if (model.task() instanceof Task.Regression regression) {
      List<Target> targets = regression.targets();
      tensors.put(TARGET_MEAN, vector(targets.stream().mapToDouble(Target::mean).toArray()));
      tensors.put(
          TARGET_DEVIATION, vector(targets.stream().mapToDouble(Target::deviation).toArray()));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(VERSION, CURRENT);
    metadata.put(PRECISION, model.precision().toString());
    metadata.put(LAYERS, LayerDescriptions.write(layers));
    metadata.put(LOSS, model.loss().toString());
    metadata.put(TASK, TaskDescriptions.write(model.task()));
    if (!model.columns().equals(Column.numbered(network.inputs()))) {
      metadata.put(COLUMNS, ColumnDescriptions.write(model.columns()));
    }
    model.notes().forEach((key, value) -> metadata.put(NOTE + key, value));
    return new TensorFile(tensors, metadata).withChecksum();
  }

  private static Tensor vector(double[] values) {
    return Tensor.of(Precision.DOUBLE, values, 0, values.length);
  }

  /**
   * Reads a model.
   *
   * @param path the file
   * @return the model, in the precision that it was written in; {@link Model#as} types it
   * @throws MalformedDataException if it is not a model's file, was changed since it was written,
   *     is larger than {@linkplain ReadOptions#usual usual}, or has a parameter that is NaN or
   *     infinite
   * @throws IOException if it cannot be read, or is no regular file
   */
  public static Model<?> read(Path path) throws IOException {
    return read(path, ReadOptions.usual());
  }

  /**
   * Reads a model.
   *
   * @param path the file
   * @param options how large it may be, and whether its parameters may be NaN or infinite
   * @return the model, in the precision that it was written in; {@link Model#as} types it
   * @throws MalformedDataException if it is not a model's file, was changed since it was written,
   *     or is not what the options take
   * @throws IOException if it cannot be read, or is no regular file
   */
  public static Model<?> read(Path path, ReadOptions options) throws IOException {
    String name = String.valueOf(Objects.requireNonNull(path, "path").getFileName());
    return new ModelFile(TensorFile.read(path, options), name, options.nonFinite()).model();
  }

  /**
   * Reads a model of a known precision.
   *
   * @param path the file
   * @param precision the precision
   * @param <A> {@code float[]} or {@code double[]}
   * @return the model
   * @throws MalformedDataException as {@link #read(Path)}, and if the model is in another precision
   * @throws IOException if it cannot be read
   */
  public static <A> Model<A> read(Path path, Precision<A> precision) throws IOException {
    Objects.requireNonNull(path, "path");
    Model<?> model = read(path);
    try {
      return model.as(precision);
    } catch (IllegalArgumentException e) {
      String name = String.valueOf(path.getFileName());
      throw new MalformedDataException(name, Long.BYTES, e.getMessage(), e);
    }
  }

  /**
   * Reads a model from a stream: the bytes of a file and {@linkplain TensorFile#read(InputStream,
   * String) no more}.
   *
   * @param in the bytes; not closed
   * @param name what to call them in messages
   * @return the model, in the precision that it was written in; {@link Model#as} types it
   * @throws MalformedDataException as {@link #read(Path)}
   * @throws IOException if they cannot be read; the message has the name
   */
  public static Model<?> read(InputStream in, String name) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    return read(in, name, ReadOptions.usual());
  }

  /**
   * Reads a model from a stream, as {@link #read(InputStream, String)}.
   *
   * @param in the bytes; not closed
   * @param name what to call them in messages
   * @param options how many they may be, and whether parameters may be NaN or infinite
   * @return the model, in the precision that it was written in; {@link Model#as} types it
   * @throws MalformedDataException as {@link #read(Path, ReadOptions)}
   * @throws IOException if they cannot be read; the message has the name
   */
  public static Model<?> read(InputStream in, String name, ReadOptions options) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    return new ModelFile(TensorFile.read(in, name, options), name, options.nonFinite()).model();
  }

  private Model<?> model() throws IOException {
    checkVersion();
    checkChecksum();
    String precision = metadata(PRECISION);
    return switch (precision) {
      case "float" -> model(Precision.FLOAT);
      case "double" -> model(Precision.DOUBLE);
      default -> throw malformed("the precision is '" + Shown.text(precision) + "'");
    };
  }

  private void checkVersion() throws IOException {
    String version = metadata(VERSION);
    if (!version.equals(FIRST) && !version.equals(CURRENT)) {
      throw malformed(
          "its version is '%s', this library reads versions %s and %s"
              .formatted(Shown.text(version), FIRST, CURRENT));
    }
  }

  private void checkChecksum() throws IOException {
    String stored = metadata(ContentChecksum.KEY);
    String computed = ContentChecksum.of(file.tensors(), file.metadata());
    if (!stored.equals(computed)) {
      throw malformed("its content does not have its checksum: the file is damaged");
    }
  }

  private <A> Model<A> model(Precision<A> precision) throws IOException {
    try {
      List<LayerDescription> layers = LayerDescriptions.read(metadata(LAYERS), this::elements);
      List<Layer> made = new ArrayList<>();
      for (LayerDescription layer : layers) {
        made.add(Layer.of(layer));
      }
      Network<A> network = Network.of(precision, made);
      Task task = metadata(VERSION).equals(FIRST) ? null : TaskDescriptions.read(metadata(TASK));
      int ofTargets = task instanceof Task.Regression ? 2 : 0;
      int constants = LayerDescriptions.numbers(layers).size();
      requireTensors(network.blocks().size() + constants + 2 + ofTargets);
      A parameters = parameters(network);
      Normalization normalization =
          Normalization.of(vector(MEAN, network.inputs()), vector(SCALE, network.inputs()));
      Model<A> model =
          new Model<>(network, parameters, normalization, Loss.parse(metadata(LOSS)))
              .withNotes(notes());
      return task == null
          ? TaskDescriptions.fromNotes(model)
          : withColumns(model.withTask(withScaling(task)));
    } catch (IllegalArgumentException e) {
      throw new MalformedDataException(
          name, Long.BYTES, "not a usable model: " + e.getMessage(), e);
    }
  }

  private Task withScaling(Task task) throws IOException {
    if (!(task instanceof Task.Regression regression)) {
      return task;
    }
    int count = regression.targets().size();
    return TaskDescriptions.scaled(
        regression, vector(TARGET_MEAN, count), vector(TARGET_DEVIATION, count));
  }

  private <A> Model<A> withColumns(Model<A> model) {
    String columns = file.metadata().get(COLUMNS);
    return columns == null ? model : model.withColumns(ColumnDescriptions.read(columns));
  }

  private void requireTensors(int count) throws IOException {
    if (file.tensors().size() != count) {
      throw malformed("it has " + file.tensors().size() + " tensors, must have " + count);
    }
  }

  /** Checks every shape against the description before the parameters are allocated. */
  private <A> A parameters(Network<A> network) throws IOException {
    TensorType type = network.precision() == Precision.FLOAT ? TensorType.F32 : TensorType.F64;
    List<Tensor> tensors = new ArrayList<>();
    for (Block block : network.blocks()) {
      tensors.add(tensor(block.name(), type, shape(block.shape())));
    }
    A parameters = network.precision().newArray(network.parameters());
    for (int i = 0; i < tensors.size(); i++) {
      int offset = network.blocks().get(i).offset();
      tensors.get(i).copyTo(network.precision(), parameters, offset);
    }
    if (!nonFinite) {
      requireFinite(network, parameters);
    }
    return parameters;
  }

  private <A> void requireFinite(Network<A> network, A parameters) throws IOException {
    Precision<A> precision = network.precision();
    int at = precision.indexOfNonFinite(parameters, 0, network.parameters());
    if (at < 0) {
      return;
    }
    Block in = network.blocks().stream().filter(block -> block.offset() <= at).toList().getLast();
    throw malformed(
        "element %d of its tensor '%s' is %s, must be finite (ReadOptions may let it pass)"
            .formatted(at - in.offset(), in.name(), precision.get(parameters, at)));
  }

  /** The elements of an array of numbers that belongs to a layer. */
  private double[] elements(String wanted, List<Integer> shape) throws IOException {
    return tensor(wanted, TensorType.F64, shape(shape)).values(Precision.DOUBLE);
  }

  private double[] vector(String wanted, int length) throws IOException {
    return tensor(wanted, TensorType.F64, length).values(Precision.DOUBLE);
  }

  private static int[] shape(List<Integer> sizes) {
    int[] shape = new int[sizes.size()];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = sizes.get(d);
    }
    return shape;
  }

  private Tensor tensor(String wanted, TensorType type, int... shape) throws IOException {
    Tensor tensor = file.tensors().get(wanted);
    if (tensor == null) {
      throw malformed("it has no tensor '" + wanted + "'");
    }
    if (tensor.type() != type || !Arrays.equals(tensor.shape(), shape)) {
      throw malformed(
          "its tensor '"
              + wanted
              + "' is "
              + tensor
              + ", must be "
              + type
              + Arrays.toString(shape));
    }
    return tensor;
  }

  private String metadata(String key) throws IOException {
    String value = file.metadata().get(key);
    if (value == null) {
      throw malformed("it is not a model of this library: it has no " + key);
    }
    return value;
  }

  private Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>();
    for (Map.Entry<String, String> entry : file.metadata().entrySet()) {
      if (entry.getKey().startsWith(NOTE)) {
        notes.put(entry.getKey().substring(NOTE.length()), entry.getValue());
      }
    }
    return notes;
  }

  private MalformedDataException malformed(String complaint) {
    return new MalformedDataException(name, Long.BYTES, complaint);
  }
}
