package io.github.curvelane.bench.problems;

/** NIST's models with exponentials of a predictor times a parameter. */
final class NistExponentials {
  private NistExponentials() {}

  /** b₁(1 − e^(−b₂x)). */
  static final class Rise extends NistCurve {
    Rise(double[] x, double[] y) {
      super(2, x, y, 1);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        kept[i] = Math.exp(-b[1] * x[i]);
        r[i] = b[0] * (1 - kept[i]) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        rows[k++] = 1 - kept[i];
        rows[k++] = b[0] * x[i] * kept[i];
      }
    }
  }

  /** e^(−b₁x)/(b₂ + b₃x). */
  static final class DecayOverLine extends NistCurve {
    DecayOverLine(double[] x, double[] y) {
      super(3, x, y, 1);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        kept[i] = Math.exp(-b[0] * x[i]);
        r[i] = kept[i] / (b[1] + b[2] * x[i]) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double inverse = 1 / (b[1] + b[2] * x[i]);
        double value = kept[i] * inverse;
        rows[k++] = -x[i] * value;
        rows[k++] = -value * inverse;
        rows[k++] = -x[i] * value * inverse;
      }
    }
  }

  /** b₁e^(−b₂x) + b₃e^(−b₄x) + b₅e^(−b₆x). */
  static final class ThreeDecays extends NistCurve {
    ThreeDecays(double[] x, double[] y) {
      super(6, x, y, 3);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0, k = 0; i < y.length; i++) {
        double first = Math.exp(-b[1] * x[i]);
        double second = Math.exp(-b[3] * x[i]);
        double third = Math.exp(-b[5] * x[i]);
        r[i] = b[0] * first + b[2] * second + b[4] * third - y[i];
        kept[k++] = first;
        kept[k++] = second;
        kept[k++] = third;
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        for (int j = 0; j < 3; j++) {
          double decay = kept[3 * i + j];
          rows[k++] = decay;
          rows[k++] = -b[2 * j] * x[i] * decay;
        }
      }
    }
  }

  /** b₁ + b₂e^(−b₄x) + b₃e^(−b₅x). */
  static final class TwoDecays extends NistCurve {
    TwoDecays(double[] x, double[] y) {
      super(5, x, y, 2);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        double first = Math.exp(-x[i] * b[3]);
        double second = Math.exp(-x[i] * b[4]);
        r[i] = b[0] + b[1] * first + b[2] * second - y[i];
        kept[2 * i] = first;
        kept[2 * i + 1] = second;
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double first = kept[2 * i];
        double second = kept[2 * i + 1];
        rows[k++] = 1;
        rows[k++] = first;
        rows[k++] = second;
        rows[k++] = -b[1] * x[i] * first;
        rows[k++] = -b[2] * x[i] * second;
      }
    }
  }

  /** b₁e^(−b₂x) + b₃e^(−(x−b₄)²/b₅²) + b₆e^(−(x−b₇)²/b₈²). */
  static final class DecayAndTwoPeaks extends NistCurve {
    DecayAndTwoPeaks(double[] x, double[] y) {
      super(8, x, y, 3);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0, k = 0; i < y.length; i++) {
        double u = (x[i] - b[3]) / b[4];
        double v = (x[i] - b[6]) / b[7];
        double decay = Math.exp(-b[1] * x[i]);
        double first = Math.exp(-u * u);
        double second = Math.exp(-v * v);
        r[i] = b[0] * decay + b[2] * first + b[5] * second - y[i];
        kept[k++] = decay;
        kept[k++] = first;
        kept[k++] = second;
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double decay = kept[3 * i];
        rows[k++] = decay;
        rows[k++] = -b[0] * x[i] * decay;
        for (int j = 2; j < 8; j += 3) {
          double peak = kept[3 * i + j / 3 + 1];
          double u = (x[i] - b[j + 1]) / b[j + 2];
          double slope = 2 * b[j] * peak * u / b[j + 2];
          rows[k++] = peak;
          rows[k++] = slope;
          rows[k++] = slope * u;
        }
      }
    }
  }

  /** (b₁/b₂)e^(−½((x−b₃)/b₂)²). */
  static final class Peak extends NistCurve {
    Peak(double[] x, double[] y) {
      super(3, x, y, 1);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        double u = (x[i] - b[2]) / b[1];
        kept[i] = Math.exp(-0.5 * u * u);
        r[i] = b[0] / b[1] * kept[i] - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double u = (x[i] - b[2]) / b[1];
        double unit = kept[i] / b[1];
        double slope = b[0] / b[1] * unit;
        rows[k++] = unit;
        rows[k++] = slope * (u * u - 1);
        rows[k++] = slope * u;
      }
    }
  }

  /** b₁e^(b₂/(x+b₃)). */
  static final class InverseExponent extends NistCurve {
    InverseExponent(double[] x, double[] y) {
      super(3, x, y, 1);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        kept[i] = Math.exp(b[1] / (x[i] + b[2]));
        r[i] = b[0] * kept[i] - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double inverse = 1 / (x[i] + b[2]);
        double slope = b[0] * kept[i] * inverse;
        rows[k++] = kept[i];
        rows[k++] = slope;
        rows[k++] = -slope * b[1] * inverse;
      }
    }
  }

  /** b₁/(1 + e^(b₂−b₃x)). */
  static final class Sigmoid extends NistCurve {
    Sigmoid(double[] x, double[] y) {
      super(3, x, y, 1);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        kept[i] = Math.exp(b[1] - b[2] * x[i]);
        r[i] = b[0] / (1 + kept[i]) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        double part = 1 / (1 + kept[i]);
        double slope = b[0] * part * rest(kept[i], part);
        rows[k++] = part;
        rows[k++] = -slope;
        rows[k++] = slope * x[i];
      }
    }
  }

  /** b₁/(1 + e^(b₂−b₃x))^(1/b₄). */
  static final class SigmoidPower extends NistCurve {
    SigmoidPower(double[] x, double[] y) {
      super(4, x, y, 2);
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        double e = Math.exp(b[1] - b[2] * x[i]);
        double power = Math.pow(1 + e, -1 / b[3]);
        r[i] = b[0] * power - y[i];
        kept[2 * i] = e;
        kept[2 * i + 1] = power;
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      double inverse = 1 / b[3];
      for (int i = from, k = 0; i < to; i++) {
        double e = kept[2 * i];
        double power = kept[2 * i + 1];
        double scaled = b[0] * power * inverse;
        double slope = scaled * rest(e, 1 / (1 + e));
        rows[k++] = power;
        rows[k++] = -slope;
        rows[k++] = slope * x[i];
        rows[k++] = scaled * inverse * Math.log1p(e);
      }
    }
  }

  /** Returns e/(1 + e) of e and 1/(1 + e), also where e overflows. */
  private static double rest(double e, double part) {
    return e < 1 ? e * part : 1 - part;
  }

  /** log y = b₁ − b₂x₁e^(−b₃x₂); takes y and not its logarithm. */
  static final class AcceleratedLife extends NistCurve {
    private final double[] second;

    AcceleratedLife(double[] first, double[] second, double[] y) {
      super(3, first, logarithms(y), 1);
      this.second = second;
    }

    private static double[] logarithms(double[] y) {
      double[] logarithms = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        logarithms[i] = Math.log(y[i]);
      }
      return logarithms;
    }

    @Override
    public void residuals(double[] b, double[] r) {
      for (int i = 0; i < y.length; i++) {
        kept[i] = x[i] * Math.exp(-b[2] * second[i]);
        r[i] = b[0] - b[1] * kept[i] - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] b, int from, int to, double[] rows) {
      for (int i = from, k = 0; i < to; i++) {
        rows[k++] = 1;
        rows[k++] = -kept[i];
        rows[k++] = b[1] * second[i] * kept[i];
      }
    }
  }
}
