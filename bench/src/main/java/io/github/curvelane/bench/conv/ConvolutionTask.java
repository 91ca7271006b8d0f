package io.github.curvelane.bench.conv;

import io.github.curvelane.bench.step.Architecture;
import io.github.curvelane.bench.step.Networks;
import io.github.curvelane.bench.step.Stage;
import io.github.curvelane.kernel.ConvolutionShape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A convolution to compute, forward and back: stride 1, no bias, floats. Images have the order (y,
 * x, channel), weights (y, x, channel, map).
 *
 * @param image the shape of its images
 * @param stage its maps, windows and border
 * @param batch the number of images
 */
public record ConvolutionTask(Stage.Image image, Stage.Convolution stage, int batch) {
  private static final int CHECKED_ELEMENTS = 64;

  /** What is computed. */
  public enum Operation {
    /** The outputs. */
    FORWARD("forward"),
    /** The gradient by the images, of the outputs' gradient and the weights. */
    INPUT_GRADIENT("input gradient"),
    /** The gradient by the weights, of the outputs' gradient and the images. */
    WEIGHT_GRADIENT("weight gradient");

    private final String label;

    Operation(String label) {
      this.label = label;
    }

    /** Returns its name in tables. */
    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * Returns the convolutions of networks.
   *
   * @param networks the networks
   * @param batch the number of images
   * @return network by network, from input to output
   */
  public static List<ConvolutionTask> of(List<Architecture> networks, int batch) {
    return networks.stream()
        .flatMap(network -> network.layers().stream())
        .flatMap(
            layer ->
                layer.stage() instanceof Stage.Convolution stage
                    ? Stream.of(new ConvolutionTask(layer.from(), stage, batch))
                    : Stream.empty())
        .toList();
  }

  /**
   * Returns the sizes.
   *
   * @return this library's description of the convolution
   */
  public ConvolutionShape shape() {
    return Networks.shape(stage, image);
  }

  /**
   * Draws the images.
   *
   * @return one after another, uniform in (−1, 1), the same every time
   */
  public float[] drawImages() {
    return uniform(batch * shape().inputs(), 1);
  }

  /**
   * Draws the weights.
   *
   * @return uniform in (−1, 1), the same every time
   */
  public float[] drawWeights() {
    return uniform(shape().weights(), 2);
  }

  /**
   * Draws the gradient by the outputs.
   *
   * @return image after image, uniform in (−1, 1), the same every time
   */
  public float[] drawSignal() {
    return uniform(batch * shape().outputs(), 3);
  }

  private static float[] uniform(int length, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] array = new float[length];
    for (int i = 0; i < length; i++) {
      array[i] = (float) random.nextDouble(-1, 1);
    }
    return array;
  }

  /**
   * Returns the floating-point operations, for each of the three the same: with zeros of the border
   * included.
   *
   * @return two for each multiply-add
   */
  public double operations() {
    return 2 * batch * stage.multiplyAdds(image);
  }

  /**
   * Compares some elements of a result with sums in double precision.
   *
   * @param operation what was computed
   * @param result the result
   * @return the largest error over the bound n·u·Σ|terms| for n terms: at most about 1 when correct
   */
  public double error(Operation operation, float[] result) {
    return new ConvolutionCheck(this).error(operation, result, CHECKED_ELEMENTS);
  }

  /** Returns the sizes: {@code 32x32x3 to 32}. */
  @Override
  public String toString() {
    return String.format(
        "%dx%dx%d to %d", image.height(), image.width(), image.channels(), stage.maps());
  }
}
