package io.github.curvelane.check;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.GradientMoments;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Jacobian;
import io.github.curvelane.Precision;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * An objective written as formulas, each of which a test can replace by a wrong one. Its model is
 * linear, with outputs J·θ and G = JᵀJ; F = G for want of examples.
 */
class Analytic
    implements HessianProducts<double[]>,
        GaussNewtonProducts<double[]>,
        Jacobian<double[]>,
        GradientMoments<double[]>,
        CurvatureDiagonals<double[]> {
  private final int size;
  ToDoubleFunction<double[]> value;
  Function<double[], double[]> gradient;
  Function<double[], double[][]> hessian;
  double[][] jacobian = new double[0][];
  double[][] jacobianTransposed;
  double[][] gaussNewton;
  int evaluations;

  /** The fault of adding products and diagonals to what is there. */
  boolean adds;

  /** What it says that it can give. */
  boolean examples = true;

  Set<Diagonal> diagonals = EnumSet.allOf(Diagonal.class);

  private double[] kept;

  Analytic(
      int size,
      ToDoubleFunction<double[]> value,
      Function<double[], double[]> gradient,
      Function<double[], double[][]> hessian) {
    this.size = size;
    this.value = value;
    this.gradient = gradient;
    this.hessian = hessian;
  }

  /** Rosenbrock's function in two dimensions. */
  static Analytic rosenbrock() {
    return new Analytic(
        2,
        t -> 100 * square(t[1] - t[0] * t[0]) + square(1 - t[0]),
        t ->
            new double[] {
              -400 * t[0] * (t[1] - t[0] * t[0]) - 2 * (1 - t[0]), 200 * (t[1] - t[0] * t[0])
            },
        t ->
            new double[][] {
              {1200 * t[0] * t[0] - 400 * t[1] + 2, -400 * t[0]}, {-400 * t[0], 200}
            });
  }

  /** ½‖Jθ − 1‖², whose Hessian is JᵀJ. */
  static Analytic leastSquares(double[][] jacobian) {
    int n = jacobian[0].length;
    double[][] g = gram(jacobian);
    Analytic objective =
        new Analytic(
            n,
            t -> {
              double sum = 0;
              for (double[] row : jacobian) {
                sum += square(Point.dot(row, t) - 1) / 2;
              }
              return sum;
            },
            t -> {
              double[] gradient = new double[n];
              for (double[] row : jacobian) {
                double r = Point.dot(row, t) - 1;
                for (int i = 0; i < n; i++) {
                  gradient[i] += r * row[i];
                }
              }
              return gradient;
            },
            t -> g);
    objective.jacobian = jacobian;
    objective.jacobianTransposed = jacobian;
    objective.gaussNewton = g;
    return objective;
  }

  static double[][] gram(double[][] jacobian) {
    int n = jacobian[0].length;
    double[][] gram = new double[n][n];
    for (double[] row : jacobian) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          gram[i][j] += row[i] * row[j];
        }
      }
    }
    return gram;
  }

  static double square(double x) {
    return x * x;
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return size;
  }

  @Override
  public double value(double[] theta) {
    evaluations++;
    return value.applyAsDouble(theta);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] result) {
    System.arraycopy(gradient.apply(theta), 0, result, 0, size);
    return value(theta);
  }

  @Override
  public double linearize(double[] theta, double[] result) {
    kept = theta;
    return valueAndGradient(theta, result);
  }

  private void multiply(double[][] matrix, double[] v, double[] result) {
    for (int i = 0; i < matrix.length; i++) {
      result[i] = Point.dot(matrix[i], v) + (adds ? result[i] : 0);
    }
  }

  @Override
  public void hessianVector(double[] v, double[] product) {
    multiply(hessian.apply(kept), v, product);
  }

  @Override
  public void gaussNewtonVector(double[] v, double[] product) {
    multiply(gaussNewton, v, product);
  }

  @Override
  public boolean hasExamples() {
    return examples;
  }

  @Override
  public void gradientVariance(double[] variance) {
    throw new AssertionError("has no reference, so nothing asks for it");
  }

  @Override
  public void empiricalFisherVector(double[] v, double[] product) {
    multiply(gaussNewton, v, product);
  }

  @Override
  public int outputs() {
    return jacobian.length;
  }

  @Override
  public void jacobianVector(double[] v, double[] result) {
    multiply(jacobian, v, result);
  }

  @Override
  public void jacobianTransposeVector(double[] u, double[] result) {
    java.util.Arrays.fill(result, 0);
    for (int p = 0; p < u.length; p++) {
      for (int i = 0; i < size; i++) {
        result[i] += u[p] * jacobianTransposed[p][i];
      }
    }
  }

  @Override
  public Set<Diagonal> diagonals() {
    return diagonals;
  }

  @Override
  public void diagonal(Diagonal kind, double[] diagonal) {
    double[][] matrix = kind == Diagonal.HESSIAN ? hessian.apply(kept) : gaussNewton;
    for (int i = 0; i < size; i++) {
      diagonal[i] = matrix[i][i] + (adds ? diagonal[i] : 0);
    }
  }
}
