package io.github.curvelane.kernel.fit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.UnaryOperator;

/**
 * A polynomial p of given degree with rounded coefficients that minimises Σ (w(x)·(p(x) − f(x)))²
 * over Chebyshev nodes of an interval, which comes close to the smallest possible maximum of w·|p −
 * f|. The coefficients are rounded to the target precision from the lowest power up; after each
 * rounding those of higher powers are fitted again and take up its error.
 */
final class PolynomialFit {
  private static final int NODES_PER_COEFFICIENT = 6;

  private final MathContext context;
  private final int size;
  private final BigDecimal[] nodes;
  private final BigDecimal[] values;
  private final BigDecimal[] weights;
  private final BigDecimal[] coefficients;

  /**
   * Fits.
   *
   * @param degree the degree
   * @param from the interval's start
   * @param to the interval's end
   * @param f the function
   * @param w the weight of an absolute error at x
   * @param rounding rounds a coefficient to the target precision
   * @param context the precision to calculate in
   */
  PolynomialFit(
      int degree,
      double from,
      double to,
      UnaryOperator<BigDecimal> f,
      UnaryOperator<BigDecimal> w,
      UnaryOperator<BigDecimal> rounding,
      MathContext context) {
    this.context = context;
    this.size = degree + 1;
    int count = NODES_PER_COEFFICIENT * size;
    nodes = new BigDecimal[count];
    values = new BigDecimal[count];
    weights = new BigDecimal[count];
    for (int i = 0; i < count; i++) {
      double node = StrictMath.cos(StrictMath.PI * (i + 0.5) / count);
      nodes[i] = new BigDecimal(0.5 * (from + to) + 0.5 * (to - from) * node);
      values[i] = f.apply(nodes[i]);
      weights[i] = w.apply(nodes[i]);
    }
    coefficients = fit(rounding);
  }

  /** The coefficients, lowest power first. */
  BigDecimal[] coefficients() {
    return coefficients;
  }

  /** The largest weighted error at the nodes. */
  double error() {
    BigDecimal largest = BigDecimal.ZERO;
    for (int i = 0; i < nodes.length; i++) {
      BigDecimal error = value(nodes[i]).subtract(values[i]).multiply(weights[i], context).abs();
      largest = largest.max(error);
    }
    return largest.doubleValue();
  }

  private BigDecimal value(BigDecimal x) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int j = size - 1; j >= 0; j--) {
      sum = sum.multiply(x, context).add(coefficients[j], context);
    }
    return sum;
  }

  private BigDecimal[] fit(UnaryOperator<BigDecimal> rounding) {
    BigDecimal[][] normal = new BigDecimal[size][size];
    BigDecimal[] right = new BigDecimal[size];
    BigDecimal[] moments = new BigDecimal[2 * size - 1];
    java.util.Arrays.fill(moments, BigDecimal.ZERO);
    java.util.Arrays.fill(right, BigDecimal.ZERO);
    for (int i = 0; i < nodes.length; i++) {
      BigDecimal power = weights[i].multiply(weights[i], context);
      for (int j = 0; j < moments.length; j++) {
        moments[j] = moments[j].add(power, context);
        if (j < size) {
          right[j] = right[j].add(power.multiply(values[i], context), context);
        }
        power = power.multiply(nodes[i], context);
      }
    }
    for (int j = 0; j < size; j++) {
      System.arraycopy(moments, j, normal[j], 0, size);
    }
    return RoundedSolution.of(normal, right, rounding, context);
  }
}
