package io.github.curvelane.io;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A multi-layer perceptron as PyTorch's {@code state_dict} in a safetensors file, from which it is
 * read and to which it is written. The file has a {@code weight} [outputs, inputs] and a {@code
 * bias} [outputs] for each {@code torch.nn.Linear}, under the name of its module, such as {@code
 * 0.weight} in a {@code Sequential} or {@code fc1.weight}. It has no activations: they are given.
 *
 * <pre>{@code
 * StateDict<float[]> mlp =
 *     StateDict.read(file, Precision.FLOAT, Activation.relu(), Activation.identity());
 * Normalization none = Normalization.none(mlp.network().inputs());
 * var model =
 *     new Model<>(mlp.network(), mlp.parameters(), none, Loss.softmaxCrossEntropy());
 * }</pre>
 *
 * <p>Weights are transposed, and nothing else is done to them: elements of F32 and F64 keep their
 * bits, those of F16 and BF16 are widened, which is exact; what would have to be rounded is
 * refused. Written and read again, parameters are the same bits, every NaN being one; a NaN or an
 * infinity is a number like others here, which {@link Precision#indexOfNonFinite} finds.
 *
 * <p><b>Order.</b> The places of tensors in a file say nothing (PyTorch sorts them by name).
 * Modules whose names differ in their numbers alone are ordered by these, the first number first:
 * {@code fc2} before {@code fc10}. For other names the order is given.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class StateDict<A> {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private final Network<A> network;
  private final A parameters;
  private final List<String> modules;

  private StateDict(Network<A> network, A parameters, List<String> modules) {
    this.network = network;
    this.parameters = parameters;
    this.modules = modules;
  }

  // ---------------------------------------------------------------- from PyTorch

  /**
   * Reads a file, as {@code safetensors.torch.save_file(model.state_dict(), name)} writes it.
   *
   * @param file the file
   * @param precision the precision to read it in
   * @param hidden the activation of all layers but the last
   * @param output the activation of the last layer; identity for losses on logits
   * @param <A> {@code float[]} or {@code double[]}
   * @return the network and its parameters
   * @throws MalformedDataException if it does not follow the format, or holds anything but linear
   *     layers with biases that follow one another
   * @throws IOException if it cannot be read
   */
  public static <A> StateDict<A> read(
      Path file, Precision<A> precision, Activation hidden, Activation output) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(hidden, "hidden");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(precision, "precision");
    TensorFile read = TensorFile.read(file);
    try {
      return of(read.tensors(), precision, hidden, output);
    } catch (IllegalArgumentException e) {
      throw new MalformedDataException(
          String.valueOf(file.getFileName()), Long.BYTES, e.getMessage(), e);
    }
  }

  /**
   * Takes a network from tensors, its layers in the order of the numbers in their names.
   *
   * @param tensors the tensors by name, such as those of a {@link TensorFile}
   * @param precision the precision to take it in
   * @param hidden the activation of all layers but the last
   * @param output the activation of the last layer; identity for losses on logits
   * @param <A> {@code float[]} or {@code double[]}
   * @return the network and its parameters
   * @throws IllegalArgumentException if the names do not tell the order, and as {@link #of(Map,
   *     Precision, List, List)}
   */
  public static <A> StateDict<A> of(
      Map<String, Tensor> tensors, Precision<A> precision, Activation hidden, Activation output) {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(tensors, "tensors");
    List<String> modules = ModuleOrder.byNumbers(modules(tensors.keySet()));
    List<Activation> activations = new ArrayList<>(Collections.nCopies(modules.size() - 1, hidden));
    activations.add(output);
    return of(tensors, precision, modules, activations);
  }

  /**
   * Takes a network from tensors, its layers in a given order.
   *
   * @param tensors the tensors by name, such as those of a {@link TensorFile}
   * @param precision the precision to take it in
   * @param modules the names of the linear modules, from input to output; an empty one for a module
   *     that is alone
   * @param activations the activation of each
   * @param <A> {@code float[]} or {@code double[]}
   * @return the network and its parameters
   * @throws IllegalArgumentException if there are not as many activations as modules, a weight or
   *     bias is missing or of another shape or type, inputs are not the outputs of the module
   *     before, or there are other tensors
   */
  public static <A> StateDict<A> of(
      Map<String, Tensor> tensors,
      Precision<A> precision,
      List<String> modules,
      List<Activation> activations) {
    Objects.requireNonNull(activations, "activations");
    Objects.requireNonNull(modules, "modules");
    Objects.requireNonNull(tensors, "tensors");
    List<String> names = distinct(modules, activations.size(), "activations has");
    Set<String> others = modules(tensors.keySet());
    names.forEach(others::remove);
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "the tensors have the module '%s', which is none of %s"
              .formatted(Shown.text(others.iterator().next()), Shown.text(names.toString())));
    }
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < names.size(); l++) {
      int[] shape = weight(tensors, precision, names.get(l)).shape();
      if (l > 0 && shape[1] != layers.getLast().outputs()) {
        throw new IllegalArgumentException(
            "the tensor '%s' is for %d inputs, must be for the %d outputs of '%s'"
                .formatted(
                    Shown.text(name(names.get(l), WEIGHT)),
                    shape[1],
                    layers.getLast().outputs(),
                    Shown.text(name(names.get(l - 1), WEIGHT))));
      }
      require(tensors, precision, name(names.get(l), BIAS), shape[0]);
      layers.add(new Dense(shape[1], shape[0], activations.get(l)));
    }
    Network<A> network = Network.of(precision, layers);
    A parameters = precision.newArray(network.parameters());
    for (int l = 0; l < names.size(); l++) {
      List<Block> blocks = network.layers().get(l).blocks();
      int offset = network.offset(l);
      int inputs = network.layers().get(l).inputs();
      Tensor weight = tensors.get(name(names.get(l), WEIGHT));
      transpose(weight, inputs, precision, parameters, offset + blocks.get(0).offset());
      tensors
          .get(name(names.get(l), BIAS))
          .copyTo(precision, parameters, offset + blocks.get(1).offset());
    }
    return new StateDict<>(network, parameters, names);
  }

  /** Copies [outputs, inputs] as [inputs, outputs]. */
  private static <A> void transpose(
      Tensor weight, int inputs, Precision<A> precision, A to, int offset) {
    int outputs = weight.length() / inputs;
    for (int j = 0, at = 0; j < outputs; j++) {
      for (int i = 0; i < inputs; i++, at++) {
        precision.set(to, offset + i * outputs + j, weight.get(at));
      }
    }
  }

  /** Returns the modules that tensors belong to, in the order of the tensors. */
  private static Set<String> modules(Set<String> tensors) {
    Set<String> modules = new LinkedHashSet<>();
    for (String tensor : tensors) {
      Objects.requireNonNull(tensor, "a name in tensors");
      int dot = tensor.lastIndexOf('.');
      String last = tensor.substring(dot + 1);
      if (!last.equals(WEIGHT) && !last.equals(BIAS)) {
        throw new IllegalArgumentException(
            "the tensor '"
                + Shown.text(tensor)
                + "' is neither the weight nor the bias of a linear layer");
      }
      modules.add(tensor.substring(0, Math.max(dot, 0)));
    }
    if (modules.isEmpty()) {
      throw new IllegalArgumentException("tensors is empty, must have at least one linear layer");
    }
    return modules;
  }

  private static String name(String module, String tensor) {
    return module.isEmpty() ? tensor : module + "." + tensor;
  }

  private static Tensor weight(Map<String, Tensor> tensors, Precision<?> precision, String module) {
    String name = name(module, WEIGHT);
    Tensor tensor = require(tensors, precision, name);
    if (tensor.shape().length != 2 || tensor.length() == 0) {
      throw new IllegalArgumentException(
          "the tensor '"
              + Shown.text(name)
              + "' is "
              + tensor
              + ", the weight of a linear layer is [outputs, inputs]");
    }
    return tensor;
  }

  private static void require(
      Map<String, Tensor> tensors, Precision<?> precision, String name, int length) {
    Tensor tensor = require(tensors, precision, name);
    if (!Arrays.equals(tensor.shape(), new int[] {length})) {
      throw new IllegalArgumentException(
          "the tensor '" + Shown.text(name) + "' is " + tensor + ", must be [" + length + "]");
    }
  }

  private static Tensor require(Map<String, Tensor> tensors, Precision<?> precision, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "there is no tensor '"
              + Shown.text(name)
              + "', every linear layer must have a weight and a bias");
    }
    if (!tensor.type().isFloating()) {
      throw new IllegalArgumentException(
          "the tensor '"
              + Shown.text(name)
              + "' is "
              + tensor
              + ", must be of floating-point numbers");
    }
    if (tensor.type().bytes() > precision.bytes()) {
      throw new IllegalArgumentException(
          "the tensor '"
              + Shown.text(name)
              + "' is "
              + tensor
              + ", which "
              + precision
              + " would round");
    }
    return tensor;
  }

  /** Returns a copy of names, one for each of {@code count} things. */
  private static List<String> distinct(List<String> modules, int count, String what) {
    List<String> copy = Arguments.list("modules", modules);
    if (copy.size() != count || copy.isEmpty()) {
      throw new IllegalArgumentException(
          "%s %d elements, modules has %d: %s"
              .formatted(what, count, copy.size(), Shown.text(copy.toString())));
    }
    if (new HashSet<>(copy).size() != copy.size()) {
      throw new IllegalArgumentException(
          "modules has a name twice: " + Shown.text(copy.toString()));
    }
    return copy;
  }

  // ---------------------------------------------------------------- to PyTorch

  /**
   * Names the layers of a network as the linear modules in a {@code Sequential} that has an
   * activation behind each but the last: {@code 0}, {@code 2}, {@code 4} and so on.
   *
   * @param network the network, of dense layers alone
   * @param parameters θ; taken over, not copied
   * @param <A> {@code float[]} or {@code double[]}
   * @return what can be written
   * @throws IllegalArgumentException as {@link #of(Network, Object, List)}
   */
  public static <A> StateDict<A> of(Network<A> network, A parameters) {
    Objects.requireNonNull(network, "network");
    int layers = network.layers().size();
    return of(
        network,
        parameters,
        IntStream.range(0, layers).mapToObj(l -> String.valueOf(2 * l)).toList());
  }

  /**
   * Names the layers of a network.
   *
   * @param network the network, of dense layers alone
   * @param parameters θ; taken over, not copied
   * @param modules the name of the linear module that each layer becomes, such as {@code fc1}
   * @param <A> {@code float[]} or {@code double[]}
   * @return what can be written
   * @throws IllegalArgumentException if a layer is not dense or has no biases, θ is not of the
   *     network, there are not as many names as layers, or two are the same
   */
  public static <A> StateDict<A> of(Network<A> network, A parameters, List<String> modules) {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(modules, "modules");
    for (int l = 0; l < network.layers().size(); l++) {
      if (!(network.layers().get(l) instanceof Dense dense)) {
        throw new IllegalArgumentException(
            "layer %d of the network is %s, must be dense"
                .formatted(l, network.layers().get(l).describe().kind()));
      }
      if (!dense.hasBiases()) {
        throw new IllegalArgumentException(
            "layer %d of the network is dense without biases, must have them".formatted(l));
      }
    }
    int length = network.precision().length(Objects.requireNonNull(parameters, "parameters"));
    if (length != network.parameters()) {
      throw new IllegalArgumentException(
          "parameters has " + length + " elements, the network has " + network.parameters());
    }
    return new StateDict<>(
        network,
        parameters,
        distinct(modules, network.layers().size(), "the network's layers are"));
  }

  /**
   * Returns the tensors of the state_dict.
   *
   * @return weights and biases by name, a copy of the parameters: F32 in single, F64 in double
   *     precision
   */
  public Map<String, Tensor> tensors() {
    Precision<A> precision = network.precision();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int l = 0; l < modules.size(); l++) {
      Layer layer = network.layers().get(l);
      int inputs = layer.inputs();
      int outputs = layer.outputs();
      int weight = network.offset(l) + layer.blocks().get(0).offset();
      int bias = network.offset(l) + layer.blocks().get(1).offset();
      A transposed = precision.newArray(inputs * outputs);
      for (int i = 0, at = weight; i < inputs; i++) {
        for (int j = 0; j < outputs; j++, at++) {
          precision.set(transposed, j * inputs + i, precision.get(parameters, at));
        }
      }
      String module = modules.get(l);
      tensors.put(name(module, WEIGHT), Tensor.of(precision, transposed, 0, outputs, inputs));
      tensors.put(name(module, BIAS), Tensor.of(precision, parameters, bias, outputs));
    }
    return tensors;
  }

  /**
   * Writes a file that {@code model.load_state_dict(safetensors.torch.load_file(name))} reads,
   * {@linkplain AtomicFile as a whole or not at all}.
   *
   * @param file the file
   * @throws IOException if it cannot be written; the file is then as it was
   */
  public void write(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    new TensorFile(tensors(), Map.of("format", "pt")).write(file);
  }

  // ---------------------------------------------------------------- what it is

  /**
   * Returns the network.
   *
   * @return dense layers, one a module
   */
  public Network<A> network() {
    return network;
  }

  /**
   * Returns the parameters.
   *
   * @return θ of the network, the array itself
   */
  public A parameters() {
    return parameters;
  }

  /**
   * Returns the names of the linear modules.
   *
   * @return one a layer
   */
  public List<String> modules() {
    return modules;
  }

  /** Returns the network and the names of its modules. */
  @Override
  public String toString() {
    return Shown.sentence(network + " as " + modules);
  }
}
