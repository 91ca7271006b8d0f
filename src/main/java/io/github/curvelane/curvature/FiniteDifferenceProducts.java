package io.github.curvelane.curvature;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.internal.SoleUse;
import java.util.Objects;

/**
 * Hessian-vector products of any objective by differences of its gradients, for objectives without
 * exact ones. {@link #linearize} evaluates the objective once; a product costs one gradient more in
 * the forward form, two in the central form. It is right to about half, or two thirds, of the
 * digits: where the objective gives {@link HessianProducts} of its own, use those.
 *
 * <p>The kept point is held here, so the objective may be evaluated elsewhere between products.
 * After creation nothing is allocated. A second thread is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class FiniteDifferenceProducts<A> implements HessianProducts<A> {
  /** Which difference is taken. With ε_mach = 2u, twice the unit roundoff: */
  public enum Form {
    /** (∇E(θ + εv) − ∇E(θ))/ε with ε = √ε_mach·(1 + ‖θ‖)/‖v‖ [EB 59]. */
    FORWARD,

    /** (∇E(θ + εv) − ∇E(θ − εv))/2ε with ε = ∛ε_mach·(1 + ‖θ‖)/‖v‖. */
    CENTRAL
  }

  private final Objective<A> objective;
  private final Precision<A> precision;
  private final Form form;
  private final int size;
  private final double step;
  private final A gradient;
  private final A moved;
  private final A movedGradient;
  private final SoleUse use = new SoleUse("this object of differences");
  private final LastSetter kept =
      new LastSetter("the point that this thread linearized at", "an object of differences");
  private A theta;

  /**
   * Creates products.
   *
   * @param objective gives the gradients
   * @param form which difference
   */
  public FiniteDifferenceProducts(Objective<A> objective, Form form) {
    this.objective = Objects.requireNonNull(objective, "objective");
    this.form = Objects.requireNonNull(form, "form");
    this.precision = objective.precision();
    this.size = objective.dimension();
    double epsilon = 2 * precision.unitRoundoff();
    this.step = form == Form.FORWARD ? Math.sqrt(epsilon) : StrictMath.cbrt(epsilon);
    this.gradient = precision.newArray(size);
    this.moved = precision.newArray(size);
    this.movedGradient = precision.newArray(size);
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
      kept.set();
      this.theta = null;
      double value = objective.valueAndGradient(theta, gradient);
      precision.copy(gradient, 0, this.gradient, 0, size);
      this.theta = theta;
      return value;
    } finally {
      use.end();
    }
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
      double norm = norm(v);
      if (!(norm > 0) || norm == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the norm of v is " + norm + ", must be positive and finite");
      }
      double epsilon = step * (1 + norm(theta)) / norm;
      gradientAt(v, epsilon);
      if (form == Form.FORWARD) {
        difference(movedGradient, gradient, epsilon, product);
      } else {
        precision.copy(movedGradient, 0, product, 0, size);
        gradientAt(v, -epsilon);
        difference(product, movedGradient, 2 * epsilon, product);
      }
    } finally {
      use.end();
    }
  }

  private void gradientAt(A v, double epsilon) {
    for (int i = 0; i < size; i++) {
      precision.set(moved, i, precision.get(theta, i) + epsilon * precision.get(v, i));
    }
    objective.valueAndGradient(moved, movedGradient);
  }

  private void difference(A plus, A minus, double span, A result) {
    for (int i = 0; i < size; i++) {
      precision.set(result, i, (precision.get(plus, i) - precision.get(minus, i)) / span);
    }
  }

  /** ‖x‖, a chain over ascending elements in double precision. */
  private double norm(A x) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double element = precision.get(x, i);
      sum = Math.fma(element, element, sum);
    }
    return Math.sqrt(sum);
  }

  @Override
  public String toString() {
    return "differences (" + form + ") of " + objective;
  }
}
