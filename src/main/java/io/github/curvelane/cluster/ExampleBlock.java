package io.github.curvelane.cluster;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.nn.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The examples of one chunk: their inputs and targets, checked once, here. Immutable; the arrays
 * belong to the block and must not change.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ExampleBlock<A> {
  private final A inputs;
  private final Targets<A> targets;

  /**
   * Creates a block.
   *
   * @param inputs the examples, row-major [examples × inputs]: all of the array; not copied
   * @param targets their targets, from 1 to {@link Arithmetic#EXAMPLE_CHUNK}; not copied
   * @throws IllegalArgumentException if there are fewer or more examples, {@code inputs} has not as
   *     many elements for each, at least one, or an input is NaN or infinite, naming example and
   *     column
   */
  public ExampleBlock(A inputs, Targets<A> targets) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(targets, "targets");
    int examples = targets.examples();
    if (examples < 1 || examples > Arithmetic.EXAMPLE_CHUNK) {
      throw new IllegalArgumentException(
          "targets has %d examples, must have from 1 to %d"
              .formatted(examples, Arithmetic.EXAMPLE_CHUNK));
    }
    checkInputs(inputs, targets);
    this.inputs = inputs;
    this.targets = targets;
  }

  private static <A> void checkInputs(A inputs, Targets<A> targets) {
    Precision<A> precision = targets.precision();
    int length = precision.length(inputs);
    int examples = targets.examples();
    if (length == 0 || length % examples != 0) {
      throw new IllegalArgumentException(
          "inputs has %d elements, must have as many for each of the targets' %d examples"
              .formatted(length, examples));
    }
    int columns = length / examples;
    int bad = precision.indexOfNonFinite(inputs, 0, length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "inputs: example %d, column %d is %s, must be finite"
              .formatted(bad / columns, bad % columns, precision.get(inputs, bad)));
    }
  }

  /**
   * Cuts examples into canonical chunks: the blocks of {@link Arithmetic#EXAMPLE_CHUNK} consecutive
   * ones, the last of what is left.
   *
   * @param inputs the examples, row-major [examples × inputs]: all of the array; copied
   * @param targets their targets, at least one; copied
   * @param <A> {@code float[]} or {@code double[]}
   * @return the blocks in ascending order of the examples
   * @throws IllegalArgumentException if there is no example, {@code inputs} has not as many
   *     elements for each, at least one, or an input is NaN or infinite, naming example and column
   */
  public static <A> List<ExampleBlock<A>> cut(A inputs, Targets<A> targets) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(targets, "targets");
    int examples = targets.examples();
    if (examples < 1) {
      throw new IllegalArgumentException("targets has no example, must have at least one");
    }
    checkInputs(inputs, targets);
    Precision<A> precision = targets.precision();
    int columns = precision.length(inputs) / examples;
    List<ExampleBlock<A>> blocks = new ArrayList<>();
    for (int from = 0; from < examples; from += Arithmetic.EXAMPLE_CHUNK) {
      int count = Math.min(examples - from, Arithmetic.EXAMPLE_CHUNK);
      A rows = precision.newArray(count * columns);
      precision.copy(inputs, from * columns, rows, 0, count * columns);
      blocks.add(new ExampleBlock<>(rows, targets.slice(from, from + count)));
    }
    return List.copyOf(blocks);
  }

  /**
   * Returns the inputs.
   *
   * @return the examples, row-major [examples × inputs], not a copy
   */
  public A inputs() {
    return inputs;
  }

  /**
   * Returns the targets.
   *
   * @return one an example
   */
  public Targets<A> targets() {
    return targets;
  }

  /**
   * Returns the number of examples.
   *
   * @return how many, from 1 to {@link Arithmetic#EXAMPLE_CHUNK}
   */
  public int examples() {
    return targets.examples();
  }

  @Override
  public String toString() {
    return "block of " + targets;
  }
}
