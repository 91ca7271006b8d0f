package io.github.curvelane.optim.batch;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import java.util.function.ToDoubleFunction;

/**
 * A function of two variables with everything that methods ask for, written by hand: G is given as
 * H, so that it is right where H is positive.
 */
final class Landscape implements HessianProducts<double[]>, GaussNewtonProducts<double[]> {
  private final ToDoubleFunction<double[]> value;
  private final double[] start;
  private final Derivatives derivatives;
  private double[] kept = new double[2];
  int calls;
  int failAt = Integer.MAX_VALUE;
  double failWith = Double.NaN;
  boolean throwing;

  /** Writes gx, gy, hxx, hxy, hyy. */
  interface Derivatives {
    void at(double x, double y, double[] result);
  }

  Landscape(ToDoubleFunction<double[]> value, Derivatives derivatives, double... start) {
    this.value = value;
    this.derivatives = derivatives;
    this.start = start.clone();
  }

  double[] start() {
    return start.clone();
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public double value(double[] theta) {
    if (++calls == failAt) {
      if (throwing) {
        throw new IllegalStateException("call " + failAt);
      }
      return failWith;
    }
    return value.applyAsDouble(theta);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    double[] d = new double[5];
    derivatives.at(theta[0], theta[1], d);
    gradient[0] = d[0];
    gradient[1] = d[1];
    return value(theta);
  }

  @Override
  public double linearize(double[] theta, double[] gradient) {
    double e = valueAndGradient(theta, gradient);
    kept = theta;
    return e;
  }

  @Override
  public void hessianVector(double[] v, double[] product) {
    double[] d = new double[5];
    derivatives.at(kept[0], kept[1], d);
    product[0] = d[2] * v[0] + d[3] * v[1];
    product[1] = d[3] * v[0] + d[4] * v[1];
  }

  @Override
  public void gaussNewtonVector(double[] v, double[] product) {
    hessianVector(v, product);
  }

  @Override
  public String toString() {
    return "landscape";
  }
}
