package io.github.curvelane.kernel.scalar;

/**
 * The elementary functions of one number: the sequences of rounded operations that every provider
 * and width follows. There is one for all arguments, so that lanes need no branches; where a choice
 * appears here, lanes compute both sides and blend.
 *
 * <p>exp and its relatives share one reduction: x = n·ln 2 + r with an integer n and |r| ≤ ½ ln 2,
 * z = eʳ − 1 by a polynomial; then eˣ = (1 + z)·2ᵐ·2ⁿ⁻ᵐ with m = ⌊n/2⌋. The power is multiplied in
 * two steps, which serves overflow, underflow and subnormal results alike.
 */
public final class FloatFunctions {
  private FloatFunctions() {}

  /**
   * Returns eˣ: infinity on overflow, subnormal numbers and zero on underflow.
   *
   * @param x the argument
   * @return eˣ
   */
  public static float exp(float x) {
    float bounded = atLeast(atMost(x, FloatBits.EXP_MAX), FloatBits.EXP_MIN);
    float t = shifted(bounded);
    float z = expm1Reduced(reduced(bounded, t - FloatBits.SHIFT_TWICE));
    return timesPower(1 + z, t);
  }

  /**
   * Returns eˣ − 1, accurate also for small x; of ±0 it is ±0.
   *
   * @param x the argument
   * @return eˣ − 1
   */
  public static float expm1(float x) {
    float bounded = atLeast(atMost(x, FloatBits.EXP_MAX), FloatBits.EXPM1_MIN);
    float t = shifted(bounded);
    float r = reduced(bounded, t - FloatBits.SHIFT_TWICE);
    float tail = r * r * FloatPolynomials.exp(r);
    return Math.copySign(expm1Scaled(bounded, t, r, tail), x);
  }

  /**
   * Returns ln x: −∞ for ±0, NaN for negative x.
   *
   * @param x the argument
   * @return ln x
   */
  public static float log(float x) {
    boolean tiny = x < Float.MIN_NORMAL;
    float normal = tiny ? x * FloatBits.NORMALIZER : x;
    float k = FloatBits.exponent(normal) - (tiny ? FloatBits.NORMALIZER_EXPONENT : 0);
    return logSpecial(x, logReduced(k, FloatBits.fraction(normal) - 1, 0));
  }

  /**
   * Returns ln(1 + x), accurate also for small x: of ±0 it is ±0, of −1 it is −∞, below NaN.
   *
   * @param x the argument
   * @return ln(1 + x)
   */
  public static float log1p(float x) {
    float sum = 1 + x;
    float offset = FloatBits.inversePower(sum) - 1;
    float scaled = Math.fma(FloatBits.inversePower(sum), x, offset);
    float lost = Math.fma(FloatBits.inversePower(sum), x, offset - scaled);
    boolean large = x > FloatBits.LOG1P_LARGE;
    float f = large ? FloatBits.fraction(sum) - 1 : scaled;
    float error = large ? 0 : Math.fma(-lost, scaled, lost);
    return Math.copySign(logSpecial(sum, logReduced(FloatBits.exponent(sum), f, error)), x);
  }

  /**
   * Returns the hyperbolic tangent: an odd polynomial for |x| &lt; 1, then 1 − 2/(e^(2|x|) + 1).
   *
   * @param x the argument
   * @return tanh x
   */
  public static float tanh(float x) {
    float a = atMost(Math.abs(x), FloatBits.TANH_MAX);
    float square = a * a;
    float small = Math.fma(a * square, FloatPolynomials.tanh(square), a);
    float twice = a + a;
    float t = Math.fma(a, 2 * FloatBits.LOG2_E, FloatBits.SHIFT);
    float power = FloatBits.power(t);
    float z = expm1Reduced(reduced(twice, t - FloatBits.SHIFT));
    float large = 1 - 2 / Math.fma(power, z, power + 1);
    return Math.copySign(a < 1 ? small : large, x);
  }

  /**
   * Returns the logistic function 1/(1 + e⁻ˣ).
   *
   * @param x the argument
   * @return σ(x)
   */
  public static float logistic(float x) {
    float tail = logisticTail(x);
    return x < 0 ? tail : 1 - tail;
  }

  /**
   * Returns 1/(1 + e^|x|), the smaller of σ(x) and 1 − σ(x).
   *
   * @param x the argument
   * @return the smaller side
   */
  public static float logisticTail(float x) {
    return logisticFraction(x) * logisticScale(x);
  }

  /**
   * Returns 1/d where 1 + e^|x| = 2ᵐ·d, d = 2ⁿ⁻ᵐ(1 + z) + 2⁻ᵐ. The remainder of the division and
   * the rounding error of d are both put back, so that little more than the last rounding is left.
   */
  static float logisticFraction(float x) {
    float a = atMost(Math.abs(x), -FloatBits.EXP_MIN);
    float t = shifted(a);
    float z = expm1Reduced(reduced(a, t - FloatBits.SHIFT_TWICE));
    float second = FloatBits.secondHalf(t);
    float inverse = FloatBits.reciprocal(FloatBits.firstHalf(t));
    float d = Math.fma(second, z, second + inverse);
    float error = Math.fma(second, z, second - d) + inverse;
    float q = 1 / d;
    float minus = -q;
    float remainder = Math.fma(minus, error, Math.fma(minus, d, 1));
    return Math.fma(q, remainder, q);
  }

  /** Returns that 2⁻ᵐ. */
  static float logisticScale(float x) {
    float a = atMost(Math.abs(x), -FloatBits.EXP_MIN);
    return FloatBits.reciprocal(FloatBits.firstHalf(shifted(a)));
  }

