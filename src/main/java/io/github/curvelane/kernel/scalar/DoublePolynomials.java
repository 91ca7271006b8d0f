package io.github.curvelane.kernel.scalar;

/**
 * The polynomials of the elementary functions in double precision. The two lowest terms come last,
 * by Horner's rule, which keeps the rounding errors small; the others are evaluated pair by pair
 * (Estrin's scheme), which keeps the chain of dependent operations short: a processor has room for
 * only so many waiting operations.
 */
final class DoublePolynomials {
  private DoublePolynomials() {}

  /** Returns (eʳ − 1 − r)/r² for |r| ≤ ½ ln 2. */
  static double exp(double r) {
    double a0 = Math.fma(DoubleCoefficients.EXP_3, r, DoubleCoefficients.EXP_2);
    double a1 = Math.fma(DoubleCoefficients.EXP_5, r, DoubleCoefficients.EXP_4);
    double a2 = Math.fma(DoubleCoefficients.EXP_7, r, DoubleCoefficients.EXP_6);
    double a3 = Math.fma(DoubleCoefficients.EXP_9, r, DoubleCoefficients.EXP_8);
    double r2 = r * r;
    double b0 = Math.fma(a1, r2, a0);
    double b1 = Math.fma(a3, r2, a2);
    double r4 = r2 * r2;
    double c0 = Math.fma(b1, r4, b0);
    return Math.fma(Math.fma(c0, r, DoubleCoefficients.EXP_1), r, DoubleCoefficients.EXP_0);
  }

  /** Returns (ln(1+f) − f)/f² for √½ ≤ 1+f ≤ √2. */
  static double log(double f) {
    double a0 = Math.fma(DoubleCoefficients.LOG_3, f, DoubleCoefficients.LOG_2);
    double a1 = Math.fma(DoubleCoefficients.LOG_5, f, DoubleCoefficients.LOG_4);
    double a2 = Math.fma(DoubleCoefficients.LOG_7, f, DoubleCoefficients.LOG_6);
    double a3 = Math.fma(DoubleCoefficients.LOG_9, f, DoubleCoefficients.LOG_8);
    double a4 = Math.fma(DoubleCoefficients.LOG_11, f, DoubleCoefficients.LOG_10);
    double a5 = Math.fma(DoubleCoefficients.LOG_13, f, DoubleCoefficients.LOG_12);
    double a6 = Math.fma(DoubleCoefficients.LOG_15, f, DoubleCoefficients.LOG_14);
    double a7 = Math.fma(DoubleCoefficients.LOG_17, f, DoubleCoefficients.LOG_16);
    double a8 = Math.fma(DoubleCoefficients.LOG_19, f, DoubleCoefficients.LOG_18);
    double f2 = f * f;
    double b0 = Math.fma(a1, f2, a0);
    double b1 = Math.fma(a3, f2, a2);
    double b2 = Math.fma(a5, f2, a4);
    double b3 = Math.fma(a7, f2, a6);
    double b4 = Math.fma(DoubleCoefficients.LOG_20, f2, a8);
    double f4 = f2 * f2;
    double c0 = Math.fma(b1, f4, b0);
    double c1 = Math.fma(b3, f4, b2);
    double f8 = f4 * f4;
    double d0 = Math.fma(c1, f8, c0);
    double f16 = f8 * f8;
    double e0 = Math.fma(b4, f16, d0);
    return Math.fma(Math.fma(e0, f, DoubleCoefficients.LOG_1), f, DoubleCoefficients.LOG_0);
  }

