package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;

/** E(θ) = mean of ½(θ − y_p)², whose minimum is the mean of the y_p. */
class Means implements StochasticObjective<double[]> {
  private final double[] y;
  private int[] order;
  private int from;
  private int to;

  Means(double... y) {
    this.y = y;
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return 1;
  }

  @Override
  public int examples() {
    return y.length;
  }

  @Override
  public int maxBatch() {
    return y.length;
  }

  @Override
  public void select(int[] order, int from, int to) {
    this.order = order;
    this.from = from;
    this.to = to;
  }

  @Override
  public double value(double[] theta) {
    return valueAndGradient(theta, new double[1]);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    double loss = 0;
    double slope = 0;
    for (int i = from; i < to; i++) {
      double residual = theta[0] - y[order[i]];
      loss += residual * residual / 2;
      slope += residual;
    }
    gradient[0] = slope / (to - from);
    return loss / (to - from);
  }
}
