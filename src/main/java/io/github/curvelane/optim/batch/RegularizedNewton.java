package io.github.curvelane.optim.batch;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Newton's method with a regularised matrix [DL8 8.28], for few parameters: s = −(H + αI)⁻¹g, H
 * formed by N products, by {@link io.github.curvelane.kernel.Cholesky}.
 *
 * <p>α is 0 at first, and grows where a pivot is not positive or the step is bad: with ρ = (E(θ) −
 * E(θ+s))/−q(s), q(s) = gᵀs + ½sᵀHs, the step is made if ρ exceeds 10⁻⁴; if ρ is below ¼, α becomes
 * max(4α, 2⁻¹⁰h), h the largest absolute value in H, which is also what it becomes for a pivot; if
 * ρ exceeds ¾, α/4, and 0 below 2⁻²⁰h. A step that is not made needs no product. So the method is
 * Newton's near a minimum, and a quadratic with a positive definite H takes one iteration.
 *
 * <p>Points without a gradient are left, and runs end, as by {@link SteihaugTrustRegion}, with the
 * same defaults of {@link Stopping}; the tests of value and step are asked of steps with α = 0. αI
 * knows nothing of the parameters' units: {@link SteihaugTrustRegion} does better where they
 * differ.
 *
 * <p>An iteration costs a linearization and a factorisation, N³/3 operations, for each trial, and N
 * products. Memory: 2N² numbers.
 *
 * @param stopping when to stop
 */
public record RegularizedNewton(Stopping stopping) implements Minimizer {
  /** Creates the method with the default stopping. */
  public RegularizedNewton() {
    this(Stopping.DEFAULT);
  }

  /** Creates the method. */
  public RegularizedNewton {
    Objects.requireNonNull(stopping, "stopping");
  }

  @Override
  public RegularizedNewton stopping(Stopping other) {
    return new RegularizedNewton(other);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the objective has no {@link HessianProducts}, or more
   *     than 4,096 parameters
   */
  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    Needs.hessianProducts("regularised Newton", objective);
    int most = DenseHessian.MAX_DIMENSION;
    if (objective.dimension() > most) {
      throw new IllegalArgumentException(
          "the objective has %d parameters, regularised Newton takes at most %d"
              .formatted(objective.dimension(), most));
    }
    return new RegularizedNewtonRun<>(this, objective, theta, watch);
  }
}
