package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.plain.PoolingSums;
import io.github.curvelane.kernel.plain.PoolingWindows;
import java.util.Objects;

/**
 * Trained subsampling (LeCun et al. 1998, [EB 5]): A = f(Y), Y = fma(g_c, s, b_c) with s the sum
 * over a window of map c, s = fl(s + x) from +0 over ascending (y, x), a gain g and a bias b a map.
 * The parameters are the gains [channels], which start at 1/√n with n elements in a window, then
 * the biases [channels].
 *
 * <p>What comes back to an element is fl(g_c·δ) of each window that has it, added from +0 over
 * ascending windows. ∂E/∂g is the chain fma(s, δ, ·), ∂E/∂b the sum of δ, both over ascending
 * (example, y, x); a chain covers max(1, ⌊K_e/windows⌋) examples, with K_e {@link
 * Arithmetic#EXAMPLE_CHUNK} and as many windows as a map has, and chains are added left to right.
 */
public final class Subsampling extends PoolingLayer {
  static final String KIND = "subsampling";

  private final Activation activation;

  /**
   * Creates a layer.
   *
   * @param image the shape of its input
   * @param window the windows, without padding
   * @param activation f
   * @throws IllegalArgumentException if a window is larger than the image, or has a padding
   */
  public Subsampling(ImageShape image, Window window, Activation activation) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(window, "window");
    ImageShape output = window.over(image, image.channels());
    int elements = window.elements();
    super(
        KIND,
        image,
        window,
        Block.constant("gain", 1 / Math.sqrt(elements), elements, image.channels())
            .shared(connections(output.places(), elements)),
        Block.bias("bias", elements, image.channels()).shared(output.places()));
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  /** Windows may overlap: the elements of all can be more than those of the image. */
  private static int connections(int places, int elements) {
    long connections = (long) places * elements;
    if (connections > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "window has %d elements at %d places, together %d, must be at most %d"
              .formatted(elements, places, connections, Integer.MAX_VALUE));
    }
    return (int) connections;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public LayerDescription describe() {
    return describe(KIND).with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    return new Subsampling(ImageShape.read(from), Window.read(from), from.activation("activation"));
  }

  @Override
  String summary() {
    return outputShape() + " subsampling " + window().summary() + " " + activation;
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new Sums<>(site, this), activation);
  }

  /** Y = g_c·s + b_c. */
  private static final class Sums<A> extends LinearMap<A> {
    private final PoolingWindows windows;
    private final int maps;
    private final PoolingSums<A> sums;
    private final MapChains<A> chains;
    private final RowTasks apply;
    private final RowTasks spread;

    /** g or its square, and b, for each output of an image. */
    private final A gains;

    private final A biases;

    /** The windows' sums. */
    private A s;

    private boolean biased;
    private A from;
    private int fromOffset;
    private A to;
    private int toOffset;
    private boolean adds;

    Sums(Site<A> site, Subsampling layer) {
      super(site, layer);
      this.windows = layer.windows();
      this.maps = layer.outputShape().channels();
      this.sums = PoolingSums.of(precision);
      this.chains = new MapChains<>(precision, algebra, layer.outputShape().places(), maps);
      this.gains = precision.newArray(outputs);
      this.biases = precision.newArray(outputs);
      this.apply = new RowTasks(site.parallelism(), inputs + outputs, this::apply);
      this.spread = new RowTasks(site.parallelism(), inputs + outputs, this::spread);
    }

    /** Repeats a number of each map for its outputs. */
    private void repeat(A theta, int first, A units) {
      precision.copy(theta, first, units, 0, maps);
      chains.repeat(units);
    }

    @Override
    void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
      this.biased = biased;
      repeat(theta, offset, gains);
      repeat(theta, offset + maps, biases);
      point(x, xOffset, to);
      takeSums(rows);
      apply.run(rows);
      to.written();
    }

    private void apply(int first, int end) {
      int n = outputs;
      sums.add(windows, end - first, 1, from, fromOffset + first * inputs, s, first * n);
      for (int p = first; p < end; p++) {
        int at = p * n;
        int y = toOffset + at;
        if (biased && !adds) {
          algebra.multiplyAdd(n, gains, 0, s, at, biases, 0, to, y);
          continue;
        }
        if (!adds) {
          precision.fill(to, y, y + n, 0);
        }
        algebra.multiplyAdd(n, gains, 0, s, at, to, y, to, y);
        if (biased) {
          algebra.add(n, to, y, biases, 0, to, y);
        }
      }
    }

    @Override
    void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
      repeat(theta, offset, gains);
      if (squared) {
        algebra.square(outputs, gains, 0, gains, 0);
      }
      point(u, uOffset, to);
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

    @Override
    int chainExamples() {
      return chains.examples();
    }

    @Override
    void weightGradient(
        A x,
        int xOffset,
        boolean squared,
        A u,
        int uOffset,
        int rows,
        boolean accumulate,
        A sum,
        int at) {
      takeSums(rows);
      sums.add(windows, rows, 1, x, xOffset, s, 0);
      if (squared) {
        algebra.square(rows * outputs, s, 0, s, 0);
      }
      chains.products(rows, s, 0, u, uOffset, accumulate, sum, at);
    }

    @Override
    void biasGradient(A u, int uOffset, int rows, A sum, int at) {
      chains.sums(rows, u, uOffset, sum, at + maps);
    }

    private void takeSums(int rows) {
      if (s == null || precision.length(s) < rows * outputs) {
        s = precision.newArray(Math.multiplyExact(rows, outputs));
      }
    }
  }
}
