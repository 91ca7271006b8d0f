package io.github.curvelane.nn;

import io.github.curvelane.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Some parameters of a layer or a network that belong together, such as the weights or the biases
 * of a dense layer. They stand one behind the other in θ, row-major. A layer declares its blocks
 * once; initial values, the tensors in model files, digests, rates that differ by fan-in and decay
 * that spares biases all follow from them.
 *
 * @param name the name: within a layer such as {@code weight}, within a network with the layer's
 *     place, such as {@code layers.0.weight}
 * @param offset the index of the first parameter, within the layer's or in θ
 * @param shape the sizes of the block as an array, at least one, each at least 1
 * @param fanIn m, the number of inputs that each unit sums which these parameters belong to
 * @param fanOut n, the number of units that each input goes to
 * @param shares the number of connections that use each of these parameters; 1 if they are not
 *     shared
 * @param isBias whether they are biases
 * @param start what they all start at, finite; empty if they are drawn
 */
public record Block(
    String name,
    int offset,
    List<Integer> shape,
    int fanIn,
    int fanOut,
    int shares,
    boolean isBias,
    OptionalDouble start) {
  /**
   * Creates a block.
   *
   * @throws IllegalArgumentException if the offset is negative, the shape empty, the start not
   *     finite, or any other number less than 1
   */
  public Block {
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(name, "name");
    shape = Arguments.list("shape", shape);
    if (offset < 0) {
      throw new IllegalArgumentException("offset is " + offset + ", must be at least 0");
    }
    if (shape.isEmpty()) {
      throw new IllegalArgumentException("shape is empty, must have at least one size");
    }
    for (int d = 0; d < shape.size(); d++) {
      atLeastOne("shape[" + d + "]", shape.get(d));
    }
    atLeastOne("fanIn", fanIn);
    atLeastOne("fanOut", fanOut);
    atLeastOne("shares", shares);
    if (start.isPresent() && !Double.isFinite(start.getAsDouble())) {
      throw new IllegalArgumentException("start is " + start.getAsDouble() + ", must be finite");
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
    }
  }

  /** Weights that nothing shares, drawn by an {@link Initializer}, not yet placed. */
  static Block weight(String name, int fanIn, int fanOut, Integer... shape) {
    return new Block(name, 0, List.of(shape), fanIn, fanOut, 1, false, OptionalDouble.empty());
  }

  /** Weights that all start at one value, of units with a fan-in, not yet placed. */
  static Block constant(String name, double start, int fanIn, Integer... shape) {
    return new Block(name, 0, List.of(shape), fanIn, 1, 1, false, OptionalDouble.of(start));
  }

  /** Biases of units with a fan-in, which start at 0, not yet placed. */
  static Block bias(String name, int fanIn, Integer... shape) {
    return new Block(name, 0, List.of(shape), fanIn, 1, 1, true, OptionalDouble.of(0));
  }

  /** The same block with parameters that several connections use each. */
  Block shared(int shares) {
    return new Block(name, offset, shape, fanIn, fanOut, shares, isBias, start);
  }

  /** The same block elsewhere, under a longer name. */
  Block at(String prefix, int offset) {
    return new Block(prefix + name, offset, shape, fanIn, fanOut, shares, isBias, start);
  }

  /**
   * Returns the number of parameters.
   *
   * @return the product of the shape's sizes
   */
  public int length() {
    return Math.toIntExact(elements());
  }

  /** The number of parameters, which may be more than fit an array as long as a layer is made. */
  long elements() {
    long product = 1;
    for (int size : shape) {
      product = Math.multiplyExact(product, (long) size);
    }
    return product;
  }
}
