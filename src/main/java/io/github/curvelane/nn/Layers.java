package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Layers one behind the other, each of which takes its sizes from what the one before it writes.
 *
 * <pre>{@code
 * List<Layer> layers =
 *     Layers.inputs(784)
 *         .dense(300, Activation.lecunTanh())
 *         .dense(10, Activation.identity())
 *         .list();
 * Network<float[]> network = Network.of(Precision.FLOAT, layers);
 * }</pre>
 */
public final class Layers {
  private final List<Layer> layers = new ArrayList<>();
  private int units;
  private @Nullable ImageShape shape;

  /** Begins with what arrives at a branch. */
  Layers(int units, @Nullable ImageShape shape) {
    this.units = units;
    this.shape = shape;
  }

  /**
   * Begins with inputs that are no images.
   *
   * @param units the number of inputs, at least 1
   * @return no layers yet
   */
  public static Layers inputs(int units) {
    return new Layers(Layer.size("units", units), null);
  }

  /**
   * Begins with images.
   *
   * @param shape their shape
   * @return no layers yet
   */
  public static Layers images(ImageShape shape) {
    Objects.requireNonNull(shape, "shape");
    return new Layers(shape.units(), shape);
  }

  /**
   * Begins with images.
   *
   * @param height their height, at least 1
   * @param width their width, at least 1
   * @param channels their channels, at least 1
   * @return no layers yet
   */
  public static Layers images(int height, int width, int channels) {
    return images(new ImageShape(height, width, channels));
  }

  /**
   * Reads layers from text, such as {@code 1x28x28-conv6:5-avg2-84-10}: parts with hyphens between
   * them. The first is the number of inputs, or channels x height x width of images. The others:
   *
   * <ul>
   *   <li>{@code N}: a dense layer of N units
   *   <li>{@code convM:K}, {@code localM:K}: a convolution of M maps with windows of K x K, units
   *       with windows and weights of their own
   *   <li>{@code subK}: trained subsampling of windows of K x K
   *   <li>{@code avgK}, {@code maxK}: means and maxima of such windows, side by side; {@code avg}:
   *       means of whole maps
   *   <li>{@code bn}, {@code ln}: batch normalisation, of maps where images arrive, and layer
   *       normalisation. The activation of the layer before stands behind it, and before {@code bn}
   *       that layer has no biases
   *   <li>{@code rbfN}: N radial units
   *   <li>{@code maxoutN:J}: N maxout units of J pieces
   * </ul>
   *
   * <p>For K there may be {@code HxW}; behind it, where it makes sense, {@code sS} is another
   * stride and {@code dD} a dilation.
   *
   * @param text the text
   * @param hidden the activation of all layers that have one, but the last
   * @param output the activation of the last layer, if it has one
   * @return the layers
   * @throws IllegalArgumentException if a part is unknown or its layer does not fit, naming part
   *     and position
   */
  public static Layers parse(String text, Activation hidden, Activation output) {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(hidden, "hidden");
    Objects.requireNonNull(output, "output");
    return new LayerGrammar(text, hidden, output).read();
  }

  /**
   * Appends a layer.
   *
   * @param layer the layer
   * @return this
   * @throws IllegalArgumentException if it does not read what the layer before it writes
   */
  public Layers add(Layer layer) {
    Objects.requireNonNull(layer, "layer");
    if (layer.inputs() != units) {
      throw new IllegalArgumentException(
          "layer %d has %d inputs, must be the %d that arrive there"
              .formatted(layers.size(), layer.inputs(), units));
    }
    ImageShape read = layer.reads();
    if (read != null && shape != null && !read.equals(shape)) {
      throw new IllegalArgumentException(
          "layer %d reads images of %s, must be the %s that arrive there"
              .formatted(layers.size(), read, shape));
    }
    layers.add(layer);
    units = layer.outputs();
    shape = layer.writes(shape);
    return this;
  }

  /**
   * Appends a dense layer.
   *
   * @param units the number of its units, at least 1
   * @param activation f
   * @return this
   */
  public Layers dense(int units, Activation activation) {
    return add(new Dense(this.units, units, activation));
  }

  /**
   * Appends a dense layer without biases, as before a normalisation.
   *
   * @param units the number of its units, at least 1
   * @param activation f
   * @return this
   */
  public Layers denseWithoutBiases(int units, Activation activation) {
    return add(Dense.withoutBiases(this.units, units, activation));
  }

  /**
   * Appends maxout units: a dense layer of all pieces with the identity, and the largest of each
   * unit's.
   *
   * @param units the number of units, at least 1
   * @param pieces the pieces of each, at least 1
   * @return this
   */
  public Layers maxout(int units, int pieces) {
    Maxout maxout = new Maxout(units, pieces);
    return dense(maxout.inputs(), Activation.identity()).add(maxout);
  }

  /**
   * Appends a convolution with a bias a map.
   *
   * @param maps the number of its maps, at least 1
   * @param window the windows
   * @param activation f
   * @return this
   */
  public Layers convolution(int maps, Window window, Activation activation) {
    return convolution(maps, window, 1, Biases.MAP, activation);
  }

  /**
   * Appends a convolution.
   *
   * @param maps the number of its maps, at least 1
   * @param window the windows
   * @param groups parts that channels and maps are divided into, of which each map sees its own
   * @param biases which units share a bias
   * @param activation f
   * @return this
   */
  public Layers convolution(
      int maps, Window window, int groups, Biases biases, Activation activation) {
    Objects.requireNonNull(biases, "biases");
    Objects.requireNonNull(window, "window");
    ImageShape image = requireShape(Convolution.KIND);
    return add(new Convolution(image, window, maps, groups, biases, activation));
  }

