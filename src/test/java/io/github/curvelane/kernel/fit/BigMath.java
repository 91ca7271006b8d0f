package io.github.curvelane.kernel.fit;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Elementary functions to any number of digits, by series that share nothing with the kernels. They
 * are what coefficients are fitted to and what results in double precision are compared with.
 */
public final class BigMath {
  private static final BigDecimal TWO = BigDecimal.TWO;
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** Beyond this the series of erfcx loses too many digits, and the continued fraction is fast. */
  private static final BigDecimal SERIES_END = new BigDecimal(6);

  private static final int FRACTION_TERMS = 400;

  private final MathContext context;
  private final BigDecimal epsilon;
  private final BigDecimal pi;
  private final BigDecimal log2;

  /**
   * Creates functions of a precision.
   *
   * @param digits the number of correct digits wanted
   */
  public BigMath(int digits) {
    context = new MathContext(digits + 45);
    epsilon = BigDecimal.ONE.movePointLeft(digits + 45);
    BigDecimal four = new BigDecimal(4);
    pi =
        four.multiply(
            four.multiply(arctangentOfInverse(5)).subtract(arctangentOfInverse(239), context),
            context);
    log2 = logOfRatio(TWO, BigDecimal.ONE);
  }

  /** The rounding of all results. */
  public MathContext context() {
    return context;
  }

  /** π. */
  public BigDecimal pi() {
    return pi;
  }

  /** ln 2. */
  public BigDecimal log2() {
    return log2;
  }

