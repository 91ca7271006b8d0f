package io.github.curvelane.curvature;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
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
public final class FiniteDifferenceProducts<A> extends GradientDifferences<A> {
  /** Which difference is taken. With ε_mach = 2u, twice the unit roundoff: */
  public enum Form {
    /** (∇E(θ + εv) − ∇E(θ))/ε with ε = √ε_mach·(1 + ‖θ‖)/‖v‖ [EB 59]. */
    FORWARD,

    /** (∇E(θ + εv) − ∇E(θ − εv))/2ε with ε = ∛ε_mach·(1 + ‖θ‖)/‖v‖. */
    CENTRAL
  }

  private final Form form;
  private final double step;
  private final A moved;
  private final A movedGradient;

  /**
   * Creates products.
   *
   * @param objective gives the gradients
   * @param form which difference
   */
  public FiniteDifferenceProducts(Objective<A> objective, Form form) {
    super(objective, "object of differences");
    this.form = Objects.requireNonNull(form, "form");
    double epsilon = 2 * precision.unitRoundoff();
    this.step = form == Form.FORWARD ? Math.sqrt(epsilon) : StrictMath.cbrt(epsilon);
    this.moved = precision.newArray(size);
    this.movedGradient = precision.newArray(size);
  }

  @Override
  void approximate(A theta, A v, double norm, A product) {
    double epsilon = step * (1 + norm(theta)) / norm;
    gradientAt(theta, v, epsilon);
    if (form == Form.FORWARD) {
      difference(movedGradient, gradient, epsilon, product);
    } else {
      precision.copy(movedGradient, 0, product, 0, size);
      gradientAt(theta, v, -epsilon);
      difference(product, movedGradient, 2 * epsilon, product);
    }
  }

  private void gradientAt(A theta, A v, double epsilon) {
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

  /** A chain over ascending elements in double precision. */
  @Override
  double norm(A x) {
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
