package io.github.curvelane.optim.batch;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;

/**
 * E = Σ a_i² + b_i² with a_i = 10(x_{i+1} − x_i²) and b_i = 1 − x_i, its products with H and G =
 * 2JᵀJ. Nothing allocates.
 */
final class ChainedRosenbrock<A> implements HessianProducts<A>, GaussNewtonProducts<A> {
  private final Precision<A> precision;
  private final int n;
  private A theta;

  ChainedRosenbrock(Precision<A> precision, int n) {
    this.precision = precision;
    this.n = n;
    this.theta = precision.newArray(n);
  }

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return n;
  }

  @Override
  public double value(A x) {
    double sum = 0;
    for (int i = 0; i + 1 < n; i++) {
      double a = a(x, i);
      double b = 1 - precision.get(x, i);
      sum += a * a + b * b;
    }
    return sum;
  }

  @Override
  public double valueAndGradient(A x, A gradient) {
    precision.fill(gradient, 0, n, 0);
    for (int i = 0; i + 1 < n; i++) {
      double xi = precision.get(x, i);
      double a = a(x, i);
      add(gradient, i, -40 * a * xi - 2 * (1 - xi));
      add(gradient, i + 1, 20 * a);
    }
    return value(x);
  }

  @Override
  public double linearize(A x, A gradient) {
    theta = x;
    return valueAndGradient(x, gradient);
  }

  @Override
  public void gaussNewtonVector(A v, A product) {
    multiply(v, product, 0);
  }

  @Override
  public void hessianVector(A v, A product) {
    multiply(v, product, 1);
  }

  private void multiply(A v, A product, int curved) {
    precision.fill(product, 0, n, 0);
    for (int i = 0; i + 1 < n; i++) {
      double xi = precision.get(theta, i);
      double vi = precision.get(v, i);
      double tangent = -20 * xi * vi + 10 * precision.get(v, i + 1);
      add(product, i, -40 * xi * tangent + 2 * vi - curved * 40 * a(theta, i) * vi);
      add(product, i + 1, 20 * tangent);
    }
  }

  private double a(A x, int i) {
    double xi = precision.get(x, i);
    return 10 * (precision.get(x, i + 1) - xi * xi);
  }

  private void add(A sum, int i, double term) {
    precision.set(sum, i, precision.get(sum, i) + term);
  }
}
