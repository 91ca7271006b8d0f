package io.github.curvelane.nn;

import io.github.curvelane.Precision;

/**
 * A layer whose units are each the largest of some neighbouring inputs, y_j = max_k x_{jK+k} with K
 * pieces (Goodfellow et al. 2013, behind a dense layer with the identity); without parameters. Of
 * equal inputs the first counts, and the derivative is that of the input that counts alone: a
 * piecewise linear function, whose second derivatives are 0 where they exist.
 */
public final class Maxout extends NodeLayer {
  static final String KIND = "maxout";

  private final int pieces;

  /**
   * Creates a layer.
   *
   * @param units the number of outputs, at least 1
   * @param pieces K, the number of inputs of each, at least 1
   * @throws IllegalArgumentException if a number is less than 1, or there are more than 2³¹ − 1
   *     inputs
   */
  public Maxout(int units, int pieces) {
    size("units", units);
    size("pieces", pieces);
    if ((long) units * pieces > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a maxout layer of %d units of %d pieces has more than %d inputs"
              .formatted(units, pieces, Integer.MAX_VALUE));
    }
    super(KIND, units * pieces, units);
    this.pieces = pieces;
  }

  /**
   * Returns the number of pieces.
   *
   * @return K, the number of inputs of each unit
   */
  public int pieces() {
    return pieces;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND).with("units", outputs()).with("pieces", pieces);
  }

  static Layer read(LayerDescription from) {
    return new Maxout(from.integer("units"), from.integer("pieces"));
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new TransformPasses<>(site, new Selection<>(site, this));
  }

  /** J selects: it has a single 1 in each row, so it is its own square. */
  private static final class Selection<A> extends Transform<A> {
    private final Precision<A> precision;
    private final int pieces;

    /** The index of the input that each output is, from that of the first row's first. */
    private final int[] selected;

    Selection(Site<A> site, Maxout layer) {
      super(layer);
      this.precision = site.kernels().precision();
      this.pieces = layer.pieces;
      this.selected = new int[Math.multiplyExact(site.rows(), outputs)];
    }

    /** The first; replaced when x is larger, or NaN and what was found is not. */
    @Override
    void apply(Matrix<A> x, Matrix<A> y) {
      for (int j = 0; j < y.size(); j++) {
        int best = j * pieces;
        double most = precision.get(x.array(), x.offset() + best);
        for (int i = best + 1; i < (j + 1) * pieces; i++) {
          double value = precision.get(x.array(), x.offset() + i);
          if (value > most || (Double.isNaN(value) && !Double.isNaN(most))) {
            best = i;
            most = value;
          }
        }
        selected[j] = best;
        precision.set(y.array(), j, most);
      }
    }

    @Override
    void push(Matrix<A> tangentX, Matrix<A> tangentY, int from, int rows) {
      int first = tangentX.offset() + from * inputs;
      for (int j = 0; j < rows * outputs; j++) {
        double value = precision.get(tangentX.array(), first + selected[j]);
        precision.set(tangentY.array(), from * outputs + j, value);
      }
    }

    @Override
    void pull(Matrix<A> u, Matrix<A> back, int from, int rows) {
      int first = from * inputs;
      precision.fill(back.array(), first, first + rows * inputs, 0);
      for (int j = 0; j < rows * outputs; j++) {
        double value = precision.get(u.array(), from * outputs + j);
        precision.set(back.array(), first + selected[j], value);
      }
    }

    @Override
    void pullSquares(Matrix<A> h, Matrix<A> back) {
      pull(h, back, 0, h.rows());
    }
  }
}
