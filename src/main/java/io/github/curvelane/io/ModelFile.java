package io.github.curvelane.io;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.LayerDescription;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Models in files: a {@link TensorFile} that other programs can read, with the following content.
 *
 * <table>
 * <caption>Version 1</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>tensor {@code layers.L.NAME}</td><td>a {@linkplain Network#blocks block} of parameters of
 * layer L from 0: {@code weight} is W of a dense layer, [inputs, outputs], {@code bias} is b,
 * [outputs]</td></tr>
 * <tr><td>tensor {@code layers.L.NAME}</td><td>F64: fixed numbers of layer L, of the shape that its
 * field NAME tells</td></tr>
 * <tr><td>tensor {@code normalization.mean}</td><td>F64 [features], subtracted from the inputs</td>
 * </tr>
 * <tr><td>tensor {@code normalization.scale}</td><td>F64 [features], then multiplied by</td></tr>
 * <tr><td>metadata {@code curvelane.version}</td><td>{@code 1}</td></tr>
 * <tr><td>metadata {@code curvelane.precision}</td><td>{@code float} or {@code double}</td></tr>
 * <tr><td>metadata {@code curvelane.layers}</td><td>a JSON array, an object a layer: its kind as
 * {@code layer}, then the fields of its {@linkplain io.github.curvelane.nn.Layer#describe
 * description}; of a dense layer {@code inputs}, {@code outputs}, {@code activation}. In a layer
 * that has layers, an array of such objects, with tensors named {@code layers.L.layers.K.NAME}
 * </td></tr>
 * <tr><td>metadata {@code curvelane.loss}</td><td>the {@linkplain Loss#parse name} of the loss</td>
 * </tr>
 * <tr><td>metadata {@code curvelane.sha256}</td><td>over everything else in the file</td></tr>
 * <tr><td>metadata {@code note.NAME}</td><td>the model's notes</td></tr>
 * </table>
 *
 * <p>A file that was changed in any way that matters does not have its checksum any more and is
 * refused. Files are the same bytes for the same model, on every machine.
 */
public final class ModelFile {
  private static final String VERSION = "curvelane.version";
  private static final String PRECISION = "curvelane.precision";
  private static final String LAYERS = "curvelane.layers";
  private static final String LOSS = "curvelane.loss";
  private static final String CHECKSUM = "curvelane.sha256";
  private static final String NOTE = "note.";
  private static final String MEAN = "normalization.mean";
  private static final String SCALE = "normalization.scale";
  private static final String CURRENT = "1";

  private final TensorFile file;
  private final String name;

  private ModelFile(TensorFile file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * Writes a model, {@linkplain AtomicFile as a whole or not at all}.
   *
   * @param path the file
   * @param model the model
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IOException if it cannot be written; the file is then as it was
   */
  public static <A> void write(Path path, Model<A> model) throws IOException {
    Network<A> network = model.network();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Block block : network.blocks()) {
      tensors.put(
          block.name(),
          Tensor.of(model.precision(), model.parameters(), block.offset(), shape(block.shape())));
    }
    List<LayerDescription> layers = network.layers().stream().map(Layer::describe).toList();
    LayerDescriptions.numbers(layers)
        .forEach(
            (name, numbers) ->
                tensors.put(
                    name,
                    Tensor.of(Precision.DOUBLE, numbers.values(), 0, shape(numbers.shape()))));
    int features = model.normalization().features();
    tensors.put(MEAN, Tensor.of(Precision.DOUBLE, model.normalization().means(), 0, features));
    tensors.put(SCALE, Tensor.of(Precision.DOUBLE, model.normalization().scales(), 0, features));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(VERSION, CURRENT);
    metadata.put(PRECISION, model.precision().toString());
    metadata.put(LAYERS, LayerDescriptions.write(layers));
    metadata.put(LOSS, model.loss().toString());
    model.notes().forEach((key, value) -> metadata.put(NOTE + key, value));
    metadata.put(CHECKSUM, checksum(tensors, metadata));
    new TensorFile(tensors, metadata).write(path);
  }

  /**
   * Reads a model.
   *
   * @param path the file
   * @return the model, in the precision that it was written in
   * @throws MalformedDataException if it is not a model's file, or was changed since it was written
   * @throws IOException if it cannot be read
   */
  public static Model<?> read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, String.valueOf(path.getFileName()), Files.size(path));
    }
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
    try (InputStream in = Files.newInputStream(path)) {
      ModelFile file = checked(in, String.valueOf(path.getFileName()), Files.size(path));
      String stored = file.metadata(PRECISION);
      if (!stored.equals(precision.toString())) {
        throw file.malformed(
            "the model is in " + stored + " precision, " + precision + " was asked for");
      }
      return file.model(precision);
    }
  }

  /**
   * Reads a model to the end of a stream.
   *
   * @param in the bytes of a file; not closed
   * @param name what to call them in messages
   * @return the model, in the precision that it was written in
   * @throws MalformedDataException as {@link #read(Path)}
   * @throws IOException if it cannot be read; the message has the name
   */
  public static Model<?> read(InputStream in, String name) throws IOException {
    byte[] bytes;
    try {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new IOException(name + " cannot be read: " + e.getMessage(), e);
    }
    return read(bytes, name);
  }

  /** Reads a model from memory. */
  static Model<?> read(byte[] bytes, String name) throws IOException {
    return read(new ByteArrayInputStream(bytes), name, bytes.length);
  }

  private static Model<?> read(InputStream in, String name, long size) throws IOException {
    ModelFile file = checked(in, name, size);
    String precision = file.metadata(PRECISION);
    return switch (precision) {
      case "float" -> file.model(Precision.FLOAT);
      case "double" -> file.model(Precision.DOUBLE);
      default -> throw file.malformed("the precision is '" + precision + "'");
    };
  }

  private static ModelFile checked(InputStream in, String name, long size) throws IOException {
    ModelFile file = new ModelFile(TensorFile.read(in, name, size), name);
    file.checkVersion();
    file.checkChecksum();
    return file;
  }

  private void checkVersion() throws IOException {
    String version = metadata(VERSION);
    if (!version.equals(CURRENT)) {
      throw malformed("its version is '" + version + "', this library reads version " + CURRENT);
    }
  }

  private void checkChecksum() throws IOException {
    String stored = metadata(CHECKSUM);
    String computed = checksum(file.tensors(), file.metadata());
    if (!stored.equals(computed)) {
      throw malformed("its content does not have its checksum: the file is damaged");
    }
  }

  private static String checksum(Map<String, Tensor> tensors, Map<String, String> metadata) {
    MessageDigest digest = ParameterDigest.sha256();
    for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
      if (!entry.getKey().equals(CHECKSUM)) {
        ParameterDigest.update(digest, entry.getKey());
        ParameterDigest.update(digest, entry.getValue());
      }
    }
    for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
      ParameterDigest.update(digest, entry.getKey());
      ParameterDigest.update(digest, entry.getValue().toString());
      digest.update(entry.getValue().content());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private <A> Model<A> model(Precision<A> precision) throws IOException {
    try {
      List<LayerDescription> layers = LayerDescriptions.read(metadata(LAYERS), this::elements);
      Network<A> network = Network.of(precision, layers.stream().map(Layer::of).toList());
      int constants = LayerDescriptions.numbers(layers).size();
      requireTensors(network.blocks().size() + constants + 2);
      A parameters = parameters(network);
      Normalization normalization =
          Normalization.of(
              tensor(MEAN, TensorType.F64, network.inputs()).values(Precision.DOUBLE),
              tensor(SCALE, TensorType.F64, network.inputs()).values(Precision.DOUBLE));
      return new Model<>(network, parameters, normalization, Loss.parse(metadata(LOSS)), notes());
    } catch (IllegalArgumentException e) {
      throw new MalformedDataException(
          name, Long.BYTES, "not a usable model: " + e.getMessage(), e);
    }
  }

  private void requireTensors(int count) throws IOException {
    if (file.tensors().size() != count) {
      throw malformed("it has " + file.tensors().size() + " tensors, its layers need " + count);
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
    return parameters;
  }

  /** The elements of an array of numbers that belongs to a layer. */
  private double[] elements(String wanted, List<Integer> shape) throws IOException {
    return tensor(wanted, TensorType.F64, shape(shape)).values(Precision.DOUBLE);
  }

  private static int[] shape(List<Integer> sizes) {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
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
    file.metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith(NOTE)) {
                notes.put(key.substring(NOTE.length()), value);
              }
            });
    return notes;
  }

  private MalformedDataException malformed(String complaint) {
    return new MalformedDataException(name, Long.BYTES, complaint);
  }
}
