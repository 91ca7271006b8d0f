package io.github.curvelane.bench.curvature;

import io.github.curvelane.bench.step.Architecture;

/**
 * What is computed besides the gradient, with its multiply-adds: for each weight of a layer, each
 * place of an image that it is used at and each example, so many. The first layer needs fewer,
 * because nothing goes back beyond it and its inputs do not depend on the parameters.
 */
public enum Quantity {
  /** Value and gradient, the unit of all others. */
  GRADIENT("gradient", 2, 3),
  /** Hv on the state of a linearized point. */
  HESSIAN_VECTOR("hessian-vector (kept state)", 2, 6),
  /** Gradient and Hv together. */
  HESSIAN_VECTOR_ALL_IN("hessian-vector (all in)", 4, 9),
  /** Four Hv of four directions, one after another. */
  FOUR_SINGLE_HESSIAN_VECTORS("4 hessian-vectors, singly (kept state)", 8, 24),
  /** Four Hv at once. */
  FOUR_HESSIAN_VECTORS("4 hessian-vectors, at once (kept state)", 8, 24),
  /** Four times gradient and Hv. */
  FOUR_SINGLE_HESSIAN_VECTORS_ALL_IN("4 hessian-vectors, singly (all in)", 16, 36),
  /** The gradient and four Hv at once. */
  FOUR_HESSIAN_VECTORS_ALL_IN("4 hessian-vectors, at once (all in)", 10, 27),
  /** Gv on the state of a linearized point. */
  GAUSS_NEWTON_VECTOR("gauss-newton-vector (kept state)", 2, 4),
  /** Four Gv of four directions, one after another. */
  FOUR_SINGLE_GAUSS_NEWTON_VECTORS("4 gauss-newton-vectors, singly (kept state)", 8, 16),
  /** Four Gv at once. */
  FOUR_GAUSS_NEWTON_VECTORS("4 gauss-newton-vectors, at once (kept state)", 8, 16),
  /** Jv on the state of a linearized point. */
  JACOBIAN_VECTOR("jacobian-vector (kept state)", 1, 2),
  /** Jᵀu on the state of a linearized point. */
  VECTOR_JACOBIAN("vector-jacobian (kept state)", 1, 2),
  /** The recursion with squared weights. */
  BECKER_LECUN("becker-lecun (in addition)", 1, 2),
  /** The same with f″. */
  BECKER_LECUN_SECOND_ORDER("becker-lecun with f'' (in addition)", 1, 2),
  /** The diagonal of the empirical Fisher matrix. */
  EMPIRICAL_FISHER("empirical fisher diagonal (in addition)", 1, 1);

  private final String label;
  private final int first;
  private final int inner;

  Quantity(String label, int first, int inner) {
    this.label = label;
    this.first = first;
    this.inner = inner;
  }

  /**
   * Returns what it is called in tables.
   *
   * @return a short name
   */
  public String label() {
    return label;
  }

  /**
   * Returns the multiply-adds in gradients.
   *
   * @param network whose
   * @return its own over those of {@link #GRADIENT}
   */
  public double gradients(Architecture network) {
    return network.multiplyAdds(first, inner)
        / network.multiplyAdds(GRADIENT.first, GRADIENT.inner);
  }
}
