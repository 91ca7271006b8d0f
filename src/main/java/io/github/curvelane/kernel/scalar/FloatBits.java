package io.github.curvelane.kernel.scalar;

/**
 * What the elementary functions know about the format of a number: powers of two by their exponent
 * field, and the constants that depend on it. Single precision.
 */
public final class FloatBits {
  /**
   * 1.5·2²³ + 127: added to a number of small magnitude it rounds it to an integer n, whose biased
   * exponent 127 + n is then in the lowest bits.
   */
  public static final float SHIFT = 0x1.8000fep23f;

  /** 1.5·2²³ + 254: the same with the sum of two biased exponents in the lowest bits. */
  public static final float SHIFT_TWICE = 0x1.8001fcp23f;

  /** The same for 64 + n: of numbers below 1 the powers of two that give subnormal numbers too. */
  public static final float SHIFT_LIFTED = 0x1.80017ep23f;

  /** 2⁻⁶⁴. */
  public static final float LOWER = 0x1p-64f;

  /** 1/ln 2. */
  public static final float LOG2_E = 0x1.715476p0f;

  /** ln 2, rounded. */
  public static final float LN2_HIGH = 0x1.62e43p-1f;

  /** What {@link #LN2_HIGH} lacks. */
  public static final float LN2_LOW = -0x1.05c61p-29f;

  /** ln 2 in 16 bits, so that its product with an exponent is exact. */
  public static final float LN2_SHORT = 0x1.62e4p-1f;

  /** What {@link #LN2_SHORT} lacks. */
  public static final float LN2_REST = 0x1.7f7d1cp-20f;

  /** √2. */
  public static final float SQRT_TWO = 0x1.6a09e6p0f;

  /** 1/√(2π). */
  public static final float INVERSE_SQRT_TWO_PI = 0x1.988454p-2f;

  /** √(2/π). */
  public static final float SQRT_TWO_OVER_PI = 0x1.988454p-1f;

  /** Arguments of exp from here on give infinity. */
  public static final float EXP_MAX = 89;

  /** Arguments of exp up to here give zero, and so does their product with it. */
  public static final float EXP_MIN = -110.5f;

  /** Arguments of expm1 up to here give −1. */
  public static final float EXPM1_MIN = -18;

  /** Arguments of tanh from here on give 1. */
  public static final float TANH_MAX = 10;

  /** Arguments of erf from here on give 1. */
  public static final float ERF_MAX = 4.5f;

  /** Arguments of GELU from here on give x, and 0 from its negative on down. */
  public static final float GELU_MAX = 16;

  /** From here on 1 + x = x in every digit that matters to its logarithm. */
  public static final float LOG1P_LARGE = 0x1p30f;

  /** A power of two that makes every subnormal number normal. */
  public static final float NORMALIZER = 0x1p24f;

  /** The exponent of {@link #NORMALIZER}. */
  public static final float NORMALIZER_EXPONENT = 24;

  /** Number of bits of the fraction field. */
  public static final int FRACTION_BITS = 23;

  /** The bits of 1. */
  public static final int ONE = 0x3f800000;

  /** The bits of 1 less the bits of √½: moves the split between exponents from 1 to √½. */
  public static final int SPLIT = ONE - 0x3f3504f3;

  /** Twice the bits of 1: minus the bits of 2ᵐ, the bits of 1/2ᵐ. */
  public static final int RECIPROCAL = 254 << FRACTION_BITS;

  /** The bits of 1.5·2²³: with a small integer added, the bits of 1.5·2²³ plus that integer. */
  public static final int INTEGER = 0x4b400000;

  private FloatBits() {}

  /** Returns 2ⁿ, where t = SHIFT + n. */
  static float power(float t) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(t) << FRACTION_BITS);
  }

  /** Returns 2ᵐ with m = ⌊n/2⌋, where t = SHIFT_TWICE + n. */
  static float firstHalf(float t) {
    return Float.intBitsToFloat((Float.floatToRawIntBits(t) >>> 1) << FRACTION_BITS);
  }

  /** Returns 2ⁿ⁻ᵐ with that m. */
  static float secondHalf(float t) {
    int bits = Float.floatToRawIntBits(t);
    return Float.intBitsToFloat((bits - (bits >>> 1)) << FRACTION_BITS);
  }

  /** Returns 1/s for a power of two s whose reciprocal is normal. */
  static float reciprocal(float s) {
    return Float.intBitsToFloat(RECIPROCAL - Float.floatToRawIntBits(s));
  }

  /** Returns the integer k for which √½ ≤ x/2ᵏ < √2; x is positive, normal and finite. */
  static float exponent(float x) {
    return Float.intBitsToFloat(INTEGER + biasedExponent(x)) - SHIFT;
  }

  /** Returns x/2ᵏ with that k. */
  static float fraction(float x) {
    int bits = Float.floatToRawIntBits(x);
    return Float.intBitsToFloat(bits - (biasedExponent(x) << FRACTION_BITS) + ONE);
  }

  /** Returns 1/2ᵏ with that k; x is below 2¹²⁶. */
  static float inversePower(float x) {
    return Float.intBitsToFloat(RECIPROCAL - (biasedExponent(x) << FRACTION_BITS));
  }

  private static int biasedExponent(float x) {
    return (Float.floatToRawIntBits(x) + SPLIT) >>> FRACTION_BITS;
  }
}
