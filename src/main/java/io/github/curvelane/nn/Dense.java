package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.Objects;

/**
 * A fully connected layer, A = f(X·W + 1bᵀ). Its parameters are W, row-major [inputs × outputs],
 * then b [outputs], unless it has no biases.
 */
public final class Dense extends NodeLayer {
  static final String KIND = "dense";

  private final boolean biased;
  private final Activation activation;

  /**
   * Creates a layer with a bias a unit.
   *
   * @param inputs the number of inputs m, at least 1
   * @param outputs the number of outputs n, at least 1
   * @param activation f
   * @throws IllegalArgumentException if a size is less than 1 or there are more than 2³¹ − 1
   *     parameters
   */
  public Dense(int inputs, int outputs, Activation activation) {
    this(inputs, outputs, true, activation);
  }

  /**
   * Creates a layer without biases, A = f(X·W), as before a normalisation, which takes means away.
   *
   * @param inputs the number of inputs m, at least 1
   * @param outputs the number of outputs n, at least 1
   * @param activation f
   * @return the layer
   * @throws IllegalArgumentException as the constructor
   */
  public static Dense withoutBiases(int inputs, int outputs, Activation activation) {
    return new Dense(inputs, outputs, false, activation);
  }

  private Dense(int inputs, int outputs, boolean biased, Activation activation) {
    size("inputs", inputs);
    size("outputs", outputs);
    super(KIND, inputs, outputs, blocks(inputs, outputs, biased));
    this.biased = biased;
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  private static Block[] blocks(int inputs, int outputs, boolean biased) {
    Block weight = Block.weight("weight", inputs, outputs, inputs, outputs);
    return biased
        ? new Block[] {weight, Block.bias("bias", inputs, outputs)}
        : new Block[] {weight};
  }

  /**
   * Tells whether there are biases.
   *
   * @return whether each unit has one
   */
  public boolean hasBiases() {
    return biased;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public LayerDescription describe() {
    LayerDescription description =
        LayerDescription.of(KIND)
            .with("inputs", inputs())
            .with("outputs", outputs())
            .with("activation", activation);
    return biased ? description : description.with("biases", Biases.NONE.word());
  }

  static Layer read(LayerDescription from) {
    boolean biased = !from.has("biases");
    if (!biased && Biases.read(from) != Biases.NONE) {
      throw new IllegalArgumentException(
          "the 'biases' of a %s layer is '%s', must be none, or absent where there are some"
              .formatted(KIND, from.text("biases")));
    }
    int inputs = from.integer("inputs");
    return new Dense(inputs, from.integer("outputs"), biased, from.activation("activation"));
  }

  @Override
  String summary() {
    return outputs() + (biased ? " " : " unbiased ") + activation;
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new DenseMap<>(site, this), activation);
  }
}