  /**
   * Returns ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|).
   *
   * @param x the argument
   * @return softplus x
   */
  public static float softplus(float x) {
    float bounded = atLeast(-Math.abs(x), FloatBits.EXP_MIN);
    float t = lifted(bounded);
    float z = expm1Reduced(reduced(bounded, t - FloatBits.SHIFT_LIFTED));
    return softplusOf(x, FloatBits.power(t) * FloatBits.LOWER, z);
  }

  /**
   * Returns ln(1 + eˣ), given e = e^−|x| = power·(1 + z): max(x, 0) + e²·P(e), and then e. What
   * rounding e loses would count for 1/(1 + e) of itself; minus three halves of it in place of e²
   * come to nearly that, as P is between −1/2 and −0.3.
   */
  static float softplusOf(float x, float power, float z) {
    float e = Math.fma(power, z, power);
    float lost = Math.fma(power, z, power - e);
    float square = Math.fma(e, e, -1.5f * lost);
    return Math.fma(square, FloatPolynomials.log1p(e), x > 0 ? x : 0) + e;
  }

  /**
   * Returns the error function: an odd polynomial for |x| &lt; 1, then 1 − √(2/π)·e^(−x²)·M(√2·|x|)
   * with Mills's ratio M.
   *
   * @param x the argument
   * @return erf x
   */
  public static float erf(float x) {
    float a = atMost(Math.abs(x), FloatBits.ERF_MAX);
    float square = a * a;
    float small = Math.fma(a, FloatPolynomials.erf(square), a);
    float minus = -a;
    float e = scaledExp(FloatBits.SQRT_TWO_OVER_PI, -square, Math.fma(minus, a, square));
    float large = Math.fma(-e, FloatPolynomials.mills(FloatBits.SQRT_TWO * a), 1);
    return Math.copySign(a < 1 ? small : large, x);
  }

  /** Returns y·2ⁿ, where t = SHIFT_TWICE + n. */
  static float timesPower(float y, float t) {
    return y * FloatBits.firstHalf(t) * FloatBits.secondHalf(t);
  }

  /** Returns scale·e^(x+error) for −128 ≤ x ≤ 0 and a small error. */
  static float scaledExp(float scale, float x, float error) {
    float t = lifted(x);
    float z = expm1Reduced(reduced(x, t - FloatBits.SHIFT_LIFTED) + error);
    return scaledPower(scale, z, t);
  }

  /** Returns scale·e^(−a²/2) for 0 ≤ a ≤ GELU_MAX. The square is not rounded. */
  static float scaledDensity(float scale, float a) {
    float half = -0.5f * a;
    float t = lifted(half * a);
    float n = t - FloatBits.SHIFT_LIFTED;
    float r = Math.fma(n, -FloatBits.LN2_REST, Math.fma(half, a, n * -FloatBits.LN2_SHORT));
    return scaledPower(scale, expm1Reduced(r), t);
  }

  /** Returns scale·(1 + z)·2ⁿ, where t = SHIFT_LIFTED + n. Only a subnormal result rounds twice. */
  static float scaledPower(float scale, float z, float t) {
    float lowered = scale * FloatBits.LOWER;
    return Math.fma(z, lowered, lowered) * FloatBits.power(t);
  }

  /** Returns SHIFT_TWICE + n, where n is x/ln 2 rounded to an integer. */
  static float shifted(float x) {
    return Math.fma(x, FloatBits.LOG2_E, FloatBits.SHIFT_TWICE);
  }

  /** Returns SHIFT_LIFTED + n with that n, for x ≤ 0. */
  static float lifted(float x) {
    return Math.fma(x, FloatBits.LOG2_E, FloatBits.SHIFT_LIFTED);
  }

  /** Returns r = x − n·ln 2. */
  static float reduced(float x, float n) {
    return Math.fma(n, -FloatBits.LN2_LOW, Math.fma(n, -FloatBits.LN2_HIGH, x));
  }

  /** Returns z = eʳ − 1. */
  static float expm1Reduced(float r) {
    return Math.fma(r * r, FloatPolynomials.exp(r), r);
  }

  /**
   * Returns 2ⁿ(r + tail) + (2ⁿ − 1), but for the sign of 0. Near 0, where the two sides nearly
   * cancel, 2ⁿr is added to the right side first: both have few digits there.
   */
  static float expm1Scaled(float x, float t, float r, float tail) {
    float first = FloatBits.firstHalf(t);
    float second = FloatBits.secondHalf(t);
    float base = second - FloatBits.reciprocal(first);
    boolean near = Math.abs(x) < 1;
    float left = near ? tail : r + tail;
    float right = near ? Math.fma(second, r, base) : base;
    return Math.fma(second, left, right) * first;
  }

  /** Returns min(x, bound), and NaN for NaN. */
  static float atMost(float x, float bound) {
    return x > bound ? bound : x;
  }

  /** Returns max(x, bound), and NaN for NaN. */
  static float atLeast(float x, float bound) {
    return x < bound ? bound : x;
  }

  /**
   * Returns k ln 2 + ln(1 + f) + error. What the first addition rounds away is added with the small
   * terms.
   */
  private static float logReduced(float k, float f, float error) {
    float high = Math.fma(k, FloatBits.LN2_SHORT, f);
    float lost = Math.fma(k, FloatBits.LN2_SHORT, -high) + f;
    float rest = Math.fma(k, FloatBits.LN2_REST, lost + error);
    return high + Math.fma(f * f, FloatPolynomials.log(f), rest);
  }

  /** Returns y = ln x, or what it is where x is not positive and finite. */
  private static float logSpecial(float x, float y) {
    float finite = x < Float.POSITIVE_INFINITY ? y : x;
    float nonZero = x > 0 ? finite : Float.NaN;
    return x == 0 ? Float.NEGATIVE_INFINITY : nonZero;
  }
}
