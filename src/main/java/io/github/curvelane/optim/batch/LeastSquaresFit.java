package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.Residuals;
import io.github.curvelane.SquareRootJacobian;
import io.github.curvelane.internal.Arguments;
import java.util.Objects;

/**
 * What the residuals of a fit tell of its parameters: the covariance s²(JᵀJ)⁻¹ at the solution of a
 * problem of least squares, with s² = ‖r‖²/(m − rank J), as for independent residuals of one
 * variance, r nearly linear over the region that this covariance spans. Found by QR of J, whichever
 * method found the solution.
 *
 * <pre>{@code
 * new LevenbergMarquardt().minimize(objective, theta).orThrow();
 * LeastSquaresFit fit = LeastSquaresFit.of(objective, theta);
 * double error = fit.standardDeviation(0);
 * }</pre>
 *
 * <p>A parameter that the residuals do not determine, since columns of J depend on each other, has
 * covariances of NaN.
 */
public final class LeastSquaresFit {
  /** How far from zero the part of a parameter in a direction that changes no residual may be. */
  private static final double DETERMINED = 0x1p-30;

  private final int residuals;
  private final int parameters;
  private final int rank;
  private final double sumOfSquares;
  private final double condition;
  private final double[] covariance;

  private LeastSquaresFit(int residuals, double sumOfSquares, QrSystem system) {
    this.residuals = residuals;
    this.parameters = system.size;
    this.rank = system.rank();
    this.sumOfSquares = sumOfSquares;
    this.condition = system.condition();
    this.covariance = system.inverse(DETERMINED);
    double variance = variance();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] *= variance;
    }
  }

  /**
   * Computes what is known at θ: one evaluation of the residuals and one Jacobian.
   *
   * @param objective a sum of squares, with {@link Residuals} and {@link SquareRootJacobian}
   * @param theta the parameters, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the fit
   * @throws IllegalArgumentException if the objective is no sum of squares or does not give rows of
   *     its Jacobian, θ has another length or holds a number that is not finite, or r or J is not
   *     finite there
   */
  public static <A> LeastSquaresFit of(Objective<A> objective, A theta) {
    Objects.requireNonNull(theta, "theta");
    if (!(objective instanceof Residuals<A> sum) || !sum.hasResiduals()) {
      throw new IllegalArgumentException(
          "a fit needs Residuals; %s is not a sum of squares".formatted(objective));
    }
    if (!(objective instanceof SquareRootJacobian<A> squares) || !squares.hasJacobianRows()) {
      throw new IllegalArgumentException(
          "a fit needs SquareRootJacobian; %s does not give rows".formatted(objective));
    }
    Precision<A> precision = objective.precision();
    A best = precision.newArray(objective.dimension());
    Stopping none = Stopping.of(precision);
    Evaluations<A> evaluations = new Evaluations<>(objective, best, none, RunWatch.NONE);
    A residuals = precision.newArray(sum.residuals());
    double value = sum.residuals(theta, residuals);
    JacobianRows<A> rows = new JacobianRows<>(evaluations, squares, true).with(residuals);
    QrSystem system = new QrSystem(rows);
    system.form(rows);
    int column = system.columnNotFinite();
    if (!Double.isFinite(value) || column >= 0) {
      throw new IllegalArgumentException(
          column < 0
              ? "E is " + value + " at theta, must be finite"
              : "column " + column + " of the Jacobian is not finite at theta");
    }
    return new LeastSquaresFit(sum.residuals(), 2 * value / squares.rowScale(), system);
  }

  /**
   * Returns the sum of squares.
   *
   * @return ‖r‖²
   */
  public double sumOfSquares() {
    return sumOfSquares;
  }

  /**
   * Returns the residual degrees of freedom.
   *
   * @return m − rank J
   */
  public int degreesOfFreedom() {
    return residuals - rank;
  }

  /**
   * Returns the residuals' standard deviation.
   *
   * @return s = √(‖r‖²/(m − rank J)); NaN without degrees of freedom
   */
  public double residualStandardDeviation() {
    return Math.sqrt(variance());
  }

  private double variance() {
    return degreesOfFreedom() > 0 ? sumOfSquares / degreesOfFreedom() : Double.NaN;
  }

  /**
   * Returns the rank of J.
   *
   * @return the number of columns of which, columns before them taken away, more than N·2⁻⁵² of the
   *     length is left
   */
  public int rank() {
    return rank;
  }

  /**
   * Estimates the condition of J with columns of length 1.
   *
   * @return the ratio of the greatest and the least diagonal element of R; infinite below full rank
   */
  public double condition() {
    return condition;
  }

  /**
   * Returns the covariance of two parameters.
   *
   * @param i one
   * @param j the other
   * @return s²(JᵀJ)⁻¹_ij; NaN if one of them is not determined, or without degrees of freedom
   * @throws IndexOutOfBoundsException if there is no such parameter
   */
  public double covariance(int i, int j) {
    Arguments.index("i", i, parameters);
    Arguments.index("j", j, parameters);
    return covariance[i * parameters + j];
  }

  /**
   * Returns the standard deviation of a parameter.
   *
   * @param i the parameter
   * @return the root of its variance
   * @throws IndexOutOfBoundsException if there is no such parameter
   */
  public double standardDeviation(int i) {
    return Math.sqrt(covariance(i, i));
  }

  @Override
  public String toString() {
    return "fit of %d residuals by %d parameters: rank %d, condition %.3g, residual standard deviation %s"
        .formatted(residuals, parameters, rank, condition, residualStandardDeviation());
  }
}
