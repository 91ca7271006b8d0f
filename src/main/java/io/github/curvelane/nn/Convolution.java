package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.ConvolutionShape;
import java.util.Objects;

/**
 * A layer whose units each see a window of an image, and share their weights with all units of
 * their map (LeCun et al. 1989, [EB 5]): A = f(Y), Y_(y, x, m) = Σ x̃_(y', x', c) W_(k_y, k_x, c,
 * m) + b, with x̃ the image surrounded by zeros. Its parameters are W, row-major [window height ×
 * window width × channels of a group × maps], then the biases.
 *
 * <p>The sums are those of {@link io.github.curvelane.kernel.Convolution}. A window as large as the
 * image makes a {@link Dense} layer, bit for bit; an image of height 1 with windows of height 1 a
 * time-delay network.
 */
public final class Convolution extends ImageLayer {
  static final String KIND = "convolution";

  private final Window window;
  private final int groups;
  private final Biases biases;
  private final Activation activation;

  /**
   * Creates a layer with a bias a map.
   *
   * @param image the shape of its input
   * @param window the windows
   * @param maps the number of maps that it writes, at least 1
   * @param activation f
   * @throws IllegalArgumentException if a window is larger than the surrounded image, or there are
   *     more than 2³¹ − 1 elements of it, units or weights
   */
  public Convolution(ImageShape image, Window window, int maps, Activation activation) {
    this(image, window, maps, 1, Biases.MAP, activation);
  }

  /**
   * Creates a layer.
   *
   * @param image the shape of its input
   * @param window the windows
   * @param maps the number of maps that it writes, at least 1
   * @param groups parts that channels and maps are divided into, of which each map sees its own; 1
   *     for none, the number of channels for a depthwise convolution
   * @param biases which units share a bias
   * @param activation f
   * @throws IllegalArgumentException if the groups do not divide the channels and the maps, a
   *     window is larger than the surrounded image, or there are more than 2³¹ − 1 elements of it,
   *     units or parameters
   */
  public Convolution(
      ImageShape image, Window window, int maps, int groups, Biases biases, Activation activation) {
    Objects.requireNonNull(biases, "biases");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(window, "window");
    size("maps", maps);
    ImageShape output = window.over(image, maps);
    ConvolutionShape shape = shape(image, window, maps, groups);
    super(KIND, image, output, blocks(shape, biases));
    this.window = window;
    this.groups = groups;
    this.biases = biases;
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  /** The sizes for the kernels. */
  static ConvolutionShape shape(ImageShape image, Window window, int maps, int groups) {
    return new ConvolutionShape(
        image.height(),
        image.width(),
        image.channels(),
        maps,
        window.height(),
        window.width(),
        window.strideY(),
        window.strideX(),
        window.paddingY(),
        window.paddingX(),
        window.dilationY(),
        window.dilationX(),
        groups);
  }

  private static Block[] blocks(ConvolutionShape shape, Biases biases) {
    int fanIn = shape.terms();
    int fanOut = shape.windowHeight() * shape.windowWidth() * shape.groupMaps();
    int places = shape.places();
    Block weight =
        Block.weight(
                "weight",
                fanIn,
                fanOut,
                shape.windowHeight(),
                shape.windowWidth(),
                shape.groupChannels(),
                shape.maps())
            .shared(places);
    return switch (biases) {
      case MAP -> new Block[] {weight, Block.bias("bias", fanIn, shape.maps()).shared(places)};
      case UNIT ->
          new Block[] {
            weight,
            Block.bias("bias", fanIn, shape.outputHeight(), shape.outputWidth(), shape.maps())
          };
      case NONE -> new Block[] {weight};
    };
  }

  /**
   * Returns the windows.
   *
   * @return their size and distances
   */
  public Window window() {
    return window;
  }

  /**
   * Returns the number of groups.
   *
   * @return parts that channels and maps are divided into
   */
  public int groups() {
    return groups;
  }

  /**
   * Returns which units share a bias.
   *
   * @return one a map, one a unit, or none
   */
  public Biases biases() {
    return biases;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public LayerDescription describe() {
    return window
        .into(inputShape().into(LayerDescription.of(KIND)))
        .with("maps", outputShape().channels())
        .with("groups", groups)
        .with("biases", biases.word())
        .with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    return new Convolution(
        ImageShape.read(from),
        Window.read(from),
        from.integer("maps"),
        from.integer("groups"),
        Biases.read(from),
        from.activation("activation"));
  }

  @Override
  String summary() {
    return outputShape()
        + " convolution "
        + window.summary()
        + (groups > 1 ? " in " + groups + " groups " : " ")
        + activation;
  }

  /** The sizes for the kernels. */
  ConvolutionShape shape() {
    return shape(inputShape(), window, outputShape().channels(), groups);
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new ConvolutionMap<>(site, this), activation);
  }
}
