package io.github.curvelane.curvature;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.Objects;

/**
 * Hessian-vector products from gradients alone, with a step of a fixed length along the direction
 * [EB 63]: Hv ≈ ‖v‖·(∇E(θ + α·v/‖v‖) − ∇E(θ))/α. The error is of the order of α, the change of H
 * along the step, and of u‖∇E‖/α, what is rounded. At α = 0.1 power iterations on a network for
 * digits failed from two of ten starts and at 1 from all: {@link #STEP}, 0.01, is the largest that
 * should be taken. {@link FiniteDifferenceProducts} chooses its step by ‖θ‖ and the precision.
 *
 * <p>A product costs one gradient. The gradient at the kept point is copied here, so the objective
 * may be evaluated elsewhere between products, as long as it has the same examples selected. After
 * creation nothing is allocated. A second thread is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class TaylorProducts<A> implements HessianProducts<A> {
  /** The step α that is taken unless another is asked for. */
  public static final double STEP = 0.01;

  private final Objective<A> objective;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final int size;
  private final double step;
  private final A gradient;
  private final A moved;
  private final SoleUse use = new SoleUse("this object of products");
  private final LastSetter kept =
      new LastSetter("the point that this thread linearized at", "an object of products");
  private A theta;

  /**
   * Creates products with the step {@link #STEP}.
   *
   * @param objective gives the gradients
   */
  public TaylorProducts(Objective<A> objective) {
    this(objective, STEP);
  }

  /**
   * Creates products.
   *
   * @param objective gives the gradients
   * @param step α, the length of the step in θ
   * @throws IllegalArgumentException if α is not positive and finite
   */
  public TaylorProducts(Objective<A> objective, double step) {
    if (!(step > 0 && step < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("step is " + step + ", must be positive and finite");
    }
    this.objective = Objects.requireNonNull(objective, "objective");
    this.precision = objective.precision();
    Kernels<A> kernels = Kernels.of(precision);
    this.algebra = kernels.vectorAlgebra();
    this.reductions = kernels.newReductions();
    this.size = objective.dimension();
    this.step = step;
    this.gradient = precision.newArray(size);
    this.moved = precision.newArray(size);
  }

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return size;
  }

  @Override
  public double value(A theta) {
    use.begin();
    try {
      this.theta = null;
      return objective.value(theta);
    } finally {
      use.end();
    }
  }

  @Override
  public double valueAndGradient(A theta, A gradient) {
    use.begin();
    try {
      this.theta = null;
      return objective.valueAndGradient(theta, gradient);
    } finally {
      use.end();
    }
  }

  @Override
  public double linearize(A theta, A gradient) {
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
  public double keep(A theta, A scratch) {
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
   *     {@code v} is zero, NaN or infinite
   */
  @Override
  public void hessianVector(A v, A product) {
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
      double norm = reductions.norm2(size, v, 0);
      if (!(norm > 0) || norm == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the norm of v is " + norm + ", must be positive and finite");
      }
      algebra.addScaled(size, theta, 0, step / norm, v, 0, moved, 0);
      objective.valueAndGradient(moved, product);
      algebra.subtract(size, product, 0, gradient, 0, product, 0);
      algebra.scale(size, norm / step, product, 0, product, 0);
    } finally {
      use.end();
    }
  }

  @Override
  public String toString() {
    return "products by steps of %s of %s".formatted(step, objective);
  }
}
