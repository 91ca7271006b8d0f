package io.github.curvelane.curvature;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.GradientMoments;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Linearizable;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.internal.ParameterVectors;
import java.util.Objects;

/**
 * Dense matrices of second derivatives for small problems, row-major [N × N], built column by
 * column from N products with unit vectors and then symmetrised, M ← (M + Mᵀ)/2, so that they are
 * symmetric bit for bit.
 *
 * <p>Memory and time grow with N²: more than {@link #MAX_DIMENSION} parameters are refused.
 */
public final class DenseCurvature {
  /** The largest N: its matrix of doubles takes 128 MiB. */
  public static final int MAX_DIMENSION = 4096;

  private DenseCurvature() {}

  /**
   * Computes the Hessian from N exact products.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers; kept by the objective, as by {@link
   *     Linearizable#linearize}
   * @param <A> {@code float[]} or {@code double[]}
   * @return H, row-major [N × N]
   * @throws IllegalArgumentException if N exceeds {@link #MAX_DIMENSION}, θ has another length, or
   *     a parameter is NaN or infinite
   */
  public static <A> A hessian(HessianProducts<A> objective, A theta) {
    Objects.requireNonNull(objective, "objective");
    linearize(objective, theta);
    return of(objective.hessian());
  }

  /**
   * Computes the generalised Gauss-Newton matrix from N products.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers; kept by the objective, as by {@link
   *     Linearizable#linearize}
   * @param <A> {@code float[]} or {@code double[]}
   * @return G, row-major [N × N]
   * @throws IllegalArgumentException as {@link #hessian}
   */
  public static <A> A gaussNewton(GaussNewtonProducts<A> objective, A theta) {
    Objects.requireNonNull(objective, "objective");
    linearize(objective, theta);
    return of(objective.gaussNewton());
  }

  /**
   * Computes the empirical Fisher matrix from N products.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers; kept by the objective, as by {@link
   *     Linearizable#linearize}
   * @param <A> {@code float[]} or {@code double[]}
   * @return F, row-major [N × N]
   * @throws IllegalArgumentException as {@link #hessian}
   */
  public static <A> A empiricalFisher(GradientMoments<A> objective, A theta) {
    Objects.requireNonNull(objective, "objective");
    linearize(objective, theta);
    return of(objective.empiricalFisher());
  }

  /**
   * Computes the Hessian of any objective from 2N gradients, by central differences along each
   * coordinate, symmetrised ([EB 7.1], which takes the forward form). The steps are those of {@link
   * FiniteDifferenceProducts.Form#CENTRAL} for unit vectors: about ten digits are right in double
   * precision, four in single.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return H, row-major [N × N]
   * @throws IllegalArgumentException as {@link #hessian}
   */
  public static <A> A finiteDifferenceHessian(Objective<A> objective, A theta) {
    return hessian(
        new FiniteDifferenceProducts<>(objective, FiniteDifferenceProducts.Form.CENTRAL), theta);
  }

  /**
   * Computes the matrix of an operator from N products.
   *
   * @param operator the operator
   * @param <A> {@code float[]} or {@code double[]}
   * @return M, row-major [N × N], symmetrised
   * @throws IllegalArgumentException if N exceeds {@link #MAX_DIMENSION}
   */
  public static <A> A of(SymmetricOperator<A> operator) {
    Objects.requireNonNull(operator, "operator");
    Precision<A> precision = operator.precision();
    int n = operator.dimension();
    checkDimension(n);
    A matrix = precision.newArray(n * n);
    A unit = precision.newArray(n);
    A column = precision.newArray(n);
    for (int j = 0; j < n; j++) {
      precision.set(unit, j, 1);
      operator.apply(unit, column);
      precision.set(unit, j, 0);
      precision.copy(column, 0, matrix, j * n, n);
    }
    symmetrise(precision, n, matrix);
    return matrix;
  }

  private static <A> void linearize(Linearizable<A> objective, A theta) {
    int n = objective.dimension();
    checkDimension(n);
    ParameterVectors.requireLength("theta", objective.precision(), n, theta);
    objective.linearize(theta, objective.precision().newArray(n));
  }

  private static void checkDimension(int n) {
    if (n > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "the dimension is %d, a dense matrix takes at most %d (MAX_DIMENSION)"
              .formatted(n, MAX_DIMENSION));
    }
  }

  private static <A> void symmetrise(Precision<A> precision, int n, A matrix) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double mean = (precision.get(matrix, i * n + j) + precision.get(matrix, j * n + i)) / 2;
        precision.set(matrix, i * n + j, mean);
        precision.set(matrix, j * n + i, mean);
      }
    }
  }
}
