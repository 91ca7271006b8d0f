package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation (Ioffe and Szegedy 2015; [DL8 8.7.1]), A = f(γ∘X̂ + 1βᵀ): each unit, or of
 * images each map, less its mean over the rows of the batch, divided by its deviation over them.
 * The rows of a unit are the examples, those of a map the places of all examples. The parameters
 * are γ [units or maps], which start at 1, then β, which start at 0.
 *
 * <p>With n rows: μ = fl(Σx·fl(1/n)); d = fl(x − μ); v = fl(Σd²·fl(1/n)), a chain of fma(d, d, ·);
 * r = fl(1/fl(√fl(v + ε))); x̂ = fl(d·r); y = fma(γ, x̂, β). Sums are chains over ascending
 * (example, y, x), each of max(1, ⌊K_e/places⌋) examples, added left to right, with K_e {@link
 * io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}. A bias before the layer has no effect.
 *
 * <p>All derivatives go through μ and v: gradients, Hessian- and Gauss-Newton-vector products, Jv
 * and Jᵀu are exact, and so are the factors (J∘J)ᵀh of the recursions of second derivatives. As an
 * output depends on all examples of the batch, nothing exists that is of one example alone: single
 * gradients, the empirical Fisher matrix, rows of a Jacobian, exact diagonals and predictions are
 * refused by name. A batch has at least two rows and at most {@link
 * io.github.curvelane.Arithmetic#EXAMPLE_CHUNK} examples.
 */
public final class BatchNormalization extends Layer {
  static final String KIND = "batch-normalization";

  private final @Nullable ImageShape shape;
  private final double epsilon;
  private final Activation activation;

  /**
   * Creates a layer that normalises each unit.
   *
   * @param units the number of inputs and outputs, at least 1
   * @param epsilon ε, which is added to variances, at least 1e-37 and finite
   * @param activation f
   * @throws IllegalArgumentException if a number is outside its bounds
   */
  public BatchNormalization(int units, double epsilon, Activation activation) {
    this(size("units", units), null, epsilon, activation);
  }

  /**
   * Creates a layer that normalises each map.
   *
   * @param shape the shape of the images
   * @param epsilon ε, which is added to variances, at least 1e-37 and finite
   * @param activation f
   * @throws IllegalArgumentException if ε is outside its bounds
   */
  public BatchNormalization(ImageShape shape, double epsilon, Activation activation) {
    this(shape.units(), shape, epsilon, activation);
  }

  private BatchNormalization(
      int units, @Nullable ImageShape shape, double epsilon, Activation activation) {
    Epsilon.require(epsilon);
    Gain gain = gain(units, shape, activation);
    super(KIND, units, units, gain.blocks());
    this.shape = shape;
    this.epsilon = epsilon;
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  private static Gain gain(int units, @Nullable ImageShape shape, Activation activation) {
    return shape == null ? new Gain(units, activation) : new Gain(shape, activation);
  }

  /**
   * Returns what is added to variances.
   *
   * @return ε
   */
  public double epsilon() {
    return epsilon;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  @Nullable ImageShape reads() {
    return shape;
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return shape == null ? arriving : shape;
  }

  @Override
  public LayerDescription describe() {
    LayerDescription description = LayerDescription.of(KIND);
    return (shape == null ? description.with("units", inputs()) : shape.into(description))
        .with("epsilon", epsilon)
        .with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    double epsilon = from.number("epsilon");
    Activation activation = from.activation("activation");
    return from.has("units")
        ? new BatchNormalization(from.integer("units"), epsilon, activation)
        : new BatchNormalization(ImageShape.read(from), epsilon, activation);
  }

  @Override
  String summary() {
    return (shape == null ? outputs() : shape) + " batch-normalization " + activation;
  }

  @Override
  int wire(Wiring wiring, int source) {
    int maps = shape == null ? inputs() : shape.channels();
    int standard = wiring.node(new BatchStandardization(inputs(), maps, epsilon), source);
    return wiring.node(gain(inputs(), shape, activation), standard);
  }
}
