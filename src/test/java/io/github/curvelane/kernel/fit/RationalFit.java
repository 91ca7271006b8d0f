package io.github.curvelane.kernel.fit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A quotient N/D of polynomials with rounded coefficients, D with the leading coefficient 1, that
 * comes close to a function f by relative error over given nodes. Least squares of (f·D − N)/(f·D₀)
 * with the D₀ of the round before, which starts at 1 and settles in a few rounds (Sanathanan and
 * Koerner 1963). In the last round the coefficients are rounded one after the other, those of N and
 * D in turn, from the lowest power up; the others take up the error.
 */
final class RationalFit {
  private static final int ROUNDS = 8;

  private final MathContext context;
  private final int degree;
  private final BigDecimal[] nodes;
  private final BigDecimal[] values;

  /** Of N and D in turn, lowest power first: both have {@link #degree} unknown ones. */
  private BigDecimal[] unknowns;

  /**
   * Fits.
   *
   * @param degree the degree of D, one more than N's
   * @param nodes where to fit
   * @param f the function
   * @param rounding rounds a coefficient to the target precision
   * @param context the precision to calculate in: the equations are ill-conditioned
   */
  RationalFit(
      int degree,
      BigDecimal[] nodes,
      UnaryOperator<BigDecimal> f,
      UnaryOperator<BigDecimal> rounding,
      MathContext context) {
    this.context = context;
    this.degree = degree;
    this.nodes = nodes;
    this.values = Arrays.stream(nodes).map(f).toArray(BigDecimal[]::new);
    BigDecimal[] before = new BigDecimal[nodes.length];
    Arrays.fill(before, BigDecimal.ONE);
    for (int round = 1; round <= ROUNDS; round++) {
      unknowns = fit(before, round < ROUNDS ? value -> value : rounding);
      for (int i = 0; i < nodes.length; i++) {
        before[i] = denominator(nodes[i]);
      }
    }
  }

  /** The coefficients of N, lowest power first. */
  BigDecimal[] numerator() {
    return every(0);
  }

  /** The coefficients of D but for the last, which is 1. */
  BigDecimal[] denominator() {
    return every(1);
  }

  /** The largest relative error at the nodes. */
  double error() {
    BigDecimal largest = BigDecimal.ZERO;
    for (int i = 0; i < nodes.length; i++) {
      BigDecimal exact = values[i].multiply(denominator(nodes[i]), context);
      BigDecimal error = value(numerator(), nodes[i]).subtract(exact).divide(exact, context);
      largest = largest.max(error.abs());
    }
    return largest.doubleValue();
  }

  private BigDecimal[] every(int first) {
    BigDecimal[] coefficients = new BigDecimal[degree];
    for (int j = 0; j < degree; j++) {
      coefficients[j] = unknowns[2 * j + first];
    }
    return coefficients;
  }

  private BigDecimal denominator(BigDecimal x) {
    return value(denominator(), x).add(x.pow(degree, context), context);
  }

  private BigDecimal value(BigDecimal[] coefficients, BigDecimal x) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int j = coefficients.length - 1; j >= 0; j--) {
      sum = sum.multiply(x, context).add(coefficients[j], context);
    }
    return sum;
  }

  private BigDecimal[] fit(BigDecimal[] before, UnaryOperator<BigDecimal> rounding) {
    int size = 2 * degree;
    BigDecimal[][] normal = new BigDecimal[size][size];
    BigDecimal[] right = new BigDecimal[size];
    Arrays.fill(right, BigDecimal.ZERO);
    for (BigDecimal[] row : normal) {
      Arrays.fill(row, BigDecimal.ZERO);
    }
    for (int i = 0; i < nodes.length; i++) {
      // (N − f·(D − xᵠ))/(f·D₀) = xᵠ/D₀ in the least-squares sense.
      BigDecimal[] row = new BigDecimal[size];
      BigDecimal power = BigDecimal.ONE.divide(before[i], context);
      for (int j = 0; j < degree; j++) {
        row[2 * j] = power.divide(values[i], context);
        row[2 * j + 1] = power.negate();
        power = power.multiply(nodes[i], context);
      }
      for (int j = 0; j < size; j++) {
        right[j] = right[j].add(row[j].multiply(power, context), context);
        for (int k = 0; k < size; k++) {
          normal[j][k] = normal[j][k].add(row[j].multiply(row[k], context), context);
        }
      }
    }
    return RoundedSolution.of(normal, right, rounding, context);
  }
}
