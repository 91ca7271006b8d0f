package io.github.curvelane.bench.problems;

import io.github.curvelane.LeastSquares;
import java.util.Arrays;

/**
 * A problem of the collection of Moré, Garbow and Hillstrom (<i>Testing Unconstrained Optimization
 * Software</i>, ACM TOMS 7(1), 1981): residuals f, E(x) = Σ f_i² without ½, a start x₀, and the
 * minima of E that are known. Starts 10x₀ and 100x₀ belong to the collection and are harder.
 */
public final class MghProblem {
  private static final double TOLERANCE = 1e-8;
  private static final double LEAST_SCALE = 1e-4;

  /** The residuals at a point whose coordinates are variables. */
  @FunctionalInterface
  interface Formulas {
    Jet[] of(Jet[] x);
  }

  private final int number;
  private final String name;
  private final int residuals;
  private final Formulas formulas;
  private final double[] start;
  private final double startValue;
  private final double[] minima;

  /** Creates a problem; {@code minima} are values of E, the lowest first. */
  MghProblem(
      int number,
      String name,
      int residuals,
      Formulas formulas,
      double[] start,
      double startValue,
      double... minima) {
    this.number = number;
    this.name = name;
    this.residuals = residuals;
    this.formulas = formulas;
    this.start = start;
    this.startValue = startValue;
    this.minima = minima;
  }

  /**
   * Returns the number of the problem in the collection.
   *
   * @return 1 to 35
   */
  public int number() {
    return number;
  }

  /**
   * Returns the number of variables.
   *
   * @return n
   */
  public int variables() {
    return start.length;
  }

  /**
   * Returns the number of residuals.
   *
   * @return m
   */
  public int residuals() {
    return residuals;
  }

  Formulas formulas() {
    return formulas;
  }

  /**
   * Returns the standard start or one farther away.
   *
   * @param factor 1, 10 or 100
   * @return x₀ times the factor, a new array; where x₀ = 0, of 10 and 100, that many times the
   *     vector of ones
   */
  public double[] start(double factor) {
    boolean isZero = Arrays.stream(start).allMatch(x -> x == 0);
    return Arrays.stream(start).map(x -> isZero && factor != 1 ? factor : factor * x).toArray();
  }

  /**
   * Returns E at the standard start, to six digits, as the collection's readers have it.
   *
   * @return E(x₀)
   */
  public double startValue() {
    return startValue;
  }

  /**
   * Returns the values of the known minima at finite points.
   *
   * @return E of each, the lowest first, a new array
   */
  public double[] minima() {
    return minima.clone();
  }

  /**
   * Tells whether a value is that of a minimum: E − E* ≤ {@value #TOLERANCE}·max(E*, {@value
   * #LEAST_SCALE}), of a local minimum in both directions.
   *
   * @param value E at some point
   * @return whether it is
   */
  public boolean isReached(double value) {
    boolean reached = value - minima[0] <= tolerance(minima[0]);
    for (double minimum : minima) {
      reached |= Math.abs(value - minimum) <= tolerance(minimum);
    }
    return reached;
  }

  private static double tolerance(double minimum) {
    return TOLERANCE * Math.max(minimum, LEAST_SCALE);
  }

  /**
   * Returns the residuals as a problem of least squares.
   *
   * @return f with the rows of its Jacobian; owns memory, one user at a time
   */
  public LeastSquares<double[]> newResiduals() {
    return new MghResiduals(this);
  }

  /**
   * Returns the problem as one function.
   *
   * @return E with its gradient and products with H and G; owns memory, one user at a time
   */
  public MghObjective newObjective() {
    return new MghObjective(this);
  }

  /** Returns the number, the name and the number of variables. */
  @Override
  public String toString() {
    return "%d %s, n = %d".formatted(number, name, variables());
  }
}
