package io.github.curvelane.bench.jmh;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;

/**
 * E = Σ ½d_i x_i² + ¼x_i⁴ with d_i from 1 to 1e-5: next to nothing to evaluate, and hundreds of
 * iterations to minimize, so that a method's own work can be timed.
 */
final class Valley implements Objective<double[]> {
  private final double[] curvatures;

  Valley(int n) {
    curvatures = new double[n];
    for (int i = 0; i < n; i++) {
      curvatures[i] = Math.pow(10, -5.0 * i / n);
    }
  }

  double[] start() {
    double[] start = new double[curvatures.length];
    for (int i = 0; i < start.length; i++) {
      start[i] = i % 3 - 1.25;
    }
    return start;
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return curvatures.length;
  }

  @Override
  public double value(double[] theta) {
    double sum = 0;
    for (int i = 0; i < theta.length; i++) {
      double square = theta[i] * theta[i];
      sum += (0.5 * curvatures[i] + 0.25 * square) * square;
    }
    return sum;
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    for (int i = 0; i < theta.length; i++) {
      gradient[i] = (curvatures[i] + theta[i] * theta[i]) * theta[i];
    }
    return value(theta);
  }
}
