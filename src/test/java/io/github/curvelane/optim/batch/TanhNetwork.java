package io.github.curvelane.optim.batch;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.Precision;
import java.util.random.RandomGenerator;

/** f(x) = Σ_k v_k tanh(w_k x + b_k) + c at points x_i, r_i = f(x_i) − y_i; θ = (w, b, v, c). */
final class TanhNetwork implements LeastSquares<double[]> {
  private final int units;
  private final double[] x;
  private final double[] y;

  TanhNetwork(int units, double[] x, double[] y) {
    this.units = units;
    this.x = x;
    this.y = y;
  }

  static double[] start(int units, RandomGenerator random) {
    double[] theta = new double[3 * units + 1];
    for (int j = 0; j < theta.length; j++) {
      theta[j] = 2 * random.nextDouble() - 1;
    }
    return theta;
  }

  double output(double[] theta, double at) {
    double sum = theta[3 * units];
    for (int k = 0; k < units; k++) {
      sum += theta[2 * units + k] * StrictMath.tanh(theta[k] * at + theta[units + k]);
    }
    return sum;
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return 3 * units + 1;
  }

  @Override
  public int residuals() {
    return x.length;
  }

  @Override
  public void residuals(double[] theta, double[] residuals) {
    for (int i = 0; i < x.length; i++) {
      residuals[i] = output(theta, x[i]) - y[i];
    }
  }

  @Override
  public void jacobianRows(double[] theta, int from, int to, double[] rows) {
    int n = dimension();
    for (int i = from; i < to; i++) {
      int at = (i - from) * n;
      for (int k = 0; k < units; k++) {
        double t = StrictMath.tanh(theta[k] * x[i] + theta[units + k]);
        double back = theta[2 * units + k] * (1 - t * t);
        rows[at + k] = back * x[i];
        rows[at + units + k] = back;
        rows[at + 2 * units + k] = t;
      }
      rows[at + 3 * units] = 1;
    }
  }
}