  /** eˣ: Taylor's series at x/2ᵏ below 2⁻⁸, squared k times. */
  public BigDecimal exp(BigDecimal x) {
    int halvings = Math.max(0, 8 + x.precision() - x.scale()) * 4;
    halvings = Math.min(halvings, 60);
    BigDecimal reduced = x.divide(TWO.pow(halvings), context);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int k = 1; term.abs().compareTo(epsilon) > 0; k++) {
      term = term.multiply(reduced, context).divide(BigDecimal.valueOf(k), context);
      sum = sum.add(term, context);
    }
    for (int k = 0; k < halvings; k++) {
      sum = sum.multiply(sum, context);
    }
    return sum;
  }

  /** eˣ − 1: Taylor's series near 0. */
  public BigDecimal expm1(BigDecimal x) {
    if (x.abs().compareTo(HALF) > 0) {
      return exp(x).subtract(BigDecimal.ONE, context);
    }
    BigDecimal term = x;
    BigDecimal sum = x;
    BigDecimal small = x.abs().multiply(epsilon, context);
    for (int k = 2; term.abs().compareTo(small) > 0; k++) {
      term = term.multiply(x, context).divide(BigDecimal.valueOf(k), context);
      sum = sum.add(term, context);
    }
    return sum;
  }

  /** ln(1 + x) for x > −1. */
  public BigDecimal log1p(BigDecimal x) {
    return log(BigDecimal.ONE.add(x), x);
  }

  /** ln x for x > 0. */
  public BigDecimal log(BigDecimal x) {
    return log(x, x.subtract(BigDecimal.ONE));
  }

  /** (e²ˣ − 1)/(e²ˣ + 1). */
  public BigDecimal tanh(BigDecimal x) {
    BigDecimal e = expm1(x.multiply(TWO));
    return e.divide(e.add(TWO), context);
  }

  /** 1/(1 + e⁻ˣ). */
  public BigDecimal logistic(BigDecimal x) {
    return BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(x.negate())), context);
  }

  /** ln(1 + eˣ). */
  public BigDecimal softplus(BigDecimal x) {
    return log1p(exp(x));
  }

  /** (2/√π) ∫₀ˣ e^(−t²) dt. */
  public BigDecimal erf(BigDecimal x) {
    BigDecimal a = x.abs();
    BigDecimal square = a.multiply(a, context);
    BigDecimal value =
        a.compareTo(SERIES_END) > 0
            ? BigDecimal.ONE.subtract(exp(square.negate()).multiply(erfcx(a), context), context)
            : exp(square.negate()).multiply(scaledSeries(a), context);
    return x.signum() < 0 ? value.negate() : value;
  }

  /** The normal distribution function Φ(x) = erfc(−x/√2)/2, with full relative precision. */
  public BigDecimal normal(BigDecimal x) {
    BigDecimal v = x.abs().divide(TWO.sqrt(context), context);
    BigDecimal tail =
        exp(v.multiply(v, context).negate()).multiply(erfcx(v), context).multiply(HALF, context);
    return x.signum() < 0 ? tail : BigDecimal.ONE.subtract(tail, context);
  }

  /** e^(x²)·erfc(x) for x ≥ 0. */
  public BigDecimal erfcx(BigDecimal x) {
    BigDecimal square = x.multiply(x, context);
    if (x.compareTo(SERIES_END) <= 0) {
      return exp(square).subtract(scaledSeries(x), context);
    }
    BigDecimal fraction = x;
    for (int k = FRACTION_TERMS; k > 0; k--) {
      fraction = x.add(HALF.multiply(BigDecimal.valueOf(k)).divide(fraction, context), context);
    }
    return BigDecimal.ONE.divide(fraction.multiply(pi.sqrt(context), context), context);
  }

  /** e^(x²)·erf(x) = (2/√π) Σ 2ⁿx²ⁿ⁺¹/(1·3·…·(2n+1)), all terms positive. */
  private BigDecimal scaledSeries(BigDecimal x) {
    BigDecimal twice = x.multiply(x, context).multiply(TWO, context);
    BigDecimal term = x.multiply(TWO).divide(pi.sqrt(context), context);
    BigDecimal sum = term;
    BigDecimal small = term.multiply(epsilon, context);
    for (int n = 1; term.compareTo(small) > 0; n++) {
      term = term.multiply(twice, context).divide(BigDecimal.valueOf(2L * n + 1), context);
      sum = sum.add(term, context);
    }
    return sum;
  }

  /** ln x, given x and x − 1: powers of two are split off, then the series of the inverse tanh. */
  private BigDecimal log(BigDecimal x, BigDecimal minusOne) {
    if (minusOne.abs().compareTo(HALF) < 0) {
      return logOfRatio(x, BigDecimal.ONE, minusOne);
    }
    int exponent = Math.getExponent(x.round(MathContext.DECIMAL64).doubleValue());
    BigDecimal power =
        exponent >= 0 ? TWO.pow(exponent) : BigDecimal.ONE.divide(TWO.pow(-exponent));
    return BigDecimal.valueOf(exponent).multiply(log2, context).add(logOfRatio(x, power), context);
  }

  private BigDecimal logOfRatio(BigDecimal x, BigDecimal y) {
    return logOfRatio(x, y, x.subtract(y));
  }

  private BigDecimal logOfRatio(BigDecimal x, BigDecimal y, BigDecimal difference) {
    BigDecimal ratio = difference.divide(x.add(y), context);
    BigDecimal square = ratio.multiply(ratio, context);
    BigDecimal power = ratio;
    BigDecimal sum = ratio;
    BigDecimal small = ratio.abs().multiply(epsilon, context);
    for (int k = 3; power.abs().compareTo(small) > 0; k += 2) {
      power = power.multiply(square, context);
      sum = sum.add(power.divide(BigDecimal.valueOf(k), context), context);
    }
    return sum.multiply(TWO, context);
  }

  private BigDecimal arctangentOfInverse(int n) {
    BigDecimal x = BigDecimal.ONE.divide(BigDecimal.valueOf(n), context);
    BigDecimal square = x.multiply(x, context).negate();
    BigDecimal power = x;
    BigDecimal sum = x;
    for (int k = 3; power.abs().compareTo(epsilon) > 0; k += 2) {
      power = power.multiply(square, context);
      sum = sum.add(power.divide(BigDecimal.valueOf(k), context), context);
    }
    return sum;
  }
}
