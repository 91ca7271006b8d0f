package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * L-BFGS (Nocedal 1980; Liu and Nocedal 1989): d = −M∇E, M the BFGS matrix of the last m pairs s =
 * θ₊ − θ, y = ∇E₊ − ∇E on the first matrix σI, σ = sᵀy/yᵀy of the newest, applied by the two-loop
 * recursion in 4mN multiply-adds. A pair is taken in only if sᵀy > 64u‖s‖‖y‖: so M stays positive
 * definite, and no step is left out for being short. Until there is a pair d = −∇E, with a first
 * trial of length 1; the first trial of all others is 1.
 *
 * <p>The recursion, with pairs 1 … k from the oldest: q ← −∇E; for i = k, …, 1: α_i =
 * s_iᵀq/s_iᵀy_i, q ← fma(−α_i, y_i, q); q ← σq; for i = 1, …, k: q ← fma(α_i − y_iᵀq/s_iᵀy_i, s_i,
 * q). Inner products are those of {@link io.github.curvelane.kernel.Reductions}, scalars doubles.
 *
 * <p>Memory: (2m + 8)·N numbers.
 *
 * @param pairs the number m of pairs, at least 1
 * @param search how far to go
 * @param stopping when to stop; unless set, at a relative gradient of 16u
 */
public record Lbfgs(int pairs, LineSearch search, Stopping stopping) implements Minimizer {
  /** Creates the method with m = 10, the search of {@link MoreThuente} and the default stopping. */
  public Lbfgs() {
    this(10, new MoreThuente(), Stopping.DEFAULT);
  }

  /**
   * Creates the method.
   *
   * @throws IllegalArgumentException if {@code pairs} is less than 1
   */
  public Lbfgs {
    if (pairs < 1) {
      throw new IllegalArgumentException("pairs is " + pairs + ", must be at least 1");
    }
    Methods.required(search, stopping);
  }

  @Override
  public Lbfgs stopping(Stopping other) {
    return new Lbfgs(pairs, search, other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new LbfgsRun<>(this, objective, theta, watch);
  }
}
