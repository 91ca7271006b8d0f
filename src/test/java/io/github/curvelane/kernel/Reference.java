package io.github.curvelane.kernel;

import io.github.curvelane.kernel.fit.BigMath;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * What the elementary functions are compared with: for single precision, functions in double
 * precision by {@link StrictMath} and by series; for double precision, {@link BigMath}.
 */
final class Reference {
  /** Below this the first terms of Taylor's series are exact to 2⁻⁵⁰. */
  private static final double TINY = 0x1p-13;

  private static final double LN2 = 0.6931471805599453;
  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
  private static final double SQRT_PI = 1.772453850905516;
  private static final int FRACTION_TERMS = 60;

  private Reference() {}

  /** The functions in double precision, by name. */
  static Map<String, DoubleUnaryOperator> ofFloat() {
    Map<String, DoubleUnaryOperator> map = new LinkedHashMap<>();
    map.put("exp", x -> Math.abs(x) < TINY ? 1 + x * (1 + x / 2) : StrictMath.exp(x));
    map.put("expm1", x -> tiny(x) ? x * (1 + x * (0.5 + x / 6)) : StrictMath.expm1(x));
    map.put("log", StrictMath::log);
    map.put("log1p", x -> tiny(x) ? x * (1 - x * (0.5 - x / 3)) : StrictMath.log1p(x));
    map.put("tanh", x -> tiny(x) ? x * (1 - x * x / 3) : StrictMath.tanh(x));
    map.put("logistic", x -> tiny(x) ? 0.5 + x / 4 : 1 / (1 + StrictMath.exp(-x)));
    map.put("softplus", Reference::softplus);
    map.put("erf", Reference::erf);
    return map;
  }

  /** The functions to many digits, by name. */
  static Map<String, UnaryOperator<BigDecimal>> ofDouble() {
    BigMath math = new BigMath(0);
    Map<String, UnaryOperator<BigDecimal>> map = new LinkedHashMap<>();
    map.put("exp", math::exp);
    map.put("expm1", math::expm1);
    map.put("log", math::log);
    map.put("log1p", math::log1p);
    map.put("tanh", math::tanh);
    map.put("logistic", math::logistic);
    map.put("softplus", math::softplus);
    map.put("erf", math::erf);
    return map;
  }

  /**
   * An activation to many digits.
   *
   * @param math the functions, and the digits
   * @param name the activation's, without numbers
   * @param p the numbers
   */
  static UnaryOperator<BigDecimal> ofActivation(BigMath math, String name, BigDecimal... p) {
    return switch (name) {
      case "identity" -> x -> x;
      case "logistic" -> math::logistic;
      case "tanh" -> math::tanh;
      case "lecun-tanh" -> {
        BigDecimal twist = p.length == 0 ? BigDecimal.ZERO : p[0];
        yield ofActivation(
            math, "twisted-tanh", new BigDecimal(1.7159), new BigDecimal(2.0 / 3), twist);
      }
      case "scaled-tanh" -> ofActivation(math, "twisted-tanh", p[0], p[1], BigDecimal.ZERO);
      case "twisted-tanh" ->
          x -> p[0].multiply(math.tanh(p[1].multiply(x))).add(p[2].multiply(x), math.context());
      case "relu" -> x -> x.max(BigDecimal.ZERO);
      case "leaky-relu" -> x -> x.signum() > 0 ? x : p[0].multiply(x);
      case "softplus" -> math::softplus;
      case "elu" -> x -> x.signum() > 0 ? x : p[0].multiply(math.expm1(x));
      case "gelu" -> x -> x.multiply(math.normal(x));
      case "silu" -> x -> x.multiply(math.logistic(x));
      case "softsign" -> x -> x.divide(x.abs().add(BigDecimal.ONE), math.context());
      case "gaussian" -> x -> math.exp(x.negate());
      default -> throw new IllegalArgumentException("no exact formula of " + name);
    };
  }

  /** The distance of a float from the exact value, in units in the last place of the latter. */
  static double ulps(float y, double exact) {
    float rounded = (float) exact;
    if (Float.isNaN(y) || Float.isNaN(rounded)) {
      return Float.isNaN(y) == Float.isNaN(rounded) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (Float.isInfinite(y) || Float.isInfinite(rounded)) {
      return y == rounded || y == Math.copySign(Float.MAX_VALUE, rounded) ? 0 : overflow(y, exact);
    }
    if (y == 0 && rounded == 0) {
      return 0;
    }
    return Math.abs(y - exact) / Math.ulp(rounded);
  }

  /** One of the two is infinite: the distance as if the exponent had no end. */
  private static double overflow(float y, double exact) {
    double unbounded = Float.isInfinite(y) ? Math.copySign(0x1p128, y) : y;
    return Math.abs(unbounded - exact) / 0x1p104;
  }

  private static boolean tiny(double x) {
    return Math.abs(x) < TINY;
  }

  private static double softplus(double x) {
    return tiny(x)
        ? LN2 + x * (0.5 + x / 8)
        : (x > 0 ? x : 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** Below 3 by a series of positive terms, then by a continued fraction. */
  private static double erf(double x) {
    double a = Math.abs(x);
    if (a < TINY) {
      return TWO_OVER_SQRT_PI * x * (1 - x * x / 3);
    }
    if (!(a < 7)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double e = StrictMath.exp(-a * a);
    if (a >= 3) {
      double fraction = a;
      for (int k = FRACTION_TERMS; k > 0; k--) {
        fraction = a + k * 0.5 / fraction;
      }
      return Math.copySign(1 - e / (fraction * SQRT_PI), x);
    }
    double term = a;
    double sum = a;
    for (int n = 1; term > sum * 0x1p-56; n++) {
      term *= 2 * a * a / (2 * n + 1);
      sum += term;
    }
    return Math.copySign(TWO_OVER_SQRT_PI * e * sum, x);
  }
}
