package io.github.curvelane.bench.problems;

/** NIST's models that are quotients of polynomials. */
final class NistRationals {
  private NistRationals() {}

  /**
   * A polynomial over one with the constant term 1, degree d both: b₁ … b_{d+1} above, then below.
   */
  static final class Quotient extends NistCurve {
    private final int degree;

    Quotient(int degree, double[] x, double[] y) {
      super(2 * degree + 1, x, y, 2);
      this.degree = degree;
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        double above = b[degree];
        double below = b[2 * degree];
        for (int j = degree - 1; j > 0; j--) {
          above = above * x[i] + b[j];
          below = below * x[i] + b[degree + j];
        }
        above = above * x[i] + b[0];
        below = below * x[i] + 1;
        r[i] = above / below - y[i];
        kept[2 * i] = above;
        kept[2 * i + 1] = below;
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++, k += 2 * degree + 1) {
        double inverse = 1 / kept[2 * i + 1];
        double factor = -kept[2 * i] * inverse;
        double power = inverse;
        rows[k] = power;
        for (int j = 1; j <= degree; j++) {
          power *= x[i];
          rows[k + j] = power;
          rows[k + degree + j] = power * factor;
        }
      }
    }
  }

  /** b₁(x² + b₂x)/(x² + b₃x + b₄). */
  static final class LineOverSquare extends NistCurve {
    LineOverSquare(double[] x, double[] y) {
      super(4, x, y, 0);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        r[i] = b[0] * x[i] * (x[i] + b[1]) / (x[i] * (x[i] + b[2]) + b[3]) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double inverse = 1 / (x[i] * (x[i] + b[2]) + b[3]);
        double unit = x[i] * (x[i] + b[1]) * inverse;
        rows[k++] = unit;
        rows[k++] = b[0] * x[i] * inverse;
        rows[k++] = -b[0] * unit * x[i] * inverse;
        rows[k++] = -b[0] * unit * inverse;
      }
    }
  }

  /** b₁b₂x/(1 + b₂x). */
  static final class Saturation extends NistCurve {
    Saturation(double[] x, double[] y) {
      super(2, x, y, 0);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        r[i] = b[0] * b[1] * x[i] / (1 + b[1] * x[i]) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double inverse = 1 / (1 + b[1] * x[i]);
        rows[k++] = b[1] * x[i] * inverse;
        rows[k++] = b[0] * x[i] * inverse * inverse;
      }
    }
  }

  /** b₁(1 − (1 + b₂x/2)^−2). */
  static final class InverseSquare extends NistCurve {
    InverseSquare(double[] x, double[] y) {
      super(2, x, y, 0);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        double inverse = 1 / (1 + b[1] * x[i] / 2);
        r[i] = b[0] * (1 - inverse * inverse) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double inverse = 1 / (1 + b[1] * x[i] / 2);
        double square = inverse * inverse;
        rows[k++] = 1 - square;
        rows[k++] = b[0] * x[i] * square * inverse;
      }
    }
  }
}
