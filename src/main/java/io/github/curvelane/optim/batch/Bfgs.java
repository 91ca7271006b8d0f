package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * BFGS on the dense inverse Hessian [EB 44, which lacks a plus; Nocedal and Wright 6.17]: d = −M∇E,
 * and after a step δ = θ₊ − θ with the change φ = ∇E₊ − ∇E
 *
 * <pre>
 * M⁺ = M + (1 + φᵀMφ/δᵀφ)·δδᵀ/δᵀφ − (δφᵀM + Mφδᵀ)/δᵀφ
 * </pre>
 *
 * so that M⁺φ = δ, if δᵀφ > 64u‖δ‖‖φ‖; else M stays. Before its first update M is (δᵀφ/φᵀφ)·I.
 * Until then d = −∇E, with a first trial of length 1; the first trial of all others is 1.
 *
 * <p>M is symmetric and kept as its lower triangle, row after row. Mφ: for i = 0, …, N − 1 first
 * (Mφ)_i ← Σ_{j ≤ i} M_ij φ_j, an inner product of {@link io.github.curvelane.kernel.Reductions},
 * then (Mφ)_j ← fma(φ_i, M_ij, (Mφ)_j) for j &lt; i. The update of M_ij is fma(cδ_i − w_i, δ_j, ·),
 * then fma(−δ_i, w_j, ·), with w = Mφ/δᵀφ and c = (1 + φᵀw)/δᵀφ.
 *
 * <p>Memory: N(N + 1)/2 + 9N numbers; an iteration takes N² multiply-adds for d and 2N² for M.
 *
 * @param search how far to go
 * @param stopping when to stop; unless set, at a relative gradient of 16u
 */
public record Bfgs(LineSearch search, Stopping stopping) implements Minimizer {
  /** Creates the method with the search of {@link MoreThuente} and the default stopping. */
  public Bfgs() {
    this(new MoreThuente(), Stopping.DEFAULT);
  }

  /** Creates the method. */
  public Bfgs {
    Methods.required(search, stopping);
  }

  @Override
  public Bfgs stopping(Stopping other) {
    return new Bfgs(search, other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new BfgsRun<>(this, objective, theta, watch);
  }
}
