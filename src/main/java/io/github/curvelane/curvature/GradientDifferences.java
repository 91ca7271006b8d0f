package io.github.curvelane.curvature;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.internal.SoleUse;
import java.util.List;
import java.util.Objects;

/** Hessian-vector products by differences of gradients, that of the kept point among them. */
abstract class GradientDifferences<A> implements HessianProducts<A> {
  final Objective<A> objective;
  final Precision<A> precision;
  final int size;

  /** ∇E(θ) of the kept point. */
  final A gradient;

  private final SoleUse use;
  private final LastSetter kept;
  private A theta;

  GradientDifferences(Objective<A> objective, String what) {
    this.objective = Objects.requireNonNull(objective, "objective");
    this.precision = objective.precision();
    this.size = objective.dimension();
    this.gradient = precision.newArray(size);
    this.use = new SoleUse("this " + what);
    this.kept = new LastSetter("the point that this thread linearized at", "an " + what);
  }

  @Override
  public final Precision<A> precision() {
    return precision;
  }

  @Override
  public final int dimension() {
    return size;
  }

  @Override
  public final double value(A theta) {
    use.begin();
    try {
      this.theta = null;
      return objective.value(theta);
    } finally {
      use.end();
    }
  }

  @Override
  public final double valueAndGradient(A theta, A gradient) {
    use.begin();
    try {
      this.theta = null;
      return objective.valueAndGradient(theta, gradient);
    } finally {
      use.end();
    }
  }

  @Override
  public final double linearize(A theta, A gradient) {
    ParameterVectors.requireFinite("theta", precision, size, theta);
    ParameterVectors.requireLength("gradient", precision, size, gradient);
    Arguments.apart("theta", theta, "gradient", gradient);
    use.begin();
    try {
      double value = keepAt(theta, gradient);
      precision.copy(gradient, 0, this.gradient, 0, size);
      return value;
    } finally {
      use.end();
    }
  }

  @Override
  public final double keep(A theta, A scratch) {
    ParameterVectors.requireFinite("theta", precision, size, theta);
    ParameterVectors.requireLength("scratch", precision, size, scratch);
    Arguments.apart("theta", theta, "scratch", scratch);
    use.begin();
    try {
      return keepAt(theta, gradient);
    } finally {
      use.end();
    }
  }

  private double keepAt(A theta, A gradient) {
    kept.set();
    this.theta = null;
    double value = objective.valueAndGradient(theta, gradient);
    this.theta = theta;
    return value;
  }

  /**
   * Approximates Hv at the point that was linearized last.
   *
   * @param v the direction, N finite elements, not all zero
   * @param product receives the approximation, N elements; must not be {@code v} or θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if an array has another length, two are one, or the norm of
   *     {@code v} is zero, NaN or infinite: it has no step size
   */
  @Override
  public final void hessianVector(A v, A product) {
    use.begin();
    try {
      kept.require();
      ParameterVectors.requireLength("v", precision, size, v);
      ParameterVectors.requireLength("product", precision, size, product);
      Arguments.apart("v", v, "product", product);
      Arguments.apart("theta", theta, "product", product);
      if (theta == null) {
        throw new IllegalStateException("no point is kept: call linearize first");
      }
      double norm = norm(v);
      if (!hasStep(norm)) {
        throw new IllegalArgumentException(
            "the norm of v is " + norm + ", must be positive and finite");
      }
      approximate(theta, v, norm, product);
    } finally {
      use.end();
    }
  }

  @Override
  public final void hessianVectors(List<A> vectors, List<A> products) {
    ParameterVectors.requirePairs(precision, size, vectors, "products", products);
    use.begin();
    try {
      for (int k = 0; k < vectors.size(); k++) {
        double norm = norm(vectors.get(k));
        if (!hasStep(norm)) {
          throw new IllegalArgumentException(
              "the norm of vectors[%d] is %s, must be positive and finite".formatted(k, norm));
        }
      }
    } finally {
      use.end();
    }
    HessianProducts.super.hessianVectors(vectors, products);
  }

  private static boolean hasStep(double norm) {
    return norm > 0 && norm < Double.POSITIVE_INFINITY;
  }

  /** ‖x‖. */
  abstract double norm(A x);

  /** Writes Hv for a direction that has been checked and its norm. */
  abstract void approximate(A theta, A v, double norm, A product);
}
