package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.plain.PoolingMaxima;
import io.github.curvelane.kernel.plain.PoolingWindows;
import java.util.Objects;

/**
 * A layer whose units are the largest elements of windows of a map, which may overlap; without
 * parameters. Elements are looked at in ascending (y, x): of equal ones the first counts, and a NaN
 * counts for more than any number. The derivative is that of the element that counts alone: a
 * piecewise linear function, whose second derivatives are 0 where they exist. What comes back to an
 * element is added from +0 over ascending windows.
 */
public final class MaxPooling extends PoolingLayer {
  static final String KIND = "max-pooling";

  /**
   * Creates a layer.
   *
   * @param image the shape of its input
   * @param window the windows, without padding
   * @throws IllegalArgumentException if a window is larger than the image, or has a padding
   */
  public MaxPooling(ImageShape image, Window window) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(window, "window");
    super(KIND, image, window);
  }

  @Override
  public LayerDescription describe() {
    return describe(KIND);
  }

  static Layer read(LayerDescription from) {
    return new MaxPooling(ImageShape.read(from), Window.read(from));
  }

  @Override
  String summary() {
    return outputShape() + " max " + window().summary();
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new TransformPasses<>(site, new Selection<>(site, this));
  }

  /** J selects: it has a single 1 in each row, so it is its own square. */
  private static final class Selection<A> extends Transform<A> {
    private final Precision<A> precision;
    private final PoolingWindows windows;
    private final PoolingMaxima<A> maxima;
    private final RowTasks find;
    private final RowTasks gather;
    private final RowTasks scatter;

    /** Where in its image each output stands. */
    private final int[] selected;

    private Matrix<A> from;
    private Matrix<A> to;
    private int firstRow;

    Selection(Site<A> site, MaxPooling layer) {
      super(layer);
      this.precision = site.kernels().precision();
      this.windows = layer.windows();
      this.maxima = PoolingMaxima.of(precision);
      this.selected = new int[Math.multiplyExact(site.rows(), outputs)];
      this.find = new RowTasks(site.parallelism(), inputs, this::find);
      this.gather = new RowTasks(site.parallelism(), outputs, this::gather);
      this.scatter = new RowTasks(site.parallelism(), inputs, this::scatter);
    }

    @Override
    void apply(Matrix<A> x, Matrix<A> y) {
      point(x, y, 0);
      find.run(x.rows());
    }

    private void find(int first, int end) {
      int at = from.offset() + first * inputs;
      maxima.find(windows, end - first, from.array(), at, to.array(), first * outputs, selected);
    }

    @Override
    void push(Matrix<A> tangentX, Matrix<A> tangentY, int from, int rows) {
      point(tangentX, tangentY, from);
      gather.run(rows);
    }

    private void gather(int first, int end) {
      int kept = first * outputs;
      int at = from.offset() + (firstRow + first) * inputs;
      int result = (firstRow + first) * outputs;
      maxima.gather(windows, end - first, selected, kept, from.array(), at, to.array(), result);
    }

    @Override
    void pull(Matrix<A> u, Matrix<A> back, int from, int rows) {
      point(u, back, from);
      scatter.run(rows);
    }

    private void scatter(int first, int end) {
      int kept = first * outputs;
      int at = (firstRow + first) * outputs;
      int result = (firstRow + first) * inputs;
      precision.fill(to.array(), result, (firstRow + end) * inputs, 0);
      maxima.scatter(windows, end - first, selected, kept, from.array(), at, to.array(), result);
    }

    @Override
    void pullSquares(Matrix<A> h, Matrix<A> back) {
      pull(h, back, 0, h.rows());
    }

    private void point(Matrix<A> from, Matrix<A> to, int firstRow) {
      this.from = from;
      this.to = to;
      this.firstRow = firstRow;
    }
  }
}
