package io.github.curvelane.kernel.scalar;

/**
 * The polynomials of the elementary functions in single precision. The two lowest terms come last,
 * by Horner's rule, which keeps the rounding errors small; the others are evaluated pair by pair
 * (Estrin's scheme), which keeps the chain of dependent operations short: a processor has room for
 * only so many waiting operations.
 */
final class FloatPolynomials {
  private FloatPolynomials() {}

  /** Returns (eʳ − 1 − r)/r² for |r| ≤ ½ ln 2. */
  static float exp(float r) {
    float a0 = Math.fma(FloatCoefficients.EXP_3, r, FloatCoefficients.EXP_2);
    float r2 = r * r;
    float b0 = Math.fma(FloatCoefficients.EXP_4, r2, a0);
    return Math.fma(Math.fma(b0, r, FloatCoefficients.EXP_1), r, FloatCoefficients.EXP_0);
  }

  /** Returns (ln(1+f) − f)/f² for √½ ≤ 1+f ≤ √2. */
  static float log(float f) {
    float a0 = Math.fma(FloatCoefficients.LOG_3, f, FloatCoefficients.LOG_2);
    float a1 = Math.fma(FloatCoefficients.LOG_5, f, FloatCoefficients.LOG_4);
    float a2 = Math.fma(FloatCoefficients.LOG_7, f, FloatCoefficients.LOG_6);
    float f2 = f * f;
    float b0 = Math.fma(a1, f2, a0);
    float b1 = Math.fma(FloatCoefficients.LOG_8, f2, a2);
    float f4 = f2 * f2;
    float c0 = Math.fma(b1, f4, b0);
    return Math.fma(Math.fma(c0, f, FloatCoefficients.LOG_1), f, FloatCoefficients.LOG_0);
  }

  /** Returns (ln(1+e) − e)/e² for 0 ≤ e ≤ 1. */
  static float log1p(float e) {
    float a0 = Math.fma(FloatCoefficients.LOG1P_3, e, FloatCoefficients.LOG1P_2);
    float a1 = Math.fma(FloatCoefficients.LOG1P_5, e, FloatCoefficients.LOG1P_4);
    float a2 = Math.fma(FloatCoefficients.LOG1P_7, e, FloatCoefficients.LOG1P_6);
    float e2 = e * e;
    float b0 = Math.fma(a1, e2, a0);
    float b1 = Math.fma(FloatCoefficients.LOG1P_8, e2, a2);
    float e4 = e2 * e2;
    float c0 = Math.fma(b1, e4, b0);
    return Math.fma(Math.fma(c0, e, FloatCoefficients.LOG1P_1), e, FloatCoefficients.LOG1P_0);
  }

  /** Returns (tanh(x)/x − 1)/x² at s = x² ≤ 1. */
  static float tanh(float s) {
    float a0 = Math.fma(FloatCoefficients.TANH_3, s, FloatCoefficients.TANH_2);
    float a1 = Math.fma(FloatCoefficients.TANH_5, s, FloatCoefficients.TANH_4);
    float s2 = s * s;
    float b0 = Math.fma(a1, s2, a0);
    float s4 = s2 * s2;
    float c0 = Math.fma(FloatCoefficients.TANH_6, s4, b0);
    return Math.fma(Math.fma(c0, s, FloatCoefficients.TANH_1), s, FloatCoefficients.TANH_0);
  }

  /** Returns erf(x)/x − 1 at s = x² ≤ 1. */
  static float erf(float s) {
    float a0 = Math.fma(FloatCoefficients.ERF_3, s, FloatCoefficients.ERF_2);
    float a1 = Math.fma(FloatCoefficients.ERF_5, s, FloatCoefficients.ERF_4);
    float s2 = s * s;
    float b0 = Math.fma(a1, s2, a0);
    float s4 = s2 * s2;
    float c0 = Math.fma(FloatCoefficients.ERF_6, s4, b0);
    return Math.fma(Math.fma(c0, s, FloatCoefficients.ERF_1), s, FloatCoefficients.ERF_0);
  }

  /** Returns √(π/2)·exp(a²/2)·erfc(a/√2) for a ≥ 0. */
  static float mills(float a) {
    float n = Math.fma(FloatCoefficients.MILLS_UPPER_4, a, FloatCoefficients.MILLS_UPPER_3);
    n = Math.fma(n, a, FloatCoefficients.MILLS_UPPER_2);
    n = Math.fma(n, a, FloatCoefficients.MILLS_UPPER_1);
    n = Math.fma(n, a, FloatCoefficients.MILLS_UPPER_0);
    float d = a + FloatCoefficients.MILLS_LOWER_4;
    d = Math.fma(d, a, FloatCoefficients.MILLS_LOWER_3);
    d = Math.fma(d, a, FloatCoefficients.MILLS_LOWER_2);
    d = Math.fma(d, a, FloatCoefficients.MILLS_LOWER_1);
    d = Math.fma(d, a, FloatCoefficients.MILLS_LOWER_0);
    return n / d;
  }
}
