package io.github.curvelane.bench.problems;

/** NIST's remaining models: powers, roots, an arc tangent, waves. */
final class NistCurves {
  private NistCurves() {}

  /** b₁(1 − (1 + 2b₂x)^−½). */
  static final class InverseRoot extends NistCurve {
    InverseRoot(double[] x, double[] y) {
      super(2, x, y, 1);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        kept[i] = 1 / Math.sqrt(1 + 2 * b[1] * x[i]);
        r[i] = b[0] * (1 - kept[i]) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        rows[k++] = 1 - kept[i];
        rows[k++] = b[0] * x[i] * kept[i] * kept[i] * kept[i];
      }
    }
  }

  /** b₁x^b₂. */
  static final class Power extends NistCurve {
    private final double[] logarithms;

    Power(double[] x, double[] y) {
      super(2, x, y, 1);
      logarithms = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        logarithms[i] = Math.log(x[i]);
      }
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        kept[i] = Math.pow(x[i], b[1]);
        r[i] = b[0] * kept[i] - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        rows[k++] = kept[i];
        rows[k++] = b[0] * kept[i] * logarithms[i];
      }
    }
  }

  /** b₁(b₂ + x)^(−1/b₃). */
  static final class ShiftedPower extends NistCurve {
    ShiftedPower(double[] x, double[] y) {
      super(3, x, y, 2);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      double exponent = -1 / b[2];
      for (int i = 0; i < y.length; i++) {
        double logarithm = Math.log(b[1] + x[i]);
        double power = Math.exp(exponent * logarithm);
        r[i] = b[0] * power - y[i];
        kept[2 * i] = logarithm;
        kept[2 * i + 1] = power;
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      double inverse = 1 / b[2];
      for (int i = from, k = 0; i < to; i++) {
        double power = kept[2 * i + 1];
        double scaled = b[0] * power * inverse;
        rows[k++] = power;
        rows[k++] = -scaled / (b[1] + x[i]);
        rows[k++] = scaled * inverse * kept[2 * i];
      }
    }
  }

  /** b₁ − b₂x − arctan(b₃/(x − b₄))/π. */
  static final class LineAndArcTangent extends NistCurve {
    LineAndArcTangent(double[] x, double[] y) {
      super(4, x, y, 0);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        r[i] = b[0] - b[1] * x[i] - Math.atan(b[2] / (x[i] - b[3])) / Math.PI - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double distance = x[i] - b[3];
        double scale = -1 / (Math.PI * (distance * distance + b[2] * b[2]));
        rows[k++] = 1;
        rows[k++] = -x[i];
        rows[k++] = scale * distance;
        rows[k++] = scale * b[2];
      }
    }
  }

  /** b₁ and waves of the periods 12, b₄ and b₇: a cos + b sin of each. */
  static final class ThreeWaves extends NistCurve {
    private final double[] yearly;

    ThreeWaves(double[] x, double[] y) {
      super(9, x, y, 4);
      yearly = new double[2 * x.length];
      for (int i = 0; i < x.length; i++) {
        yearly[2 * i] = Math.cos(2 * Math.PI * x[i] / 12);
        yearly[2 * i + 1] = Math.sin(2 * Math.PI * x[i] / 12);
      }
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        double sum = b[0] + b[1] * yearly[2 * i] + b[2] * yearly[2 * i + 1];
        for (int j = 3, k = 4 * i; j < 9; j += 3, k += 2) {
          double angle = 2 * Math.PI * x[i] / b[j];
          kept[k] = Math.cos(angle);
          kept[k + 1] = Math.sin(angle);
          sum += b[j + 1] * kept[k] + b[j + 2] * kept[k + 1];
        }
        r[i] = sum - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, row = 0; i < to; i++) {
        rows[row++] = 1;
        rows[row++] = yearly[2 * i];
        rows[row++] = yearly[2 * i + 1];
        for (int j = 3, k = 4 * i; j < 9; j += 3, k += 2) {
          double slope = b[j + 1] * kept[k + 1] - b[j + 2] * kept[k];
          rows[row++] = slope * (2 * Math.PI * x[i]) / (b[j] * b[j]);
          rows[row++] = kept[k];
          rows[row++] = kept[k + 1];
        }
      }
    }
  }
}
