package io.github.curvelane.optim.batch;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import java.util.Arrays;

/** An objective of doubles with a dense H, whose calls a test can spoil. G is H. */
final class SmoothFunction implements HessianProducts<double[]>, GaussNewtonProducts<double[]> {
  /** A function of θ. */
  interface Function {
    double at(double[] theta);
  }

  /** A function of θ that has elements. */
  interface Elements {
    double[] at(double[] theta);
  }

  /** A function of θ that has rows. */
  interface Rows {
    double[][] at(double[] theta);
  }

  private final int n;
  private final Function value;
  private final Elements gradient;
  private final Rows hessian;
  private double[] theta = {};

  SmoothFunction(int n, Function value, Elements gradient, Rows hessian) {
    this.n = n;
    this.value = value;
    this.gradient = gradient;
    this.hessian = hessian;
  }

  /** E = ½Σ λ_i x_i² + Σ b_i x_i. */
  static SmoothFunction quadratic(double[] eigenvalues, double[] b) {
    int n = b.length;
    return new SmoothFunction(
        n,
        x -> {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += x[i] * (eigenvalues[i] * x[i] / 2 + b[i]);
          }
          return sum;
        },
        x -> {
          double[] g = new double[n];
          Arrays.setAll(g, i -> eigenvalues[i] * x[i] + b[i]);
          return g;
        },
        x -> {
          double[][] h = new double[n][n];
          for (int i = 0; i < n; i++) {
            h[i][i] = eigenvalues[i];
          }
          return h;
        });
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return n;
  }

  @Override
  public double value(double[] x) {
    return value.at(x);
  }

  double[] gradient(double[] x) {
    return gradient.at(x);
  }

  double[][] hessian(double[] x) {
    return hessian.at(x);
  }

  @Override
  public double valueAndGradient(double[] x, double[] g) {
    System.arraycopy(gradient.at(x), 0, g, 0, n);
    return value(x);
  }

  @Override
  public double linearize(double[] x, double[] g) {
    theta = x;
    return valueAndGradient(x, g);
  }

  @Override
  public void hessianVector(double[] v, double[] product) {
    double[][] h = hessian.at(theta);
    for (int i = 0; i < n; i++) {
      product[i] = 0;
      for (int j = 0; j < n; j++) {
        product[i] += h[i][j] * v[j];
      }
    }
  }

  @Override
  public void gaussNewtonVector(double[] v, double[] product) {
    hessianVector(v, product);
  }

  @Override
  public String toString() {
    return "a function of " + n + " parameters";
  }
}
