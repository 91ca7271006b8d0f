package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Functions;
import io.github.curvelane.kernel.Kernels;

/**
 * A layer that turns each row into probabilities, p_i = e^{x_i} / Σ_j e^{x_j}; without parameters.
 * For gates and mixtures inside a network. At the output use {@link Loss#softmaxCrossEntropy} on
 * logits, which keeps its accuracy where a class is sure.
 *
 * <p>p is computed in double precision from x less the row's maximum, with the library's own
 * exponential and a sum over ascending i, and rounded once.
 */
public final class Softmax extends NodeLayer {
  static final String KIND = "softmax";

  /**
   * Creates a layer.
   *
   * @param units the number of inputs and outputs, at least 1
   * @throws IllegalArgumentException if the size is less than 1
   */
  public Softmax(int units) {
    super(KIND, size("units", units), units);
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND).with("units", inputs());
  }

  static Layer read(LayerDescription from) {
    return new Softmax(from.integer("units"));
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new TransformPasses<>(site, new Probabilities<>(site, this));
  }

  /**
   * J = diag p − p pᵀ, which is its own transpose. With a = p∘(δ − δ·p), Σ_j δ_j ∇²p_j = diag a − a
   * pᵀ − p aᵀ, and a pᵀ + p aᵀ = ½((a+p)(a+p)ᵀ − (a−p)(a−p)ᵀ): units + 2 columns.
   */
  private static final class Probabilities<A> extends Transform<A> {
    private static final double ROOT_HALF = Math.sqrt(0.5);

    private final Precision<A> precision;
    private final Functions<double[]> functions;
    private final double[] p;
    private final double[] a;

    Probabilities(Site<A> site, Softmax layer) {
      super(layer);
      this.precision = site.kernels().precision();
      this.functions = Kernels.of(Precision.DOUBLE).functions();
      this.p = new double[Math.multiplyExact(site.rows(), inputs)];
      this.a = new double[inputs];
    }

    @Override
    void apply(Matrix<A> x, Matrix<A> y) {
      int n = x.size();
      for (int row = 0; row < n; row += inputs) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = row; i < row + inputs; i++) {
          p[i] = precision.get(x.array(), x.offset() + i);
          most = Math.max(most, p[i]);
        }
        for (int i = row; i < row + inputs; i++) {
          p[i] -= most;
        }
      }
      functions.exp(n, p, 0, p, 0);
      for (int row = 0; row < n; row += inputs) {
        double sum = 0;
        for (int i = row; i < row + inputs; i++) {
          sum += p[i];
        }
        for (int i = row; i < row + inputs; i++) {
          p[i] /= sum;
          precision.set(y.array(), i, p[i]);
        }
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

    /** J u = p∘(u − u·p). */
    private void multiply(Matrix<A> u, Matrix<A> result, int from, int rows) {
      for (int row = 0; row < rows * inputs; row += inputs) {
        int at = from * inputs + row;
        double mean = mean(u, at, row);
        for (int i = 0; i < inputs; i++) {
          double value = p[row + i] * (get(u, at + i) - mean);
          precision.set(result.array(), at + i, value);
        }
      }
    }

    /** u·p. */
    private double mean(Matrix<A> u, int at, int row) {
      double sum = 0;
      for (int i = 0; i < inputs; i++) {
        sum = Math.fma(get(u, at + i), p[row + i], sum);
      }
      return sum;
    }

    private double get(Matrix<A> matrix, int at) {
      return precision.get(matrix.array(), matrix.offset() + at);
    }

    /** (J∘J)ᵀh: p_i²h_i(1 − 2p_i) + p_i² Σ_j p_j²h_j. */
    @Override
    void pullSquares(Matrix<A> h, Matrix<A> back) {
      for (int row = 0; row < h.size(); row += inputs) {
        double all = 0;
        for (int i = row; i < row + inputs; i++) {
          all = Math.fma(p[i] * p[i], get(h, i), all);
        }
        for (int i = row; i < row + inputs; i++) {
          double own = get(h, i) * (1 - 2 * p[i]);
          precision.set(back.array(), i, p[i] * p[i] * (own + all));
        }
      }
    }

    /** a = p∘(δ − δ·p) of a row. */
    private void bend(Matrix<A> delta, int row) {
      double mean = mean(delta, row, row);
      for (int i = 0; i < inputs; i++) {
        a[i] = p[row + i] * (get(delta, row + i) - mean);
      }
    }

    @Override
    void addBend(Matrix<A> delta, Matrix<A> tangentX, Matrix<A> back, int from, int rows) {
      for (int row = 0; row < rows * inputs; row += inputs) {
        bend(delta, row);
        int at = from * inputs + row;
        double pr = 0;
        double ar = 0;
        for (int i = 0; i < inputs; i++) {
          pr = Math.fma(p[row + i], get(tangentX, at + i), pr);
          ar = Math.fma(a[i], get(tangentX, at + i), ar);
        }
        for (int i = 0; i < inputs; i++) {
          double bent = a[i] * (get(tangentX, at + i) - pr) - p[row + i] * ar;
          add(back, at + i, bent);
        }
      }
    }

    @Override
    void addBendDiagonal(Matrix<A> delta, Matrix<A> back) {
      for (int row = 0; row < delta.size(); row += inputs) {
        bend(delta, row);
        for (int i = 0; i < inputs; i++) {
          add(back, row + i, a[i] * (1 - 2 * p[row + i]));
        }
      }
    }

    private void add(Matrix<A> matrix, int at, double value) {
      precision.set(matrix.array(), at, precision.get(matrix.array(), at) + value);
    }

    @Override
    int residualColumns() {
      return inputs + 2;
    }

    /**
     * √|a_i| with the sign of a_i in column i, then √½(a − p) with plus and √½(a + p) with minus.
     */
    @Override
    boolean residualColumn(int column, A signs, Matrix<A> delta, Matrix<A> back) {
      precision.fill(back.array(), 0, back.size(), 0);
      double sign = column == inputs ? 1 : -1;
      boolean any = false;
      for (int row = 0; row < delta.size(); row += inputs) {
        bend(delta, row);
        if (column >= inputs) {
          for (int i = 0; i < inputs; i++) {
            precision.set(back.array(), row + i, ROOT_HALF * (a[i] - sign * p[row + i]));
          }
          precision.set(signs, row / inputs, sign);
          any = true;
        } else {
          precision.set(back.array(), row + column, Math.sqrt(Math.abs(a[column])));
          precision.set(signs, row / inputs, a[column] < 0 ? -1 : 1);
          any |= a[column] != 0;
        }
      }
      return any;
    }
  }
}
