package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A layer that scales and shifts, A = f(γ∘X + 1βᵀ) (Ioffe and Szegedy 2015, behind their
 * normalisation): each unit by itself, or of images each map, whose places share γ and β. Its
 * parameters are γ [units or maps], which start at 1, then β, which start at 0.
 *
 * <p>An element of Y is fma(γ_c, x, β_c), one rounding. Sums over places and examples are chains
 * over ascending (example, y, x), each of max(1, ⌊K_e/places⌋) examples, added left to right, with
 * K_e {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}.
 */
public final class Gain extends NodeLayer {
  static final String KIND = "gain";

  private final @Nullable ImageShape shape;
  private final Activation activation;

  /**
   * Creates a layer of units.
   *
   * @param units the number of inputs and outputs n, at least 1
   * @param activation f
   * @throws IllegalArgumentException if the size is less than 1 or there are more than 2³¹ − 1
   *     parameters
   */
  public Gain(int units, Activation activation) {
    size("units", units);
    this(units, null, activation);
  }

  /**
   * Creates a layer of maps.
   *
   * @param shape the shape of the images
   * @param activation f
   */
  public Gain(ImageShape shape, Activation activation) {
    Objects.requireNonNull(shape, "shape");
    this(shape.units(), shape, activation);
  }

  private Gain(int units, @Nullable ImageShape shape, Activation activation) {
    int gains = shape == null ? units : shape.channels();
    int places = units / gains;
    super(
        KIND,
        units,
        units,
        Block.constant("gain", 1, 1, gains).shared(places),
        Block.bias("bias", 1, gains).shared(places));
    this.shape = shape;
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  @Nullable ImageShape reads() {
    return shape;
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return shape == null ? arriving : shape;
  }

  @Override
  public LayerDescription describe() {
    LayerDescription description = LayerDescription.of(KIND);
    return (shape == null ? description.with("units", inputs()) : shape.into(description))
        .with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    Activation activation = from.activation("activation");
    return from.has("units")
        ? new Gain(from.integer("units"), activation)
        : new Gain(ImageShape.read(from), activation);
  }

  @Override
  String summary() {
    return (shape == null ? outputs() : shape) + " gain " + activation;
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new GainMap<>(site, this), activation);
  }

  /** Y = γ∘X + 1βᵀ, γ and then β in θ, row by row. */
  private static final class GainMap<A> extends LinearMap<A> {
    private final int n;
    private final int gains;
    private final int mostRows;
    private final MapChains<A> chains;

    /** γ and β of each unit, where maps share them. */
    private final A gainRow;

    private final A biasRow;

    /** One factor of a row's squares. */
    private final A row;

    /** X∘X, once it is asked for. */
    private A squares;

    GainMap(Site<A> site, Gain layer) {
      super(site, layer);
      this.n = outputs;
      this.gains = parameters / 2;
      this.chains = new MapChains<>(precision, algebra, n / gains, gains);
      this.gainRow = precision.newArray(n);
      this.biasRow = precision.newArray(n);
      this.row = precision.newArray(n);
      this.mostRows = site.rows();
    }

    @Override
    void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
      A y = to.array();
      repeat(theta, offset, gainRow);
      repeat(theta, offset + gains, biasRow);
      for (int p = 0; p < rows; p++) {
        int from = xOffset + p * n;
        int at = to.start() + p * n;
        if (biased && !to.adds()) {
          algebra.multiplyAdd(n, gainRow, 0, x, from, biasRow, 0, y, at);
          continue;
        }
        timesGain(x, from, to.adds(), y, at);
        if (biased) {
          algebra.add(n, y, at, biasRow, 0, y, at);
        }
      }
      to.written();
    }

    private void repeat(A theta, int from, A units) {
      precision.copy(theta, from, units, 0, gains);
      chains.repeat(units);
    }

    @Override
    void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
      repeat(theta, offset, gainRow);
      for (int p = 0; p < rows; p++) {
        int from = uOffset + p * n;
        int at = to.start() + p * n;
        if (squared) {
          algebra.multiply(n, gainRow, 0, u, from, row, 0);
          timesGain(row, 0, to.adds(), to.array(), at);
        } else {
          timesGain(u, from, to.adds(), to.array(), at);
        }
      }
      to.written();
    }

    /** γ∘x, or with {@code adds} fma(γ_j, x_j, y_j). */
    private void timesGain(A x, int from, boolean adds, A y, int at) {
      if (adds) {
        algebra.multiplyAdd(n, gainRow, 0, x, from, y, at, y, at);
      } else {
        algebra.multiply(n, gainRow, 0, x, from, y, at);
      }
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
      if (!squared) {
        chains.products(rows, x, xOffset, u, uOffset, accumulate, sum, at);
        return;
      }
      if (squares == null) {
        squares = precision.newArray(Math.multiplyExact(mostRows, n));
      }
      algebra.square(rows * n, x, xOffset, squares, 0);
      chains.products(rows, squares, 0, u, uOffset, accumulate, sum, at);
    }

    @Override
    void biasGradient(A u, int uOffset, int rows, A sum, int at) {
      chains.sums(rows, u, uOffset, sum, at + gains);
    }
  }
}
