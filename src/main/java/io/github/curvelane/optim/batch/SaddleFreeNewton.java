package io.github.curvelane.optim.batch;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Saddle-free Newton (Dauphin et al. 2014): s = −(|H| + αI)⁻¹g, |H| the matrix with H's
 * eigenvectors and the absolute values of its eigenvalues, so that saddles repel along negative
 * curvature as strongly as minima attract. α ≥ 0 is the least with ‖s‖ ≤ Δ.
 *
 * <p>For N ≤ {@code dense} H is formed by N products and decomposed ({@link
 * io.github.curvelane.kernel.SymmetricEigen}). For more, s is sought in the Krylov space of g, of
 * {@code vectors} dimensions: Lanczos's process with full reorthogonalisation, and the same formula
 * for its tridiagonal matrix.
 *
 * <p>With ρ = (E(θ) − E(θ+s))/−q(s), q(s) = gᵀs + ½sᵀHs, steps and Δ are decided as by {@link
 * SteihaugTrustRegion}; the first Δ is twice the length of s for α = 0. A step that is not made
 * needs no product. Points without a gradient are left, and runs end, as there, by the same
 * defaults of {@link Stopping}.
 *
 * <p>An iteration costs a linearization for each trial and N, or {@code vectors}, products. Memory:
 * 2N² numbers, or ({@code vectors} + 15)·N.
 *
 * @param dense the largest N of which H is formed, at least 0
 * @param vectors the dimension of Krylov spaces, at least 1
 * @param stopping when to stop
 */
public record SaddleFreeNewton(int dense, int vectors, Stopping stopping) implements Minimizer {
  /** Creates the method: dense up to 256 parameters, else 32 vectors; the default stopping. */
  public SaddleFreeNewton() {
    this(256, 32, Stopping.DEFAULT);
  }

  /**
   * Creates the method.
   *
   * @throws IllegalArgumentException if {@code dense} is not in [0, 4096] or {@code vectors} is
   *     less than 1
   */
  public SaddleFreeNewton {
    if (dense < 0 || dense > DenseHessian.MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dense is " + dense + ", must be from 0 to " + DenseHessian.MAX_DIMENSION);
    }
    if (vectors < 1) {
      throw new IllegalArgumentException("vectors is " + vectors + ", must be at least 1");
    }
    Objects.requireNonNull(stopping, "stopping");
  }

  @Override
  public SaddleFreeNewton stopping(Stopping other) {
    return new SaddleFreeNewton(dense, vectors, other);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the objective has no {@link HessianProducts}
   */
  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    Needs.hessianProducts("saddle-free Newton", objective);
    return new SaddleFreeRun<>(this, objective, theta, watch);
  }
}
