package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.LayerDescription.Numbers;
import java.util.List;
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
 * <pre>{@code
 * Network<float[]> trained =
 *     Network.of(
 *         Precision.FLOAT,
 *         Layers.inputs(2)
 *             .dense(8, Activation.identity())
 *             .batchNormalization(Activation.tanh())
 *             .dense(3, Activation.identity())
 *             .list());
 * float[] theta = trained.initialize(Initializer.FAN_IN, 1);
 * var objective =
 *     new NetworkObjective<>(
 *         trained.newWorkspace(32),
 *         Loss.softmaxCrossEntropy(),
 *         inputs,
 *         Targets.labels(Precision.FLOAT, labels, 3));
 * StochasticTrainer trainer =
 *     StochasticTrainer.of(new Momentum(0.9), Schedule.constant(0.05)).epochs(5).build();
 * trainer.train(objective, theta).orThrow();
 * Network<float[]> predicts = trained.withStatistics(objective.collectStatistics(theta));
 * predicts.newWorkspace(1).predict(theta, inputs, 0, 1, outputs);
 * }</pre>
 *
 * <p>A prediction must not depend on its batch, so predictions are refused until the network has
 * {@linkplain Network#withStatistics statistics} of its own: those of all training examples, {@link
 * NetworkObjective#collectStatistics collected} at the trained parameters as above, or averages
 * that were {@linkplain NetworkObjective#updateStatistics moved} after every step. They have no
 * part in training: a run that is continued needs θ and the updater's state, and averages if it
 * keeps them. Whoever trains by {@code Fit} need not know of them.
 *
 * <p>All derivatives go through μ and v: gradients, Hessian- and Gauss-Newton-vector products, Jv
 * and Jᵀu are exact, and so are the factors (J∘J)ᵀh of the recursions of second derivatives. As an
 * output depends on all examples of the batch, nothing exists that is of one example alone: single
 * gradients, the empirical Fisher matrix, rows of a Jacobian, exact diagonals and predictions are
 * refused by name; with statistics of its own the network gives all of them. A batch has at least
 * two rows and at most {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK} examples.
 */
public final class BatchNormalization extends Layer {
  static final String KIND = "batch-normalization";

  /** The fields of its description for statistics that are fixed. */
  static final String MEAN = "mean";

  static final String VARIANCE = "variance";

  private final @Nullable ImageShape shape;
  private final double epsilon;
  private final Activation activation;

  /** What it normalises by in place of the statistics of the batch, where that is fixed. */
  private final @Nullable Numbers means;

  private final @Nullable Numbers variances;

  /**
   * Creates a layer that normalises each unit.
   *
   * @param units the number of inputs and outputs, at least 1
   * @param epsilon ε, which is added to variances, at least 1e-37 and finite
   * @param activation f
   * @throws IllegalArgumentException if a number is outside its bounds
   */
  public BatchNormalization(int units, double epsilon, Activation activation) {
    this(size("units", units), null, epsilon, activation, null, null);
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
    Objects.requireNonNull(shape, "shape");
    this(shape.units(), shape, epsilon, activation, null, null);
  }

  private BatchNormalization(
      int units,
      @Nullable ImageShape shape,
      double epsilon,
      Activation activation,
      @Nullable Numbers means,
      @Nullable Numbers variances) {
    Epsilon.require(epsilon);
    Gain gain = gain(units, shape, activation);
    super(KIND, units, units, gain.blocks());
    this.means = means;
    this.variances = variances;
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
    description = shape == null ? description.with("units", inputs()) : shape.into(description);
    description = description.with("epsilon", epsilon).with("activation", activation);
    return means == null || variances == null
        ? description
        : description.with(MEAN, means).with(VARIANCE, variances);
  }

  static Layer read(LayerDescription from) {
    ImageShape shape = from.has("units") ? null : ImageShape.read(from);
    int units = shape == null ? size("units", from.integer("units")) : shape.units();
    boolean batch = takesStatistics(from);
    return new BatchNormalization(
        units,
        shape,
        from.number("epsilon"),
        from.activation("activation"),
        batch ? null : statistics(from, MEAN, -Double.MAX_VALUE),
        batch ? null : statistics(from, VARIANCE, 0));
  }

  /** Whether what is described normalises by the statistics of the batch. */
  static boolean takesStatistics(LayerDescription description) {
    return description.kind().equals(KIND) && !description.has(MEAN) && !description.has(VARIANCE);
  }

  /** The number of units or maps of what is described. */
  static int maps(LayerDescription description) {
    return description.integer(description.has("units") ? "units" : "channels");
  }

  private static Numbers statistics(LayerDescription from, String name, double least) {
    Numbers numbers = from.numbers(name);
    int maps = maps(from);
    if (!numbers.shape().equals(List.of(maps))) {
      throw new IllegalArgumentException(
          "the '%s' of a %s layer has the shape %s, must be [%d]"
              .formatted(name, KIND, numbers.shape(), maps));
    }
    double[] values = numbers.values();
    for (int c = 0; c < maps; c++) {
      if (!(values[c] >= least && values[c] <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "%s[%d] of a %s layer is %s, must be finite%s"
                .formatted(name, c, KIND, values[c], least == 0 ? " and at least 0" : ""));
      }
    }
    return numbers;
  }

  @Override
  String summary() {
    return (shape == null ? outputs() : shape)
        + (means == null ? " batch-normalization " : " normalization ")
        + activation;
  }

  @Override
  int wire(Wiring wiring, int source) {
    int maps = shape == null ? inputs() : shape.channels();
    NodeLayer standard =
        means == null || variances == null
            ? new BatchStandardization(inputs(), maps, epsilon)
            : new FixedStandardization(inputs(), means, variances, epsilon);
    return wiring.node(gain(inputs(), shape, activation), wiring.node(standard, source));
  }
}