  /** Returns (ln(1+e) − e)/e² for 0 ≤ e ≤ 1. */
  static double log1p(double e) {
    double a0 = Math.fma(DoubleCoefficients.LOG1P_3, e, DoubleCoefficients.LOG1P_2);
    double a1 = Math.fma(DoubleCoefficients.LOG1P_5, e, DoubleCoefficients.LOG1P_4);
    double a2 = Math.fma(DoubleCoefficients.LOG1P_7, e, DoubleCoefficients.LOG1P_6);
    double a3 = Math.fma(DoubleCoefficients.LOG1P_9, e, DoubleCoefficients.LOG1P_8);
    double a4 = Math.fma(DoubleCoefficients.LOG1P_11, e, DoubleCoefficients.LOG1P_10);
    double a5 = Math.fma(DoubleCoefficients.LOG1P_13, e, DoubleCoefficients.LOG1P_12);
    double a6 = Math.fma(DoubleCoefficients.LOG1P_15, e, DoubleCoefficients.LOG1P_14);
    double a7 = Math.fma(DoubleCoefficients.LOG1P_17, e, DoubleCoefficients.LOG1P_16);
    double a8 = Math.fma(DoubleCoefficients.LOG1P_19, e, DoubleCoefficients.LOG1P_18);
    double e2 = e * e;
    double b0 = Math.fma(a1, e2, a0);
    double b1 = Math.fma(a3, e2, a2);
    double b2 = Math.fma(a5, e2, a4);
    double b3 = Math.fma(a7, e2, a6);
    double b4 = Math.fma(DoubleCoefficients.LOG1P_20, e2, a8);
    double e4 = e2 * e2;
    double c0 = Math.fma(b1, e4, b0);
    double c1 = Math.fma(b3, e4, b2);
    double e8 = e4 * e4;
    double d0 = Math.fma(c1, e8, c0);
    double e16 = e8 * e8;
    double e0 = Math.fma(b4, e16, d0);
    return Math.fma(Math.fma(e0, e, DoubleCoefficients.LOG1P_1), e, DoubleCoefficients.LOG1P_0);
  }

  /** Returns (tanh(x)/x − 1)/x² at s = x² ≤ 1. */
  static double tanh(double s) {
    double a0 = Math.fma(DoubleCoefficients.TANH_3, s, DoubleCoefficients.TANH_2);
    double a1 = Math.fma(DoubleCoefficients.TANH_5, s, DoubleCoefficients.TANH_4);
    double a2 = Math.fma(DoubleCoefficients.TANH_7, s, DoubleCoefficients.TANH_6);
    double a3 = Math.fma(DoubleCoefficients.TANH_9, s, DoubleCoefficients.TANH_8);
    double a4 = Math.fma(DoubleCoefficients.TANH_11, s, DoubleCoefficients.TANH_10);
    double a5 = Math.fma(DoubleCoefficients.TANH_13, s, DoubleCoefficients.TANH_12);
    double s2 = s * s;
    double b0 = Math.fma(a1, s2, a0);
    double b1 = Math.fma(a3, s2, a2);
    double b2 = Math.fma(a5, s2, a4);
    double s4 = s2 * s2;
    double c0 = Math.fma(b1, s4, b0);
    double c1 = Math.fma(DoubleCoefficients.TANH_14, s4, b2);
    double s8 = s4 * s4;
    double d0 = Math.fma(c1, s8, c0);
    return Math.fma(Math.fma(d0, s, DoubleCoefficients.TANH_1), s, DoubleCoefficients.TANH_0);
  }

  /** Returns erf(x)/x − 1 at s = x² ≤ 1. */
  static double erf(double s) {
    double a0 = Math.fma(DoubleCoefficients.ERF_3, s, DoubleCoefficients.ERF_2);
    double a1 = Math.fma(DoubleCoefficients.ERF_5, s, DoubleCoefficients.ERF_4);
    double a2 = Math.fma(DoubleCoefficients.ERF_7, s, DoubleCoefficients.ERF_6);
    double a3 = Math.fma(DoubleCoefficients.ERF_9, s, DoubleCoefficients.ERF_8);
    double a4 = Math.fma(DoubleCoefficients.ERF_11, s, DoubleCoefficients.ERF_10);
    double s2 = s * s;
    double b0 = Math.fma(a1, s2, a0);
    double b1 = Math.fma(a3, s2, a2);
    double b2 = Math.fma(DoubleCoefficients.ERF_12, s2, a4);
    double s4 = s2 * s2;
    double c0 = Math.fma(b1, s4, b0);
    double s8 = s4 * s4;
    double d0 = Math.fma(b2, s8, c0);
    return Math.fma(Math.fma(d0, s, DoubleCoefficients.ERF_1), s, DoubleCoefficients.ERF_0);
  }

  /** Returns √(π/2)·exp(a²/2)·erfc(a/√2) for a ≥ 0. */
  static double mills(double a) {
    double n = Math.fma(DoubleCoefficients.MILLS_UPPER_10, a, DoubleCoefficients.MILLS_UPPER_9);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_8);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_7);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_6);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_5);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_4);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_3);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_2);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_1);
    n = Math.fma(n, a, DoubleCoefficients.MILLS_UPPER_0);
    double d = a + DoubleCoefficients.MILLS_LOWER_10;
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_9);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_8);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_7);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_6);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_5);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_4);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_3);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_2);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_1);
    d = Math.fma(d, a, DoubleCoefficients.MILLS_LOWER_0);
    return n / d;
  }
}
