package io.github.curvelane.nn;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.LayerDescription.Numbers;
import java.util.List;
import java.util.Objects;

/**
 * A linear map that is not trained, A = X·M + 1cᵀ: principal components, whitening [EB 4.3], a
 * rotation. M and c are part of the description, in double precision, and are rounded once to that
 * of the network.
 */
public final class FixedLinear extends NodeLayer {
  static final String KIND = "fixed-linear";

  /** How many examples go through at once. */
  private static final int ROWS = 1024;

  private final double[] matrix;
  private final double[] offset;

  /**
   * Creates a layer that adds nothing, A = X·M.
   *
   * @param inputs the number of inputs m, at least 1
   * @param outputs the number of outputs n, at least 1
   * @param matrix M, row-major [inputs × outputs], finite; a copy is taken
   * @throws IllegalArgumentException if a size is less than 1, or the matrix has not m·n elements
   *     or one that is not finite
   */
  public FixedLinear(int inputs, int outputs, double[] matrix) {
    this(inputs, outputs, matrix, zeros(inputs, outputs, matrix));
  }

  /** An offset of zeros, unless the matrix is of another size: that is refused first. */
  private static double[] zeros(int inputs, int outputs, double[] matrix) {
    size("inputs", inputs);
    size("outputs", outputs);
    requireLength("matrix", matrix, (long) inputs * outputs);
    return new double[outputs];
  }

  /**
   * Creates a layer.
   *
   * @param inputs the number of inputs m, at least 1
   * @param outputs the number of outputs n, at least 1
   * @param matrix M, row-major [inputs × outputs], finite; a copy is taken
   * @param offset c, n elements, finite; a copy is taken. To centre by a mean μ, −μM
   * @throws IllegalArgumentException if a size is less than 1, or matrix or offset has another
   *     number of elements or one that is not finite
   */
  public FixedLinear(int inputs, int outputs, double[] matrix, double[] offset) {
    size("inputs", inputs);
    size("outputs", outputs);
    super(KIND, inputs, outputs);
    this.matrix = finite("matrix", matrix, (long) inputs * outputs);
    this.offset = finite("offset", offset, outputs);
  }

  private static void requireLength(String name, double[] values, long length) {
    Objects.requireNonNull(values, name);
    if (values.length != length) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have %d".formatted(name, values.length, length));
    }
  }

  private static double[] finite(String name, double[] values, long length) {
    requireLength(name, values, length);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s[%d] is %s, must be finite".formatted(name, i, values[i]));
      }
    }
    return values.clone();
  }

  /**
   * Returns the matrix.
   *
   * @return a copy of M, row-major
   */
  public double[] matrix() {
    return matrix.clone();
  }

  /**
   * Returns the offset.
   *
   * @return a copy of c
   */
  public double[] offset() {
    return offset.clone();
  }

  /**
   * Applies the map to examples, as a network does that has it for a layer: with the same bits.
   *
   * @param precision the precision of inputs and outputs
   * @param inputs the examples, row-major [examples × inputs]
   * @param examples how many, at least 1
   * @param parallelism where the products run
   * @param <A> {@code float[]} or {@code double[]}
   * @return a new array, row-major [examples × outputs]
   * @throws IllegalArgumentException if {@code examples} is less than 1, there are not as many
   *     inputs, or there are too many outputs for an array
   */
  public <A> A apply(Precision<A> precision, A inputs, int examples, Parallelism parallelism) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(precision, "precision");
    size("examples", examples);
    long elements = (long) examples * outputs();
    if (elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the outputs of %d examples are %d numbers, too many for an array"
              .formatted(examples, elements));
    }
    A outputs = precision.newArray((int) elements);
    Network.of(precision, this)
        .newWorkspace(Math.min(examples, ROWS), parallelism)
        .predict(precision.newArray(0), inputs, 0, examples, outputs);
    return outputs;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND)
        .with("matrix", new Numbers(List.of(inputs(), outputs()), matrix))
        .with("offset", new Numbers(List.of(outputs()), offset));
  }

  static Layer read(LayerDescription from) {
    Numbers matrix = from.numbers("matrix");
    Numbers offset = from.numbers("offset");
    if (matrix.shape().size() != 2) {
      throw new IllegalArgumentException(
          "the 'matrix' of a %s layer has the shape %s, must have two sizes"
              .formatted(KIND, matrix.shape()));
    }
    int inputs = matrix.shape().get(0);
    int outputs = matrix.shape().get(1);
    if (!offset.shape().equals(List.of(outputs))) {
      throw new IllegalArgumentException(
          "the 'offset' of a %s layer has the shape %s, must be [%d]"
              .formatted(KIND, offset.shape(), outputs));
    }
    return new FixedLinear(inputs, outputs, matrix.values(), offset.values());
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new Fixed<>(site, this), Activation.identity());
  }

  /** Y = X·M + 1cᵀ. */
  private static final class Fixed<A> extends FixedMap<A> {
    private final A matrix;
    private final A constant;

    Fixed(Site<A> site, FixedLinear layer) {
      super(site, layer);
      this.matrix = precision.of(layer.matrix);
      this.constant = precision.of(layer.offset);
    }

    @Override
    void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
      product.a(x, xOffset, inputs).b(matrix, 0, outputs);
      to.aim(product);
      if (biased) {
        product.bias(constant, 0);
      }
      product.multiply(rows, outputs, inputs);
    }

    @Override
    void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
      product.a(u, uOffset, outputs).bTransposed(matrix, 0, outputs);
      if (squared) {
        product.squareB();
      }
      to.aim(product);
      product.multiply(rows, inputs, outputs);
    }
  }
}
