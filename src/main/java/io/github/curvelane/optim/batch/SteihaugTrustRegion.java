package io.github.curvelane.optim.batch;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Newton's method in a trust region by truncated conjugate gradients (Steihaug 1983; Toint 1981):
 * from θ, conjugate gradients on q(s) = gᵀs + ½sᵀHs, H by its exact products, until ‖g + Hs‖ ≤
 * η‖g‖, the path leaves the ball ‖s‖ ≤ Δ, or a direction p has pᵀHp ≤ 0; in the latter cases s is
 * the point where the path, or the ray along p, first meets the boundary. η = min(0.1,
 * √(‖g‖/‖g₀‖)).
 *
 * <p>With ρ = (E(θ) − E(θ+s))/−q(s) the step is made if ρ exceeds 10⁻⁴. If ρ ≥ ¾ and s is on the
 * boundary, Δ becomes 2‖s‖, or 4‖s‖ if |ρ − 1| ≤ 0.1; if ρ is below ¼, ‖s‖ times the minimizer of
 * the parabola through both values with the slope gᵀs, within [0.1, 0.5]; a quarter, or less, where
 * E is not finite. The first Δ is twice the first step of conjugate gradients. A smaller ball after
 * a step that is not made needs no product: its point lies on the same path, of which 32 directions
 * are kept.
 *
 * <p>Conjugate gradients are preconditioned by the L-BFGS matrix of the last m pairs (p, Hp) that
 * they met before (Morales and Nocedal 2000): on the small problems of Moré, Garbow and Hillstrom
 * this saves half of the products.
 *
 * <p>A saddle or maximum is left: where a test of convergence is about to be met, or no decrease is
 * to be expected, at most 20 steps of conjugate gradients from a seeded vector look for a direction
 * of negative curvature, as Lanczos's process does; along it E is tried in both senses.
 *
 * <p>Unless set, {@link Stopping#value} and {@link Stopping#step} are 2⁻⁴⁰ (2⁻¹⁸ in single
 * precision) and {@link Stopping#relativeGradient} 2⁻⁸⁰ (2⁻³⁶): near a minimum that is not singular
 * each step squares the distance. The first two are asked only of steps that the ball does not cut,
 * once conjugate gradients have gone on to √u·‖g‖. {@link Reason#ROUNDING} ends a run whose model,
 * ball or not, predicts no more than E's rounding, {@link Reason#TRUST_REGION} one whose model
 * promises more than E gives in the smallest ball.
 *
 * <p>An iteration costs one linearization, another for each step that is not made and is followed
 * by further products, and the products. Memory: (4m + 45)·N numbers.
 *
 * @param pairs the number m of pairs, 0 for none
 * @param stopping when to stop
 */
public record SteihaugTrustRegion(int pairs, Stopping stopping) implements Minimizer {
  /** Creates the method with m = 8 and the default stopping. */
  public SteihaugTrustRegion() {
    this(8, Stopping.DEFAULT);
  }

  /**
   * Creates the method.
   *
   * @throws IllegalArgumentException if {@code pairs} is negative
   */
  public SteihaugTrustRegion {
    if (pairs < 0) {
      throw new IllegalArgumentException("pairs is " + pairs + ", must not be negative");
    }
    Objects.requireNonNull(stopping, "stopping");
  }

  @Override
  public SteihaugTrustRegion stopping(Stopping other) {
    return new SteihaugTrustRegion(pairs, other);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the objective has no {@link HessianProducts}
   */
  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    Needs.hessianProducts("the Steihaug trust region", objective);
    return new SteihaugRun<>(this, objective, theta, watch);
  }
}
