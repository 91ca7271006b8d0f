package io.github.curvelane.curvature;

/**
 * Learning rates of plain gradient descent, θ ← θ − η∇E, from eigenvalues of the Hessian. On a
 * quadratic the error along an eigenvector of eigenvalue λ is multiplied by 1 − ηλ in every step
 * [EB 5.1], so that everything follows from the spectrum.
 *
 * <p>Each method costs one division. An eigenvalue that gives no rate is refused: one that is NaN,
 * infinite, zero, negative, or so small that the rate would overflow.
 */
public final class LearningRates {
  private LearningRates() {}

  /**
   * Returns 1/λ [EB 39]: the rate that ends in one step along an eigenvector of λ. With λ_max it is
   * the largest rate at which no component changes its sign.
   *
   * @param lambda λ, greater than 0
   * @return 1/λ
   * @throws IllegalArgumentException if λ gives no rate
   */
  public static double inverse(double lambda) {
    return rate("lambda", lambda, 1);
  }

  /**
   * Returns 2/λ_max [EB 26, 38]: at this rate and above descent does not converge.
   *
   * @param largest λ_max, greater than 0
   * @return 2/λ_max
   * @throws IllegalArgumentException if λ_max gives no rate
   */
  public static double divergenceBound(double largest) {
    return rate("the largest eigenvalue", largest, 2);
  }

  /**
   * Returns 2/(λ_max + λ_min), the constant rate whose slowest component is fastest: with λ_min
   * &gt; 0 every step multiplies the error by at most (κ − 1)/(κ + 1), κ = λ_max/λ_min.
   *
   * @param smallest λ_min, greater than 0
   * @param largest λ_max, at least λ_min
   * @return 2/(λ_max + λ_min)
   * @throws IllegalArgumentException if an eigenvalue gives no rate, or they are in the wrong order
   */
  public static double minimax(double smallest, double largest) {
    rate("the smallest eigenvalue", smallest, 2);
    rate("the largest eigenvalue", largest, 2);
    if (smallest > largest) {
      throw new IllegalArgumentException(
          "the smallest eigenvalue is " + smallest + ", must be at most the largest, " + largest);
    }
    return 2 / (largest + smallest);
  }

  private static double rate(String name, double lambda, double numerator) {
    double rate = numerator / lambda;
    if (!(lambda > 0) || lambda == Double.POSITIVE_INFINITY || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "%s is %s, must be positive and finite: it gives no learning rate"
              .formatted(name, lambda));
    }
    return rate;
  }
}
