package io.github.curvelane.bench.step;

import io.github.curvelane.bench.step.Stage.AveragePooling;
import io.github.curvelane.bench.step.Stage.Convolution;
import io.github.curvelane.bench.step.Stage.Dense;
import io.github.curvelane.bench.step.Stage.Image;
import io.github.curvelane.bench.step.Stage.MaxPooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A network in terms that every library has: layers one behind the other, of which the last is
 * dense and gives logits.
 *
 * @param name what it is called in tables
 * @param inputs the shape of its inputs
 * @param stages its layers
 * @param hidden the activation of all layers but the last
 */
public record Architecture(String name, Image inputs, List<Stage> stages, Hidden hidden) {
  /** LeNet with averages in place of trained subsampling. */
  public static final Architecture LENET =
      new Architecture(
          "lenet",
          new Image(28, 28, 1),
          List.of(
              new Convolution(6, 5, 0),
              new AveragePooling(2),
              new Convolution(16, 5, 0),
              new AveragePooling(2),
              new Dense(120),
              new Dense(84),
              new Dense(10)),
          Hidden.TANH);

  /** A small network of the VGG kind: pairs of convolutions of 3×3, rectified. */
  public static final Architecture VGG =
      new Architecture(
          "vgg",
          new Image(32, 32, 3),
          List.of(
              new Convolution(32, 3, 1),
              new Convolution(32, 3, 1),
              new MaxPooling(2),
              new Convolution(64, 3, 1),
              new Convolution(64, 3, 1),
              new MaxPooling(2),
              new Dense(128),
              new Dense(10)),
          Hidden.RELU);

  /** An activation. */
  public enum Hidden {
    /** The hyperbolic tangent. */
    TANH,
    /** max(0, x). */
    RELU
  }

  /**
   * A layer in its place.
   *
   * @param stage the layer
   * @param from the shape of what it reads
   * @param isLast whether it gives the logits
   */
  public record Placed(Stage stage, Image from, boolean isLast) {
    /**
     * Returns the shape of what it writes.
     *
     * @return that shape
     */
    public Image to() {
      return stage.over(from);
    }

    /**
     * Returns its multiply-adds with weights.
     *
     * @return those of one example, forward
     */
    public double multiplyAdds() {
      return stage.multiplyAdds(from);
    }
  }

  /**
   * Describes dense layers with tanh between them.
   *
   * @param sizes the number of inputs, of each hidden layer's units, and of classes
   * @return the network, called by its sizes in the usual notation: {@code 784-300-10}
   */
  public static Architecture dense(List<Integer> sizes) {
    return new Architecture(
        sizes.stream().map(String::valueOf).collect(Collectors.joining("-")),
        new Image(1, 1, sizes.getFirst()),
        sizes.stream().skip(1).<Stage>map(Dense::new).toList(),
        Hidden.TANH);
  }

  /**
   * Tells whether all layers are dense.
   *
   * @return whether its inputs are no images
   */
  public boolean isDense() {
    return stages.getFirst() instanceof Dense;
  }

  /**
   * Returns the layers in their places.
   *
   * @return from input to output
   */
  public List<Placed> layers() {
    List<Placed> layers = new ArrayList<>();
    Image image = inputs;
    for (Stage stage : stages) {
      layers.add(new Placed(stage, image, layers.size() == stages.size() - 1));
      image = stage.over(image);
    }
    return layers;
  }

  /**
   * Returns the multiply-adds with weights of a computation that takes the forward pass's several
   * times.
   *
   * @param first how many times in the first layer, beyond which nothing goes back
   * @param inner how many times in every other
   * @return those of one example
   */
  public double multiplyAdds(int first, int inner) {
    List<Placed> layers = layers();
    double sum = first * layers.getFirst().multiplyAdds();
    for (Placed layer : layers.subList(1, layers.size())) {
      sum += inner * layer.multiplyAdds();
    }
    return sum;
  }

  /** Returns the name, and for images the layers. */
  @Override
  public String toString() {
    if (isDense()) {
      return name;
    }
    return String.format(
        "%s: %dx%dx%d-%s, %s",
        name,
        inputs.channels(),
        inputs.height(),
        inputs.width(),
        stages.stream().map(Stage::toString).collect(Collectors.joining("-")),
        hidden.toString().toLowerCase(Locale.ROOT));
  }
}
