package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.plain.PoolingSums;
import io.github.curvelane.kernel.plain.PoolingWindows;
import java.util.Objects;

/**
 * A layer whose units are the means of windows of a map, y = fl(s·fl(1/n)) with s the sum over the
 * window's n elements, s = fl(s + x) from +0 over ascending (y, x); without parameters. What comes
 * back to an element is fl(fl(1/n)·δ) of each window that has it, added from +0 over ascending
 * windows.
 */
public final class AveragePooling extends PoolingLayer {
  static final String KIND = "average-pooling";

  /**
   * Creates a layer.
   *
   * @param image the shape of its input
   * @param window the windows, without padding
   * @throws IllegalArgumentException if a window is larger than the image, or has a padding
   */
  public AveragePooling(ImageShape image, Window window) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(window, "window");
    super(KIND, image, window);
  }

  /**
   * Creates a layer of the means of whole maps.
   *
   * @param image the shape of its input
   * @return the layer, which writes images of 1 x 1
   */
  public static AveragePooling global(ImageShape image) {
    Objects.requireNonNull(image, "image");
    return new AveragePooling(image, Window.of(image.height(), image.width()));
  }

  @Override
  public LayerDescription describe() {
    return describe(KIND);
  }

  static Layer read(LayerDescription from) {
    return new AveragePooling(ImageShape.read(from), Window.read(from));
  }

  @Override
  String summary() {
    return outputShape() + " average " + window().summary();
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new Means<>(site, this), Activation.identity());
  }

  /** Y = (1/n) Σ over windows. */
  private static final class Means<A> extends FixedMap<A> {
    private final PoolingWindows windows;
    private final PoolingSums<A> sums;
    private final double share;
    private final RowTasks average;
    private final RowTasks spread;

    /** fl(1/n), or its square, for each output of an image. */
    private final A gains;

    /** Means on their way to where others stand. */
    private A scratch;

    private A from;
    private int fromOffset;
    private A to;
    private int toOffset;
    private boolean adds;

    Means(Site<A> site, AveragePooling layer) {
      super(site, layer);
      this.windows = layer.windows();
      this.sums = PoolingSums.of(precision);
      this.share = precision.round(1.0 / layer.window().elements());
      this.gains = precision.newArray(outputs);
      int elements = inputs + outputs;
      this.average = new RowTasks(site.parallelism(), elements, this::average);
      this.spread = new RowTasks(site.parallelism(), elements, this::spread);
    }

    @Override
    void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
      point(x, xOffset, to);
      if (adds) {
        this.to = scratch(rows);
        this.toOffset = 0;
        average.run(rows);
        to.put(this.to, 0);
      } else {
        average.run(rows);
        to.written();
      }
    }

    private A scratch(int rows) {
      if (scratch == null || precision.length(scratch) < rows * outputs) {
        scratch = precision.newArray(Math.multiplyExact(rows, outputs));
      }
      return scratch;
    }

    private void average(int first, int end) {
      int at = toOffset + first * outputs;
      sums.add(windows, end - first, share, from, fromOffset + first * inputs, to, at);
    }

    @Override
    void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
      point(u, uOffset, to);
      double gain = squared ? precision.round(share * share) : share;
      precision.fill(gains, 0, precision.length(gains), gain);
      spread.run(rows);
      to.written();
    }

    private void spread(int first, int end) {
      int at = toOffset + first * inputs;
      sums.spread(windows, end - first, gains, from, fromOffset + first * outputs, adds, to, at);
    }

    private void point(A from, int fromOffset, Destination<A> to) {
      this.from = from;
      this.fromOffset = fromOffset;
      this.to = to.array();
      this.toOffset = to.start();
      this.adds = to.adds();
    }
  }
}
