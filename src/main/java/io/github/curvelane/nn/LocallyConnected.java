package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.ConvolutionShape;
import java.util.Objects;

/**
 * A layer whose units each see a window of an image as those of a {@link Convolution} do, but with
 * weights of their own (LeCun 1989): A = f(Y), Y_j = Σ x̃_k W_kj + b_j over the window of unit j,
 * with x̃ the image surrounded by zeros, k = (k_y, k_x, channel) and j = (y, x, map). Its
 * parameters are W, row-major [window height × window width × channels × units], then b [units].
 *
 * <p>Y_j is a chain fma(x̃, w, ·) from +0 over ascending k, then fl(· + b). ∂E/∂w and ∂E/∂b are
 * chains over examples, as of a {@link Dense} layer. What comes back to an element is the sum, from
 * +0 or from what stands there, of t = the chain of fma(δ, w, ·) from +0 over the maps of a place,
 * over ascending places (y, x).
 */
public final class LocallyConnected extends ImageLayer {
  static final String KIND = "locally-connected";

  private final Window window;
  private final boolean biased;
  private final Activation activation;

  /**
   * Creates a layer with a bias a unit.
   *
   * @param image the shape of its input
   * @param window the windows
   * @param maps the number of units at each place, at least 1
   * @param activation f
   * @throws IllegalArgumentException if a window is larger than the surrounded image, or there are
   *     more than 2³¹ − 1 elements of it, units or parameters
   */
  public LocallyConnected(ImageShape image, Window window, int maps, Activation activation) {
    this(image, window, maps, true, activation);
  }

  /**
   * Creates a layer.
   *
   * @param image the shape of its input
   * @param window the windows
   * @param maps the number of units at each place, at least 1
   * @param biased whether each unit has a bias
   * @param activation f
   * @throws IllegalArgumentException if a window is larger than the surrounded image, or there are
   *     more than 2³¹ − 1 elements of it, units or parameters
   */
  public LocallyConnected(
      ImageShape image, Window window, int maps, boolean biased, Activation activation) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(window, "window");
    size("maps", maps);
    ImageShape output = window.over(image, maps);
    super(KIND, image, output, blocks(image, window, output, biased));
    this.window = window;
    this.biased = biased;
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  private static Block[] blocks(
      ImageShape image, Window window, ImageShape output, boolean biased) {
    ConvolutionShape shape = Convolution.shape(image, window, output.channels(), 1);
    int fanIn = shape.terms();
    int fanOut = window.elements() * output.channels();
    Block weight =
        Block.weight(
            "weight",
            fanIn,
            fanOut,
            window.height(),
            window.width(),
            image.channels(),
            output.units());
    return biased
        ? new Block[] {weight, Block.bias("bias", fanIn, output.units())}
        : new Block[] {weight};
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
   * Returns whether there are biases.
   *
   * @return whether each unit has one
   */
  public boolean isBiased() {
    return biased;
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
        .with("biases", (biased ? Biases.UNIT : Biases.NONE).word())
        .with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    Biases biases = Biases.read(from);
    if (biases == Biases.MAP) {
      throw new IllegalArgumentException(
          "the 'biases' of a %s layer is 'map', must be unit or none".formatted(KIND));
    }
    return new LocallyConnected(
        ImageShape.read(from),
        Window.read(from),
        from.integer("maps"),
        biases == Biases.UNIT,
        from.activation("activation"));
  }

  @Override
  String summary() {
    return outputShape() + " locally connected " + window.summary() + " " + activation;
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new LocallyConnectedMap<>(site, this), activation);
  }
}
