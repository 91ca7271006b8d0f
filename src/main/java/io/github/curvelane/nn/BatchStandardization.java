package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.kernel.plain.InverseDeviations;
import io.github.curvelane.kernel.plain.NonNegative;
import org.jspecify.annotations.Nullable;

/**
 * What batch normalisation does before its gain: each unit or map less its mean over the batch, by
 * its deviation; the rows of a map are those of all examples and places.
 */
final class BatchStandardization extends NodeLayer {
  private static final String KIND = "batch-standardization";

  private final int maps;
  private final double epsilon;

  /** A standardisation of as many maps as an image has, or of units that are maps of one place. */
  BatchStandardization(int units, int maps, double epsilon) {
    super(KIND, units, units);
    this.maps = maps;
    this.epsilon = epsilon;
  }

  @Override
  int statistics() {
    return 2 * maps;
  }

  /** The number of places of a map. */
  int places() {
    return outputs() / maps;
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return arriving;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND)
        .with("units", outputs())
        .with("maps", maps)
        .with("epsilon", epsilon);
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new TransformPasses<>(site, new Standard<>(site, this));
  }

  /**
   * X̂. With n rows, m = fl(1/n), means fl(Σ·m) and sums in {@link MapChains}: J = r(I − 11ᵀ/n −
   * x̂x̂ᵀ/n) of each map, symmetric; t = Ju/r, and with k = mean(u x̂) the second derivative along
   * R{X} is −r²(q t + x̂ w) − r k R{X̂}, where q = mean(x̂ R{X}) and w = mean(t R{X}).
   */
  private static final class Standard<A> extends Transform<A> {
    private final Precision<A> precision;
    private final VectorAlgebra<A> algebra;
    private final MapChains<A> chains;
    private final InverseDeviations<A> inverseDeviations;
    private final NonNegative<A> nonNegative;
    private final int maps;
    private final int places;
    private final double epsilon;
    private final int mostRows;

    private final A mean;
    private final A variance;
    private final A inverse;

    /** 1/deviation of each unit. */
    private final A inverses;

    /** Sums over the rows of each map. */
    private final A sum;

    private final A products;
    private final A bends;

    /** Numbers of each map, repeated for its units. */
    private final A first;

    private final A second;
    private final A third;
    private final A fourth;

    /** X̂, which is the output. */
    private Matrix<A> hat;

    /** As many elements as a batch has, once they are needed. */
    private A scratch;

    private A others;

    Standard(Site<A> site, BatchStandardization layer) {
      super(layer);
      this.precision = site.kernels().precision();
      this.algebra = site.kernels().vectorAlgebra();
      this.maps = layer.maps;
      this.places = layer.places();
      this.epsilon = layer.epsilon;
      this.mostRows = site.rows();
      this.chains = new MapChains<>(precision, algebra, places, maps);
      this.inverseDeviations = InverseDeviations.of(precision);
      this.nonNegative = NonNegative.of(precision);
      this.mean = precision.newArray(maps);
      this.variance = precision.newArray(maps);
      this.inverse = precision.newArray(maps);
      this.inverses = precision.newArray(outputs);
      this.sum = precision.newArray(maps);
      this.products = precision.newArray(maps);
      this.bends = precision.newArray(maps);
      this.first = precision.newArray(outputs);
      this.second = precision.newArray(outputs);
      this.third = precision.newArray(outputs);
      this.fourth = precision.newArray(outputs);
    }

    /** fl(1/n). */
    private double share() {
      return precision.round(1.0 / ((double) hat.rows() * places));
    }

    /** Numbers of maps, times a factor, for the units of a row. */
    private void spread(A numbers, double factor, A units) {
      algebra.scale(maps, factor, numbers, 0, units, 0);
      chains.repeat(units);
    }

    @Override
    void apply(Matrix<A> x, Matrix<A> y) {
      hat = y;
      int rows = y.rows();
      double share = share();
      chains.sums(rows, x.array(), x.offset(), sum, 0);
      algebra.scale(maps, share, sum, 0, mean, 0);
      spread(mean, 1, first);
      A d = y.array();
      for (int at = 0; at < y.size(); at += outputs) {
        algebra.subtract(outputs, x.array(), x.offset() + at, first, 0, d, at);
      }
      chains.products(rows, d, 0, d, 0, false, sum, 0);
      algebra.scale(maps, share, sum, 0, variance, 0);
      inverseDeviations.run(maps, variance, epsilon, inverse);
      spread(inverse, 1, inverses);
      for (int at = 0; at < y.size(); at += outputs) {
        algebra.multiply(outputs, d, at, inverses, 0, d, at);
      }
    }

    @Override
    void copyStatistics(A to, int at) {
      precision.copy(mean, 0, to, at, maps);
      precision.copy(variance, 0, to, at + maps, maps);
    }

    @Override
    void push(Matrix<A> tangentX, Matrix<A> tangentY, int from, int rows) {
      multiply(tangentX.array(), tangentX.offset() + from * outputs, tangentY.array(), from);
    }

    @Override
    void pull(Matrix<A> u, Matrix<A> back, int from, int rows) {
      multiply(u.array(), u.offset() + from * outputs, back.array(), from);
    }

    /** J u. */
    private void multiply(A u, int uOffset, A result, int from) {
      int to = from * outputs;
      center(u, uOffset, result, to);
      for (int at = to; at < to + hat.size(); at += outputs) {
        algebra.multiply(outputs, result, at, inverses, 0, result, at);
      }
    }

    /** t = fma(−x̂, k, fl(u − ū)), with −k left in {@link #second}. */
    private void center(A u, int uOffset, A t, int to) {
      int rows = hat.rows();
      double share = share();
      chains.sums(rows, u, uOffset, sum, 0);
      spread(sum, share, first);
      chains.products(rows, hat.array(), 0, u, uOffset, false, sum, 0);
      spread(sum, -share, second);
      for (int at = 0; at < hat.size(); at += outputs) {
        algebra.subtract(outputs, u, uOffset + at, first, 0, t, to + at);
        algebra.multiplyAdd(outputs, hat.array(), at, second, 0, t, to + at, t, to + at);
      }
    }

    /**
     * h(1 − 2(1 + x̂²)/n) + (Σh + 2x̂ Σhx̂ + x̂² Σhx̂²)/n², times r²; what rounding leaves below 0
     * in a sum of squares is 0.
     */
    @Override
    void pullSquares(Matrix<A> h, Matrix<A> back) {
      int rows = h.rows();
      double share = share();
      double square = share * share;
      A squares = scratch();
      algebra.square(hat.size(), hat.array(), 0, squares, 0);
      chains.sums(rows, h.array(), 0, sum, 0);
      spread(sum, square, first);
      chains.products(rows, hat.array(), 0, h.array(), 0, false, sum, 0);
      spread(sum, 2 * square, second);
      chains.products(rows, squares, 0, h.array(), 0, false, sum, 0);
      spread(sum, square, third);
      A own = others();
      precision.fill(own, 0, hat.size(), 1 - 2 * share);
      algebra.axpy(hat.size(), -2 * share, squares, 0, own, 0);
      algebra.multiply(hat.size(), own, 0, h.array(), 0, own, 0);
      A to = back.array();
      for (int at = 0; at < hat.size(); at += outputs) {
        algebra.multiplyAdd(outputs, hat.array(), at, second, 0, first, 0, to, at);
        algebra.multiplyAdd(outputs, squares, at, third, 0, to, at, to, at);
        algebra.add(outputs, to, at, own, at, to, at);
        algebra.multiply(outputs, to, at, inverses, 0, to, at);
        algebra.multiply(outputs, to, at, inverses, 0, to, at);
      }
      nonNegative.run(hat.size(), h.array(), to);
    }

    /** −r²(q t + x̂(w − k q) + k(R{X} − mean R{X})), each factor rounded once. */
    @Override
    void addBend(Matrix<A> delta, Matrix<A> tangentX, Matrix<A> back, int from, int rows) {
      A t = scratch();
      center(delta.array(), 0, t, 0);
      A v = tangentX.array();
      int start = tangentX.offset() + from * outputs;
      double share = share();
      chains.sums(rows, v, start, sum, 0);
      chains.products(rows, hat.array(), 0, v, start, false, products, 0);
      chains.products(rows, t, 0, v, start, false, bends, 0);
      for (int c = 0; c < maps; c++) {
        double square = -square(c);
        double k = -precision.get(second, c);
        double q = precision.get(products, c) * share;
        double w = precision.get(bends, c) * share;
        precision.set(first, c, -square * k * precision.get(sum, c) * share);
        precision.set(second, c, square * q);
        precision.set(third, c, square * (w - k * q));
        precision.set(fourth, c, square * k);
      }
      chains.repeat(first);
      chains.repeat(second);
      chains.repeat(third);
      chains.repeat(fourth);
      A to = back.array();
      int end = hat.size();
      for (int at = 0, b = from * outputs; at < end; at += outputs, b += outputs) {
        algebra.add(outputs, to, b, first, 0, to, b);
        algebra.multiplyAdd(outputs, t, at, second, 0, to, b, to, b);
        algebra.multiplyAdd(outputs, hat.array(), at, third, 0, to, b, to, b);
        algebra.multiplyAdd(outputs, v, start + at, fourth, 0, to, b, to, b);
      }
    }

    /** r². */
    private double square(int map) {
      double r = precision.get(inverse, map);
      return r * r;
    }

    /** −r²(2 t x̂/n + k(1 − 1/n) − k x̂²/n), each factor rounded once. */
    @Override
    void addBendDiagonal(Matrix<A> delta, Matrix<A> back) {
      A t = scratch();
      center(delta.array(), 0, t, 0);
      double share = share();
      for (int c = 0; c < maps; c++) {
        double square = square(c);
        double k = -precision.get(second, c);
        precision.set(first, c, -square * k * (1 - share));
        precision.set(second, c, square * k * share);
        precision.set(third, c, -2 * square * share);
      }
      chains.repeat(first);
      chains.repeat(second);
      chains.repeat(third);
      A x = hat.array();
      A to = back.array();
      for (int at = 0; at < hat.size(); at += outputs) {
        algebra.add(outputs, to, at, first, 0, to, at);
        algebra.multiply(outputs, t, at, third, 0, t, at);
        algebra.multiplyAdd(outputs, x, at, second, 0, t, at, t, at);
        algebra.multiplyAdd(outputs, t, at, x, at, to, at, to, at);
      }
    }

    private A scratch() {
      if (scratch == null) {
        scratch = precision.newArray(Math.multiplyExact(mostRows, outputs));
      }
      return scratch;
    }

    private A others() {
      if (others == null) {
        others = precision.newArray(Math.multiplyExact(mostRows, outputs));
      }
      return others;
    }
  }
}
