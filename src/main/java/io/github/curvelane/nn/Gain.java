package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A layer that scales and shifts each unit by itself, A = f(γ∘X + 1βᵀ) (Ioffe and Szegedy 2015,
 * behind their normalisation): a dense layer whose weight matrix is diagonal. Its parameters are γ
 * [units], which start at 1, then β [units].
 *
 * <p>An element of Y is fma(γ_j, x_j, β_j), one rounding.
 */
public final class Gain extends NodeLayer {
  static final String KIND = "gain";

  private final Activation activation;

  /**
   * Creates a layer.
   *
   * @param units the number of inputs and outputs n, at least 1
   * @param activation f
   * @throws IllegalArgumentException if the size is less than 1 or there are more than 2³¹ − 1
   *     parameters
   */
  public Gain(int units, Activation activation) {
    size("units", units);
    super(KIND, units, units, Block.constant("gain", 1, 1, units), Block.bias("bias", 1, units));
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return arriving;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND).with("units", inputs()).with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    return new Gain(from.integer("units"), from.activation("activation"));
  }

  @Override
  String summary() {
    return outputs() + " gain " + activation;
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new GainMap<>(site, this), activation);
  }

  /** Y = γ∘X + 1βᵀ, γ and then β in θ, row by row. */
  private static final class GainMap<A> extends LinearMap<A> {
    private final int n;
    private final int biases;

    /** One factor of a row's squares. */
    private final A row;

    GainMap(Site<A> site, Gain layer) {
      super(site, layer);
      this.n = outputs;
      this.biases = offset + n;
      this.row = precision.newArray(n);
    }

    @Override
    void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
      A y = to.array();
      for (int p = 0; p < rows; p++) {
        int from = xOffset + p * n;
        int at = to.start() + p * n;
        if (biased && !to.adds()) {
          algebra.multiplyAdd(n, theta, offset, x, from, theta, biases, y, at);
          continue;
        }
        timesGain(theta, x, from, to.adds(), y, at);
        if (biased) {
          algebra.add(n, y, at, theta, biases, y, at);
        }
      }
      to.written();
    }

    @Override
    void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
      for (int p = 0; p < rows; p++) {
        int from = uOffset + p * n;
        int at = to.start() + p * n;
        if (squared) {
          algebra.multiply(n, theta, offset, u, from, row, 0);
          timesGain(theta, row, 0, to.adds(), to.array(), at);
        } else {
          timesGain(theta, u, from, to.adds(), to.array(), at);
        }
      }
      to.written();
    }

    /** γ∘x, or with {@code adds} fma(γ_j, x_j, y_j). */
    private void timesGain(A theta, A x, int from, boolean adds, A y, int at) {
      if (adds) {
        algebra.multiplyAdd(n, theta, offset, x, from, y, at, y, at);
      } else {
        algebra.multiply(n, theta, offset, x, from, y, at);
      }
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
      if (!accumulate) {
        precision.fill(sum, at, at + n, 0);
      }
      for (int p = 0; p < rows; p++) {
        int from = xOffset + p * n;
        int signal = uOffset + p * n;
        if (squared) {
          algebra.multiply(n, x, from, x, from, row, 0);
          algebra.multiplyAdd(n, row, 0, u, signal, sum, at, sum, at);
        } else {
          algebra.multiplyAdd(n, x, from, u, signal, sum, at, sum, at);
        }
      }
    }

    @Override
    void biasGradient(A u, int uOffset, int rows, A sum, int at) {
      algebra.columnSums(rows, n, u, uOffset, n, sum, at + n);
    }
  }
}
