package io.github.curvelane;

import java.util.Objects;

/**
 * What is summed over the examples of a chunk: every quantity of an {@link Objective} and its
 * capabilities whose size does not grow with the examples. What grows with them (Jv, Jᵀu, norms of
 * single gradients, residuals) is none of these.
 */
public enum ChunkQuantity {
  /** Σ L_p alone, without vectors. */
  VALUE,
  /** Σ L_p and Σ ∇L_p. */
  GRADIENT,
  /** Σ ∂²L_p/∂θ² v for each direction v: of {@link HessianProducts}. */
  HESSIAN_VECTORS,
  /** Σ J_pᵀ H_p J_p v for each direction v: of {@link GaussNewtonProducts}. */
  GAUSS_NEWTON_VECTORS,
  /** Σ g_p (g_pᵀv) for each direction v: of {@link GradientMoments}. */
  EMPIRICAL_FISHER_VECTORS,
  /** The sum of {@link Diagonal#BECKER_LECUN}. */
  BECKER_LECUN,
  /** The sum of {@link Diagonal#BECKER_LECUN_SECOND_ORDER}. */
  BECKER_LECUN_SECOND_ORDER,
  /** The sum of {@link Diagonal#GAUSS_NEWTON}. */
  GAUSS_NEWTON_DIAGONAL,
  /** The sum of {@link Diagonal#HESSIAN}. */
  HESSIAN_DIAGONAL,
  /** Σ g_p², the sum of {@link Diagonal#EMPIRICAL_FISHER}. */
  SQUARED_GRADIENTS,
  /** The sum of {@link SampledDiagonal#monteCarloGaussNewtonDiagonal} over examples and draws. */
  SAMPLED_GAUSS_NEWTON_DIAGONAL;

  /**
   * Tells which quantity a diagonal is the mean of.
   *
   * @param kind the diagonal
   * @return its sum
   */
  public static ChunkQuantity of(Diagonal kind) {
    return switch (Objects.requireNonNull(kind, "kind")) {
      case BECKER_LECUN -> BECKER_LECUN;
      case BECKER_LECUN_SECOND_ORDER -> BECKER_LECUN_SECOND_ORDER;
      case GAUSS_NEWTON -> GAUSS_NEWTON_DIAGONAL;
      case HESSIAN -> HESSIAN_DIAGONAL;
      case EMPIRICAL_FISHER -> SQUARED_GRADIENTS;
    };
  }

  /**
   * Tells whether the quantity is a product with directions.
   *
   * @return whether a request has directions
   */
  public boolean isProduct() {
    return this == HESSIAN_VECTORS
        || this == GAUSS_NEWTON_VECTORS
        || this == EMPIRICAL_FISHER_VECTORS;
  }
}
