package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.plain.MapSums;
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
    ImageShape output = window.over(image, image.channels());
    int elements = window.elements();
    super(
        KIND,
        image,
        window,
        Block.constant("gain", 1 / Math.sqrt(elements), elements, image.channels())
            .shared(Math.multiplyExact(output.places(), elements)),
        Block.bias("bias", elements, image.channels()).shared(output.places()));
    this.activation = Objects.requireNonNull(activation, "activation");
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
    private final int places;
    private final int biases;
    private final PoolingSums<A> sums;
    private final MapSums<A> shared;
    private final RowTasks apply;
    private final RowTasks spread;

    /** g or its square, for each output of an image. */
    private final A gains;

    /** A chain that is then added to those before. */
    private final A chain;

    /** The windows' sums. */
    private A s;

    private A theta;
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
      this.places = layer.outputShape().places();
      this.biases = offset + maps;
      this.sums = PoolingSums.of(precision);
      this.shared = MapSums.of(precision);
      this.gains = precision.newArray(outputs);
      this.chain = precision.newArray(maps);
      this.apply = new RowTasks(site.parallelism(), inputs + outputs, this::apply);
      this.spread = new RowTasks(site.parallelism(), inputs + outputs, this::spread);
    }

    @Override
    void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
      this.theta = theta;
      this.biased = biased;
      point(x, xOffset, to);
      takeSums(rows);
      apply.run(rows);
      to.written();
    }

    private void apply(int first, int end) {
      int n = (end - first) * places;
      int at = first * outputs;
      sums.add(windows, end - first, 1, from, fromOffset + first * inputs, s, at);
      if (biased && !adds) {
        shared.affine(n, maps, theta, offset, theta, biases, s, at, to, toOffset + at);
        return;
      }
      if (!adds) {
        precision.fill(to, toOffset + at, toOffset + end * outputs, 0);
      }
      shared.addTimesGain(n, maps, theta, offset, s, at, to, toOffset + at);
      if (biased) {
        shared.addBias(n, maps, theta, biases, to, toOffset + at);
      }
    }

    @Override
    void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
      for (int place = 0; place < places; place++) {
        precision.copy(theta, offset, gains, place * maps, maps);
      }
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
      if (!accumulate) {
        precision.fill(sum, at, at + maps, 0);
      }
      int examples = examplesPerChain(places);
      for (int p = 0; p < rows; p += examples) {
        int n = Math.min(examples, rows - p) * places;
        boolean goesOn = p == 0;
        if (!goesOn) {
          precision.fill(chain, 0, maps, 0);
        }
        A into = goesOn ? sum : chain;
        int start = goesOn ? at : 0;
        shared.products(n, maps, s, p * outputs, u, uOffset + p * outputs, into, start);
        if (!goesOn) {
          algebra.add(maps, sum, at, chain, 0, sum, at);
        }
      }
    }

    @Override
    void biasGradient(A u, int uOffset, int rows, A sum, int at) {
      int examples = examplesPerChain(places);
      precision.fill(sum, at + maps, at + 2 * maps, 0);
      for (int p = 0; p < rows; p += examples) {
        int n = Math.min(examples, rows - p) * places;
        precision.fill(chain, 0, maps, 0);
        shared.add(n, maps, u, uOffset + p * outputs, chain, 0);
        algebra.add(maps, sum, at + maps, chain, 0, sum, at + maps);
      }
    }

    private static int examplesPerChain(int places) {
      return Math.max(1, Arithmetic.EXAMPLE_CHUNK / places);
    }

    private void takeSums(int rows) {
      if (s == null || precision.length(s) < rows * outputs) {
        s = precision.newArray(Math.multiplyExact(rows, outputs));
      }
    }
  }
}
