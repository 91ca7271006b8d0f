package io.github.curvelane.optim.batch;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Hessian-free minimization (Martens 2010): conjugate gradients on q(s) = gᵀs + ½sᵀ(G + λI)s, G by
 * its products, and a step from what they passed through.
 *
 * <ul>
 *   <li>They begin at 0.95 of their last end (Martens and Sutskever 2012), at 0 if q is positive
 *       there, and stop after i steps if q fell in the last k = max(10, ⌊i/10⌋) of them by less
 *       than k·0.005 of what it fell in all, or after 250.
 *   <li>They are preconditioned by (D + λ)^¾, D the diagonal of the empirical Fisher matrix, or
 *       that of G, where the objective gives one ({@link CurvatureDiagonals}).
 *   <li>E is asked at their end, and at the iterates 1.3^j before it as long as it falls. From the
 *       best of these the step is shortened until E ≤ E(θ) + 0.01·gᵀs.
 *   <li>With ρ = (E(θ) − E(θ+s))/−q(s) at the end of the path, λ is multiplied by 3/2 if ρ is below
 *       ¼, by 2/3 if above ¾, and by 4 if no step was found; then the path begins at 0 again. At
 *       first λ is a factor times gᵀGg/gᵀg.
 * </ul>
 *
 * <p>G is positive semidefinite: a start where the gradient is zero is not left. Unless set, the
 * gradient's relative test is u/8 in place of 2⁻⁴⁰ or 2⁻¹⁸. A run ends by {@link Reason#ROUNDING}
 * when −q is within E's rounding though λ does not dominate G, and by {@link Reason#TRUST_REGION}
 * when it does.
 *
 * <p>An iteration costs one linearization, two or three values, the products, and the diagonal.
 * Memory: 33·N numbers.
 *
 * @param damping the factor of the first λ, greater than 0
 * @param stopping when to stop
 */
public record HessianFree(double damping, Stopping stopping) implements Minimizer {
  /** Creates the method with a factor of 0.01 and the default stopping. */
  public HessianFree() {
    this(0.01, Stopping.DEFAULT);
  }

  /**
   * Creates the method.
   *
   * @throws IllegalArgumentException if {@code damping} is not positive or not finite
   */
  public HessianFree {
    if (!(damping > 0 && damping < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "damping is " + damping + ", must be greater than 0 and finite");
    }
    Objects.requireNonNull(stopping, "stopping");
  }

  @Override
  public HessianFree stopping(Stopping other) {
    return new HessianFree(damping, other);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the objective has no {@link GaussNewtonProducts}
   */
  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    Needs.gaussNewtonProducts("Hessian-free", objective);
    return new HessianFreeRun<>(this, objective, theta, watch);
  }
}
