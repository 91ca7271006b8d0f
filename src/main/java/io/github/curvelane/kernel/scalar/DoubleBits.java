package io.github.curvelane.kernel.scalar;

/**
 * What the elementary functions know about the format of a number: powers of two by their exponent
 * field, and the constants that depend on it. Double precision.
 */
public final class DoubleBits {
  /**
   * 1.5·2⁵² + 1023: added to a number of small magnitude it rounds it to an integer n, whose biased
   * exponent 1023 + n is then in the lowest bits.
   */
  public static final double SHIFT = 0x1.80000000003ffp52;

  /** 1.5·2⁵² + 2046: the same with the sum of two biased exponents in the lowest bits. */
  public static final double SHIFT_TWICE = 0x1.80000000007fep52;

  /** The same for 512 + n: of numbers below 1 the powers of two that give subnormal numbers too. */
  public static final double SHIFT_LIFTED = 0x1.80000000005ffp52;

  /** 2⁻⁵¹². */
  public static final double LOWER = 0x1p-512;

  /** 1/ln 2. */
  public static final double LOG2_E = 0x1.71547652b82fep0;

  /** ln 2, rounded. */
  public static final double LN2_HIGH = 0x1.62e42fefa39efp-1;

  /** What {@link #LN2_HIGH} lacks. */
  public static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

  /** ln 2 in 41 bits, so that its product with an exponent is exact. */
  public static final double LN2_SHORT = 0x1.62e42fefa4p-1;

  /** What {@link #LN2_SHORT} lacks. */
  public static final double LN2_REST = -0x1.8432a1b0e2634p-43;

  /** √2. */
  public static final double SQRT_TWO = 0x1.6a09e667f3bcdp0;

  /** 1/√(2π). */
  public static final double INVERSE_SQRT_TWO_PI = 0x1.9884533d43651p-2;

  /** √(2/π). */
  public static final double SQRT_TWO_OVER_PI = 0x1.9884533d43651p-1;

  /** Arguments of exp from here on give infinity. */
  public static final double EXP_MAX = 710;

  /** Arguments of exp up to here give zero, and so does their product with it. */
  public static final double EXP_MIN = -753;

  /** Arguments of expm1 up to here give −1. */
  public static final double EXPM1_MIN = -38;

  /** Arguments of tanh from here on give 1. */
  public static final double TANH_MAX = 20;

  /** Arguments of erf from here on give 1. */
  public static final double ERF_MAX = 6.5;

  /** Arguments of GELU from here on give x, and 0 from its negative on down. */
  public static final double GELU_MAX = 40;

  /** From here on 1 + x = x in every digit that matters to its logarithm. */
  public static final double LOG1P_LARGE = 0x1p60;

  /** A power of two that makes every subnormal number normal. */
  public static final double NORMALIZER = 0x1p54;

  /** The exponent of {@link #NORMALIZER}. */
  public static final double NORMALIZER_EXPONENT = 54;

  /** Number of bits of the fraction field. */
  public static final int FRACTION_BITS = 52;

  /** The bits of 1. */
  public static final long ONE = 0x3ff0000000000000L;

  /** The bits of 1 less the bits of √½: moves the split between exponents from 1 to √½. */
  public static final long SPLIT = ONE - 0x3fe6a09e667f3bcdL;

  /** Twice the bits of 1: minus the bits of 2ᵐ, the bits of 1/2ᵐ. */
  public static final long RECIPROCAL = 2046L << FRACTION_BITS;

  /** The bits of 1.5·2⁵²: with a small integer added, the bits of 1.5·2⁵² plus that integer. */
  public static final long INTEGER = 0x4338000000000000L;

  private DoubleBits() {}

  /** Returns 2ⁿ, where t = SHIFT + n. */
  static double power(double t) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(t) << FRACTION_BITS);
  }

  /** Returns 2ᵐ with m = ⌊n/2⌋, where t = SHIFT_TWICE + n. */
  static double firstHalf(double t) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(t) >>> 1) << FRACTION_BITS);
  }

  /** Returns 2ⁿ⁻ᵐ with that m. */
  static double secondHalf(double t) {
    long bits = Double.doubleToRawLongBits(t);
    return Double.longBitsToDouble((bits - (bits >>> 1)) << FRACTION_BITS);
  }

  /** Returns 1/s for a power of two s whose reciprocal is normal. */
  static double reciprocal(double s) {
    return Double.longBitsToDouble(RECIPROCAL - Double.doubleToRawLongBits(s));
  }

  /** Returns the integer k for which √½ ≤ x/2ᵏ < √2; x is positive, normal and finite. */
  static double exponent(double x) {
    return Double.longBitsToDouble(INTEGER + biasedExponent(x)) - SHIFT;
  }

  /** Returns x/2ᵏ with that k. */
  static double fraction(double x) {
    long bits = Double.doubleToRawLongBits(x);
    return Double.longBitsToDouble(bits - (biasedExponent(x) << FRACTION_BITS) + ONE);
  }

  /** Returns 1/2ᵏ with that k; x is below 2¹⁰²². */
  static double inversePower(double x) {
    return Double.longBitsToDouble(RECIPROCAL - (biasedExponent(x) << FRACTION_BITS));
  }

  private static long biasedExponent(double x) {
    return (Double.doubleToRawLongBits(x) + SPLIT) >>> FRACTION_BITS;
  }
}