  /**
   * Appends units with windows and weights of their own.
   *
   * @param maps the number of units at each place, at least 1
   * @param window the windows
   * @param activation f
   * @return this
   */
  public Layers local(int maps, Window window, Activation activation) {
    Objects.requireNonNull(window, "window");
    ImageShape image = requireShape(LocallyConnected.KIND);
    return add(new LocallyConnected(image, window, maps, activation));
  }

  /**
   * Appends trained subsampling of windows side by side.
   *
   * @param size the height and the width of a window, at least 1
   * @param activation f
   * @return this
   */
  public Layers subsampling(int size, Activation activation) {
    return subsampling(Window.of(size).stride(size), activation);
  }

  /**
   * Appends trained subsampling.
   *
   * @param window the windows
   * @param activation f
   * @return this
   */
  public Layers subsampling(Window window, Activation activation) {
    Objects.requireNonNull(window, "window");
    return add(new Subsampling(requireShape(Subsampling.KIND), window, activation));
  }

  /**
   * Appends the means of windows side by side.
   *
   * @param size the height and the width of a window, at least 1
   * @return this
   */
  public Layers averagePooling(int size) {
    return averagePooling(Window.of(size).stride(size));
  }

  /**
   * Appends the means of windows.
   *
   * @param window the windows
   * @return this
   */
  public Layers averagePooling(Window window) {
    Objects.requireNonNull(window, "window");
    return add(new AveragePooling(requireShape(AveragePooling.KIND), window));
  }

  /**
   * Appends the means of whole maps.
   *
   * @return this
   */
  public Layers globalAveragePooling() {
    return add(AveragePooling.global(requireShape(AveragePooling.KIND)));
  }

  /**
   * Appends the largest elements of windows side by side.
   *
   * @param size the height and the width of a window, at least 1
   * @return this
   */
  public Layers maxPooling(int size) {
    return maxPooling(Window.of(size).stride(size));
  }

  /**
   * Appends the largest elements of windows.
   *
   * @param window the windows
   * @return this
   */
  public Layers maxPooling(Window window) {
    Objects.requireNonNull(window, "window");
    return add(new MaxPooling(requireShape(MaxPooling.KIND), window));
  }

  /**
   * Appends batch normalisation: of maps if images arrive, else of units. Put it before the
   * nonlinearity, behind a layer with the identity; ε is 1e-5.
   *
   * @param activation f behind the gain
   * @return this
   */
  public Layers batchNormalization(Activation activation) {
    return add(
        shape == null
            ? new BatchNormalization(units, Epsilon.DEFAULT, activation)
            : new BatchNormalization(shape, Epsilon.DEFAULT, activation));
  }

  /**
   * Appends layer normalisation, of all units of an example; ε is 1e-5.
   *
   * @param activation f behind the gain
   * @return this
   */
  public Layers layerNormalization(Activation activation) {
    return add(new LayerNormalization(units, Epsilon.DEFAULT, activation));
  }

  /**
   * Appends radial units: distances from centres, and the Gaussian of each.
   *
   * @param units the number of units, at least 1
   * @return this
   */
  public Layers radial(int units) {
    return add(new Radial(this.units, units)).add(new Activate(units, Activation.gaussian()));
  }

  /**
   * Appends layers with a way around them.
   *
   * @param body appends those layers, which write as many units as they read
   * @param activation f of the sum
   * @return this
   */
  public Layers residual(UnaryOperator<Layers> body, Activation activation) {
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(activation, "activation");
    List<Layer> layers = branch(body);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("body appends no layer, must append at least one");
    }
    return add(new Residual(layers, activation));
  }

  /**
   * Appends several sequences of layers that all read what arrives here.
   *
   * @param join whether their outputs are added or stand side by side
   * @param activation f of what is joined
   * @param bodies append the layers of a branch each; none for a skip
   * @return this
   */
  @SafeVarargs
  public final Layers branches(Join join, Activation activation, UnaryOperator<Layers>... bodies) {
    List<List<Layer>> branches = new ArrayList<>();
    Objects.requireNonNull(bodies, "bodies");
    for (UnaryOperator<Layers> body : bodies) {
      branches.add(branch(Objects.requireNonNull(body, "an element of bodies")));
    }
    return add(
        shape == null
            ? new Branches(branches, join, activation)
            : Branches.ofImages(shape, branches, join, activation));
  }

  /** The layers that a branch which begins here is made of. */
  private List<Layer> branch(UnaryOperator<Layers> body) {
    return body.apply(new Layers(units, shape)).list();
  }

  /**
   * Returns the number of units that the last layer writes.
   *
   * @return the number of outputs; of inputs if there is no layer
   */
  public int units() {
    return units;
  }

  /**
   * Returns the shape of the images that the last layer writes.
   *
   * @return the shape; empty if they are no images
   */
  public Optional<ImageShape> shape() {
    return Optional.ofNullable(shape);
  }

  /** The shape, for a layer that cannot do without. */
  private ImageShape requireShape(String kind) {
    if (shape == null) {
      throw new IllegalArgumentException(
          "layer %d (%s) reads images; what arrives there are %d units without a shape"
              .formatted(layers.size(), kind, units));
    }
    return shape;
  }

  /**
   * Returns the layers.
   *
   * @return a copy, from input to output
   */
  public List<Layer> list() {
    return List.copyOf(layers);
  }

  /** Returns what arrives behind the last layer. */
  @Override
  public String toString() {
    return layers.size() + " layers, " + (shape == null ? units + " units" : "images of " + shape);
  }
}
