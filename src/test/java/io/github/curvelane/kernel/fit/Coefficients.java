package io.github.curvelane.kernel.fit;

import java.io.IOException;
import java.math.BigDecimal;
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
    erfcx();
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

  private void log1p() {
    add(
        "LOG1P",
        "(ln(1+e) − e)/e² for 0 ≤ e ≤ 1",
        single ? 9 : 20,
        0,
        1,
        this::logTail,
        e -> divide(e.multiply(e), math.log1p(e)));
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

  private void erfcx() {
    int pole = single ? 3 : 2;
    double last = single ? 10.5 : 27.5;
    BigDecimal k = BigDecimal.valueOf(pole);
    text.append("\n  /** k in the variable u = (v − k)/(v + k) of the ERFCX polynomial. */\n");
    text.append("  public static final TYPE ERFCX_POLE = %d;%n".formatted(pole));
    UnaryOperator<BigDecimal> argument =
        u -> divide(k.multiply(BigDecimal.ONE.add(u)), BigDecimal.ONE.subtract(u));
    UnaryOperator<BigDecimal> scaled =
        u -> {
          BigDecimal v = argument.apply(u);
          return math.erfcx(v).multiply(v.add(k), math.context());
        };
    add(
        "ERFCX",
        "(v + k)·exp(v²)·erfc(v) as a polynomial in u = (v − k)/(v + k), v ≥ 0",
        single ? 9 : 24,
        -1,
        (last - pole) / (last + pole),
        scaled,
        u -> divide(BigDecimal.ONE, scaled.apply(u)));
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
    BigDecimal[] coefficients = fit.coefficients();
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
