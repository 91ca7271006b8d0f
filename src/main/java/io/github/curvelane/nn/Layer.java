package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The immutable description of one layer of a {@link Network}: its sizes and its place for
 * parameters. What it computes is done by a {@link Workspace}, with memory of its own.
 *
 * <p>The kinds of layers are the subclasses in this package.
 */
public abstract class Layer {
  private final int inputs;
  private final int outputs;
  private final List<Block> blocks;
  private final int parameters;

  /**
   * A layer with blocks, which are placed one behind the other.
   *
   * @throws IllegalArgumentException if a size is less than 1 or there are more than 2³¹ − 1
   *     parameters
   */
  Layer(String kind, int inputs, int outputs, List<Block> blocks) {
    this.inputs = inputs;
    this.outputs = outputs;
    List<Block> placed = new ArrayList<>();
    long total = 0;
    for (Block block : blocks) {
      placed.add(block.at("", (int) total));
      total += block.elements();
      if (total > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a %s layer of %d inputs and %d outputs has more than %d parameters"
                .formatted(kind, inputs, outputs, Integer.MAX_VALUE));
      }
    }
    this.blocks = List.copyOf(placed);
    this.parameters = (int) total;
  }

  /** Refuses a size that is no number of units. */
  static int size(String name, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(name + " is " + size + ", must be at least 1");
    }
    return size;
  }

  /** Refuses layers of which one does not read what the one before it writes. */
  static void requireSequence(List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("layers is empty, must be at least one");
    }
    for (int l = 1; l < layers.size(); l++) {
      if (layers.get(l).inputs() != layers.get(l - 1).outputs()) {
        throw new IllegalArgumentException(
            "layer %d has %d inputs, must be the %d outputs of layer %d"
                .formatted(l, layers.get(l).inputs(), layers.get(l - 1).outputs(), l - 1));
      }
    }
    ImageShape shape = null;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      ImageShape read = layer.reads();
      if (read != null && shape != null && !read.equals(shape)) {
        throw new IllegalArgumentException(
            "layer %d reads images of %s, must be the %s that layer %d writes"
                .formatted(l, read, shape, l - 1));
      }
      shape = layer.writes(shape);
    }
  }

  /**
   * Returns the number of inputs of one example.
   *
   * @return the number of columns that the layer reads
   */
  public final int inputs() {
    return inputs;
  }

  /**
   * Returns the number of outputs of one example.
   *
   * @return the number of columns that the layer writes
   */
  public final int outputs() {
    return outputs;
  }

  /** The shape of the images that the layer reads; null if its inputs need not be images. */
  @Nullable ImageShape reads() {
    return null;
  }

  /**
   * The shape of the images that the layer writes; null if they are none.
   *
   * @param arriving the shape of the images that it is given; null if they are none
   */
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return null;
  }

  /**
   * Returns the elementwise function that the layer ends with.
   *
   * @return f; the identity if there is none
   */
  public Activation activation() {
    return Activation.identity();
  }

  /**
   * Returns the layer's parameters, block by block, as they stand in θ.
   *
   * @return the blocks, with offsets within the layer; none if it has no parameters
   */
  public final List<Block> blocks() {
    return blocks;
  }

  /**
   * Returns the number of parameters.
   *
   * @return how many elements of θ belong to the layer
   */
  public final int parameters() {
    return parameters;
  }

  /**
   * Returns what the layer is, for files and reports.
   *
   * @return the description, of which {@link #of} makes an equal layer
   */
  public abstract LayerDescription describe();

  /**
   * Makes the layer that a description is of.
   *
   * @param description what {@link #describe} gave
   * @return the layer
   * @throws IllegalArgumentException if the kind is unknown, a field missing, unknown or of another
   *     type, or a value is one that the layer refuses
   */
  public static Layer of(LayerDescription description) {
    Objects.requireNonNull(description, "description");
    return LayerKinds.read(description);
  }

  /** The outputs and what makes them, for {@link Network#toString}. */
  String summary() {
    return outputs + " " + describe().kind();
  }

  /** Layers are equal if their descriptions are. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof Layer layer && describe().equals(layer.describe());
  }

  @Override
  public final int hashCode() {
    return describe().hashCode();
  }

  /** Returns the description as text. */
  @Override
  public final String toString() {
    return describe().toString();
  }

  /**
   * Appends the layer's nodes behind a source.
   *
   * @return the number of the node whose output is the layer's
   */
  abstract int wire(Wiring wiring, int source);
}
