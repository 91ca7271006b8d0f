package io.github.curvelane.nn;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Layers with a way around them, A = f(X + F(X)), F a sequence of layers, which may be residual
 * themselves (He et al. 2016). The parameters are those of F, in its order.
 *
 * <p>The sum is one rounded addition, X first. A signal comes back by both ways and is added in
 * that order: the way around first. A body that ends in a dense layer of zero weights and biases
 * leaves X as it is, but for −0, which becomes +0. The recursions of second derivatives add
 * likewise, and so drop the terms between the two ways, as they drop those between units.
 */
public final class Residual extends Layer {
  static final String KIND = "residual";

  private final List<Layer> layers;
  private final Activation activation;

  /**
   * Creates a layer.
   *
   * @param layers F, from input to output
   * @param activation f
   * @throws IllegalArgumentException if there is no layer, a layer's inputs are not the outputs of
   *     the one before, the outputs of the last are not as many as the inputs of the first or
   *     images of another shape, or there are more than 2³¹ − 1 parameters
   */
  public Residual(List<? extends Layer> layers, Activation activation) {
    Objects.requireNonNull(layers, "layers");
    List<Layer> copy = Arguments.list("layers", layers);
    requireSequence(copy);
    int inputs = copy.getFirst().inputs();
    int outputs = copy.getLast().outputs();
    if (inputs != outputs) {
      throw new IllegalArgumentException(
          "the layers of a residual layer have %d inputs and %d outputs, must be as many of both"
              .formatted(inputs, outputs));
    }
    ImageShape read = copy.getFirst().reads();
    ImageShape written = written(copy, read);
    if (read != null && written != null && !written.equals(read)) {
      throw new IllegalArgumentException(
          "the layers of a residual layer read images of %s and write images of %s, must be of one"
                  .formatted(read, written)
              + " shape");
    }
    super(KIND, inputs, outputs, blocks(copy));
    this.layers = copy;
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  /**
   * Creates a layer without an activation of its own, A = X + F(X).
   *
   * @param layers F, from input to output
   * @return the layer
   * @throws IllegalArgumentException as the constructor
   */
  public static Residual of(Layer... layers) {
    Objects.requireNonNull(layers, "layers");
    return new Residual(Arguments.list("layers", layers), Activation.identity());
  }

  private static List<Block> blocks(List<Layer> layers) {
    List<Block> blocks = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      for (Block block : layers.get(l).blocks()) {
        blocks.add(block.at("layers." + l + ".", 0));
      }
    }
    return blocks;
  }

  /**
   * Returns the layers that there is a way around.
   *
   * @return F, from input to output
   */
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  @Nullable ImageShape reads() {
    return layers.getFirst().reads();
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return written(layers, arriving);
  }

  private static @Nullable ImageShape written(List<Layer> layers, @Nullable ImageShape arriving) {
    ImageShape shape = arriving;
    for (Layer layer : layers) {
      shape = layer.writes(shape);
    }
    return shape;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND)
        .with("layers", layers.stream().map(Layer::describe).toList())
        .with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    return new Residual(from.layers("layers"), from.activation("activation"));
  }

  @Override
  String summary() {
    List<String> inner = layers.stream().map(Layer::summary).toList();
    return outputs() + " residual(" + String.join("-", inner) + ") " + activation;
  }

  @Override
  int wire(Wiring wiring, int source) {
    int end = source;
    for (Layer layer : layers) {
      end = layer.wire(wiring, end);
    }
    return wiring.node(new Activate(outputs(), activation), Join.SUM, 1, List.of(source, end));
  }
}
