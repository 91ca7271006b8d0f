package io.github.curvelane.optim.batch;

/** Lengths in the norm of a positive diagonal. */
final class ScaledNorm {
  /** Outside of these bounds squares lose digits to underflow, or overflow. */
  private static final double LEAST_SQUARE = 0x1p-900;

  private static final double GREATEST_SQUARE = 0x1p900;

  private ScaledNorm() {}

  /** ‖Dx‖₂: a chain over ascending elements, scaled by the largest where squares would not do. */
  static double of(double[] d, double[] x) {
    double sum = 0;
    for (int j = 0; j < d.length; j++) {
      double t = d[j] * x[j];
      sum = Math.fma(t, t, sum);
    }
    return isSafe(sum) ? Math.sqrt(sum) : scaled(d, x, d.length);
  }

  /** ‖x‖₂ of the first elements, of whose squares the sum is known. */
  static double of(double squares, double[] x, int length) {
    return isSafe(squares) ? Math.sqrt(squares) : scaled(null, x, length);
  }

  private static boolean isSafe(double squares) {
    return squares > LEAST_SQUARE && squares < GREATEST_SQUARE;
  }

  private static double scaled(double[] d, double[] x, int length) {
    double largest = 0;
    for (int j = 0; j < length; j++) {
      largest = Math.max(largest, Math.abs(element(d, x, j))); // NaN if one is
    }
    if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
      return largest;
    }
    double unit = Math.scalb(1.0, Math.max(Math.getExponent(largest), Double.MIN_EXPONENT));
    double sum = 0;
    for (int j = 0; j < length; j++) {
      double t = element(d, x, j) / unit;
      sum = Math.fma(t, t, sum);
    }
    return unit * Math.sqrt(sum);
  }

  private static double element(double[] d, double[] x, int j) {
    return d == null ? x[j] : d[j] * x[j];
  }
}
