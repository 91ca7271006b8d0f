package io.github.curvelane.kernel.fit;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Fits every polynomial of the elementary functions and writes the two source files that hold their
 * coefficients. Run with the directory of the package {@code kernel.scalar} as the argument.
 */
public final class Coefficients {
  private static final int DIGITS = 60;

  /** The range of a reduced argument of exp: |r| ≤ ½ ln 2, and a little for the rounding of n. */
  private static final double EXP_RANGE = 0.3467;

  /** Where half of the nodes of Mills's ratio lie below. */
  private static final double MILLS_POLE = 4;

  /** √(π/2). */
  private static final BigDecimal SQRT_HALF_PI =
      new BigDecimal("1.25331413731550025120788264240552262650349337030496915831496178817");

  /** Enough for the equations of a quotient with eleven coefficients on each side. */
  private static final MathContext WIDE = new MathContext(120);

  private final BigMath math = new BigMath(DIGITS);
  private final boolean single;
  private final StringBuilder text = new StringBuilder();

  private Coefficients(boolean single) {
    this.single = single;
  }

  /**
   * Writes FloatCoefficients.java and DoubleCoefficients.java.
   *
   * @param arguments the directory to write to
   * @throws IOException if that fails
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Files.writeString(directory.resolve("FloatCoefficients.java"), source(true));
    Files.writeString(directory.resolve("DoubleCoefficients.java"), source(false));
  }

  /**
   * Fits the coefficients of one precision.
   *
   * @param single whether it is float
   * @return the source text of the class that holds them
   */
  public static String source(boolean single) {
    return new Coefficients(single).fitAll();
  }

  private String fitAll() {
    String type = single ? "float" : "double";
    String name = single ? "Float" : "Double";
    text.append(
        """
        package io.github.curvelane.kernel.scalar;

        /**
         * Coefficients of the polynomials in {@link %sPolynomials}, lowest power first. Fitted by weighted
         * least squares over Chebyshev nodes; this file is written by the program {@code Coefficients} of
         * the tests, one of which fits them again and compares.
         */
        public final class %sCoefficients {
        """
            .formatted(name, name));
    exp();
    log();
    log1p();
    tanh();
    erf();
    mills();
    text.append("\n  private %sCoefficients() {}\n}\n".formatted(name));
    return text.toString().replace("TYPE", type);
  }

  private void exp() {
    add(
        "EXP",
        "(eʳ − 1 − r)/r² for |r| ≤ ½ ln 2",
        single ? 4 : 9,
        -EXP_RANGE,
        EXP_RANGE,
        r -> divide(math.expm1(r).subtract(r), r.multiply(r)),
        r -> divide(r.multiply(r), math.expm1(r)));
  }

  private void log() {
    add(
        "LOG",
        "(ln(1+f) − f)/f² for √½ ≤ 1+f ≤ √2",
        single ? 8 : 20,
        StrictMath.sqrt(0.5) - 1,
        StrictMath.sqrt(2) - 1,
        this::logTail,
        f -> divide(f.multiply(f), math.log1p(f)));
  }

  /** Near e = 1, where softplus rounds most besides, the weight is up to half as much again. */
  private void log1p() {
    BigDecimal half = new BigDecimal(0.5);
    add(
        "LOG1P",
        "(ln(1+e) − e)/e² for 0 ≤ e ≤ 1, weighted by 1 + e⁴/2",
        single ? 8 : 20,
        0,
        1,
        this::logTail,
        e -> {
          BigDecimal weight = BigDecimal.ONE.add(e.pow(4).multiply(half));
          return divide(e.multiply(e).multiply(weight), math.log1p(e));
        });
  }

  private BigDecimal logTail(BigDecimal f) {
    return divide(math.log1p(f).subtract(f), f.multiply(f));
  }

  private void tanh() {
    add(
        "TANH",
        "(tanh(x)/x − 1)/x² as a polynomial in x² ≤ 1",
        single ? 6 : 14,
        0,
        1,
        square -> {
          BigDecimal x = square.sqrt(math.context());
          return divide(divide(math.tanh(x), x).subtract(BigDecimal.ONE), square);
        },
        square -> {
          BigDecimal x = square.sqrt(math.context());
          return divide(square.multiply(x), math.tanh(x));
        });
  }

  private void erf() {
    add(
        "ERF",
        "erf(x)/x − 1 as a polynomial in x² ≤ 1",
        single ? 6 : 12,
        0,
        1,
        square -> {
          BigDecimal x = square.sqrt(math.context());
          return divide(math.erf(x), x).subtract(BigDecimal.ONE);
        },
        square -> {
          BigDecimal x = square.sqrt(math.context());
          return divide(x, math.erf(x));
        });
  }

  /** Nodes are Chebyshev's in (a − k)/(a + k) with k = 4: most of them where a is small. */
  private void mills() {
    int degree = single ? 5 : 11;
    double last = single ? 14.5 : 39;
    double end = (last - MILLS_POLE) / (last + MILLS_POLE);
    BigDecimal[] nodes = new BigDecimal[12 * degree];
    for (int i = 0; i < nodes.length; i++) {
      double node = StrictMath.cos(StrictMath.PI * (i + 0.5) / nodes.length);
      double u = 0.5 * (end - 1) + 0.5 * (end + 1) * node;
      nodes[i] = new BigDecimal(MILLS_POLE * (1 + u) / (1 - u));
    }
    BigDecimal root = new BigDecimal(0.5).sqrt(math.context());
    UnaryOperator<BigDecimal> mills =
        a -> math.erfcx(a.multiply(root, math.context())).multiply(SQRT_HALF_PI, math.context());
    RationalFit fit = new RationalFit(degree, nodes, mills, this::round, WIDE);
    double units = fit.error() * (single ? 0x1p24 : 0x1p53);
    text.append(
        "%n  // Mills's ratio √(π/2)·exp(a²/2)·erfc(a/√2), 0 ≤ a ≤ %s: the quotient of%n"
            .formatted(last));
    text.append(
        "  // polynomials in a, the lower one with the leading coefficient 1; error %.3f u.%n"
            .formatted(units));
    constants("MILLS_UPPER", fit.numerator());
    constants("MILLS_LOWER", fit.denominator());
  }

  private BigDecimal divide(BigDecimal a, BigDecimal b) {
    return a.divide(b, math.context());
  }

  private void add(
      String name,
      String what,
      int degree,
      double from,
      double to,
      UnaryOperator<BigDecimal> f,
      UnaryOperator<BigDecimal> weight) {
    PolynomialFit fit = new PolynomialFit(degree, from, to, f, weight, this::round, math.context());
    double units = fit.error() * (single ? 0x1p24 : 0x1p53);
    text.append("%n  // %s; error %.3f u.%n".formatted(what, units));
    constants(name, fit.coefficients());
  }

  private void constants(String name, BigDecimal[] coefficients) {
    for (int j = 0; j < coefficients.length; j++) {
      String value =
          single
              ? Float.toHexString(coefficients[j].floatValue()) + "f"
              : Double.toHexString(coefficients[j].doubleValue());
      text.append("  public static final TYPE %s_%d = %s;%n".formatted(name, j, value));
    }
  }

  private BigDecimal round(BigDecimal value) {
    return new BigDecimal(single ? value.floatValue() : value.doubleValue());
  }
}
