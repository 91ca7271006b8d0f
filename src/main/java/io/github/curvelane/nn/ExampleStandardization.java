package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.kernel.plain.NonNegative;
import org.jspecify.annotations.Nullable;

/**
 * What layer normalisation does before its gain: the units of each example less their mean, by
 * their deviation.
 */
final class ExampleStandardization extends NodeLayer {
  private static final String KIND = "example-standardization";

  private final double epsilon;

  ExampleStandardization(int units, double epsilon) {
    super(KIND, units, units);
    this.epsilon = epsilon;
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return arriving;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND).with("units", outputs()).with("epsilon", epsilon);
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new TransformPasses<>(site, new Standard<>(site, this));
  }

  /**
   * X̂. With n units, m = fl(1/n), means fl(Σ·m) and sums over a row by {@link Reductions}: J = r(I
   * − 11ᵀ/n − x̂x̂ᵀ/n) of each row, symmetric; with t = Jδ/r and k = mean(δ x̂), Σ_j δ_j ∇²x̂_j =
   * −r²((t x̂ᵀ + x̂ tᵀ)/n + k(I − 11ᵀ/n − x̂x̂ᵀ/n)): units + 4 columns, as t x̂ᵀ + x̂ tᵀ = ½((ct +
   * x̂/c)(ct + x̂/c)ᵀ − (ct − x̂/c)(ct − x̂/c)ᵀ).
   */
  private static final class Standard<A> extends Transform<A> {
    private final Precision<A> precision;
    private final VectorAlgebra<A> algebra;
    private final Reductions<A> reductions;
    private final NonNegative<A> nonNegative;
    private final int n;
    private final double share;
    private final double epsilon;
    private final A ones;

    /** 1/deviation of each row. */
    private final A inverses;

    private final A t;
    private final A squares;

    /** X̂, which is the output. */
    private Matrix<A> hat;

    Standard(Site<A> site, ExampleStandardization layer) {
      super(layer);
      this.precision = site.kernels().precision();
      this.algebra = site.kernels().vectorAlgebra();
      this.reductions = site.kernels().newReductions();
      this.nonNegative = NonNegative.of(precision);
      this.n = outputs;
      this.share = precision.round(1.0 / n);
      this.epsilon = precision.round(layer.epsilon);
      this.ones = precision.newArray(n);
      precision.fill(ones, 0, n, 1);
      this.inverses = precision.newArray(site.rows());
      this.t = precision.newArray(n);
      this.squares = precision.newArray(n);
    }

    private double mean(double sum) {
      return precision.round(sum * share);
    }

    @Override
    void apply(Matrix<A> x, Matrix<A> y) {
      hat = y;
      A d = y.array();
      for (int p = 0; p < y.rows(); p++) {
        int at = p * n;
        int from = x.offset() + at;
        double mean = mean(reductions.sum(n, x.array(), from));
        algebra.addScaled(n, x.array(), from, -mean, ones, 0, d, at);
        double variance = mean(reductions.sumOfSquares(n, d, at));
        double deviation = precision.round(Math.sqrt(precision.round(variance + epsilon)));
        precision.set(inverses, p, 1 / deviation);
        algebra.scale(n, precision.get(inverses, p), d, at, d, at);
      }
    }

    @Override
    void push(Matrix<A> tangentX, Matrix<A> tangentY, int from, int rows) {
      multiply(tangentX, tangentY, from, rows);
    }

    @Override
    void pull(Matrix<A> u, Matrix<A> back, int from, int rows) {
      multiply(u, back, from, rows);
    }

    /** J u. */
    private void multiply(Matrix<A> u, Matrix<A> result, int from, int rows) {
      for (int p = 0; p < rows; p++) {
        int at = (from + p) * n;
        center(p, u.array(), u.offset() + at, result.array(), at);
        double r = precision.get(inverses, p);
        algebra.scale(n, r, result.array(), at, result.array(), at);
      }
    }

    /** t = fma(−k, x̂, fl(u − ū)) of a row; returns k. */
    private double center(int row, A u, int uOffset, A t, int at) {
      A x = hat.array();
      double mean = mean(reductions.sum(n, u, uOffset));
      double k = mean(reductions.dot(n, u, uOffset, x, row * n));
      algebra.addScaled(n, u, uOffset, -mean, ones, 0, t, at);
      algebra.axpy(n, -k, x, row * n, t, at);
      return k;
    }

    /**
     * h(1 − 2(1 + x̂²)/n) + (Σh + 2x̂ Σhx̂ + x̂² Σhx̂²)/n², times r; times r; 0 for what rounding
     * leaves below it where no h is.
     */
    @Override
    void pullSquares(Matrix<A> h, Matrix<A> back) {
      double square = share * share;
      A to = back.array();
      for (int p = 0; p < h.rows(); p++) {
        int at = p * n;
        A x = hat.array();
        algebra.square(n, x, at, squares, 0);
        double sum = reductions.sum(n, h.array(), at);
        double first = reductions.dot(n, h.array(), at, x, at);
        double second = reductions.dot(n, h.array(), at, squares, 0);
        precision.fill(t, 0, n, 1 - 2 * share);
        algebra.axpy(n, -2 * share, squares, 0, t, 0);
        algebra.multiply(n, t, 0, h.array(), at, t, 0);
        algebra.axpy(n, square * sum, ones, 0, t, 0);
        algebra.axpy(n, 2 * square * first, x, at, t, 0);
        algebra.axpy(n, square * second, squares, 0, t, 0);
        double r = precision.get(inverses, p);
        algebra.scale(n, r, t, 0, t, 0);
        algebra.scale(n, r, t, 0, to, at);
      }
      nonNegative.run(h.size(), h.array(), to);
    }

    /** −r²(q t + x̂(w − k q) + k(R{X} − mean R{X})), each factor rounded once. */
    @Override
    void addBend(Matrix<A> delta, Matrix<A> tangentX, Matrix<A> back, int from, int rows) {
      A v = tangentX.array();
      A to = back.array();
      for (int p = 0; p < rows; p++) {
        double k = center(p, delta.array(), p * n, t, 0);
        int at = (from + p) * n;
        int start = tangentX.offset() + at;
        A x = hat.array();
        double mean = mean(reductions.sum(n, v, start));
        double q = mean(reductions.dot(n, v, start, x, p * n));
        double w = mean(reductions.dot(n, v, start, t, 0));
        double square = -square(p);
        algebra.axpy(n, -square * k * mean, ones, 0, to, at);
        algebra.axpy(n, square * q, t, 0, to, at);
        algebra.axpy(n, square * (w - k * q), x, p * n, to, at);
        algebra.axpy(n, square * k, v, start, to, at);
      }
    }

    /** r². */
    private double square(int row) {
      double r = precision.get(inverses, row);
      return r * r;
    }

    /** −r²(2 t x̂/n + k(1 − 1/n) − k x̂²/n), each factor rounded once. */
    @Override
    void addBendDiagonal(Matrix<A> delta, Matrix<A> back) {
      A to = back.array();
      for (int p = 0; p < delta.rows(); p++) {
        int at = p * n;
        A x = hat.array();
        double k = center(p, delta.array(), at, t, 0);
        double square = square(p);
        algebra.axpy(n, -square * k * (1 - share), ones, 0, to, at);
        algebra.scale(n, -2 * square * share, t, 0, t, 0);
        algebra.axpy(n, square * k * share, x, at, t, 0);
        algebra.multiplyAdd(n, t, 0, x, at, to, at, to, at);
      }
    }

    @Override
    int residualColumns() {
      return n + 4;
    }

    /** The columns of I, then those of 1, x̂ and of the two sums. */
    @Override
    boolean residualColumn(int column, A signs, Matrix<A> delta, Matrix<A> back) {
      precision.fill(back.array(), 0, back.size(), 0);
      for (int p = 0; p < delta.rows(); p++) {
        double k = center(p, delta.array(), p * n, t, 0);
        precision.set(signs, p, sign(column, k));
        writeColumn(column, p, k, back.array());
      }
      return true;
    }

    private double sign(int column, double k) {
      if (column >= n + 2) {
        return column == n + 2 ? -1 : 1;
      }
      boolean minus = column < n;
      return k < 0 == minus ? 1 : -1;
    }

    /** Of the sums, c makes both terms of one length. */
    private void writeColumn(int column, int row, double k, A to) {
      int at = row * n;
      double r = precision.get(inverses, row);
      double root = Math.sqrt(Math.abs(k));
      if (column < n) {
        precision.set(to, at + column, r * root);
      } else if (column < n + 2) {
        A factor = column == n ? ones : hat.array();
        algebra.scale(n, r * root * Math.sqrt(share), factor, column == n ? 0 : at, to, at);
      } else {
        double ofX = reductions.norm2(n, hat.array(), at);
        double ofT = reductions.norm2(n, t, 0);
        if (ofX == 0 || ofT == 0) {
          return;
        }
        double c = Math.sqrt(ofX / ofT);
        double scale = r * Math.sqrt(share / 2);
        double sign = column == n + 2 ? 1 : -1;
        algebra.scale(n, scale * c, t, 0, to, at);
        algebra.axpy(n, sign * scale / c, hat.array(), at, to, at);
      }
    }
  }
}
