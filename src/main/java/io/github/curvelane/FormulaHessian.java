package io.github.curvelane;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** An objective of functions for its value, its gradient and its Hessian's products. */
final class FormulaHessian<A> extends FormulaObjective<A> implements HessianProducts<A> {
  private final PointProduct<A> hessianVector;
  private A theta;

  FormulaHessian(
      Precision<A> precision,
      int dimension,
      ToDoubleFunction<A> value,
      BiConsumer<A, A> gradient,
      PointProduct<A> hessianVector) {
    super(precision, dimension, value, gradient);
    this.hessianVector = Objects.requireNonNull(hessianVector, "hessianVector");
  }

  @Override
  public double value(A theta) {
    this.theta = null;
    return super.value(theta);
  }

  @Override
  public double valueAndGradient(A theta, A gradient) {
    this.theta = null;
    return super.valueAndGradient(theta, gradient);
  }

  @Override
  public double linearize(A theta, A gradient) {
    checkLength("theta", theta);
    int bad = precision().indexOfNonFinite(theta, 0, dimension());
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "theta[%d] is %s, must be finite".formatted(bad, precision().get(theta, bad)));
    }
    double value = valueAndGradient(theta, gradient);
    this.theta = theta;
    return value;
  }

  @Override
  public void hessianVector(A v, A product) {
    checkLength("v", v);
    checkLength("product", product);
    checkApart("v", v, "product", product);
    checkApart("theta", theta, "product", product);
    if (theta == null) {
      throw new IllegalStateException("no point is kept: call linearize first");
    }
    hessianVector.apply(theta, v, product);
  }
}
