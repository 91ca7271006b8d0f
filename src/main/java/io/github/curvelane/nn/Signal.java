package io.github.curvelane.nn;

/**
 * What travels from the outputs back to the inputs, by what a nonlinearity A = f(Y) makes of it on
 * the way from A to Y. A linear map sends all of them on by its transpose; the curvatures by the
 * transpose of its squares.
 */
enum Signal {
  /** δ_Y = δ_A∘f′; where curvature is kept, δ_A∘f″ too. */
  DELTA,

  /** u_Y = u_A∘f′, for any number of directions; δ stays as it is. */
  ADJOINT,

  /** R{δ_Y} = f′∘R{δ_A} + f″∘R{Y}∘δ_A (Pearlmutter 1994), for any number of directions. */
  TANGENT_DELTA,

  /** h_Y = h_A∘f′² (Becker and LeCun 1989, Gauss-Newton form). */
  CURVATURE,

  /** h_Y = h_A∘f′² + δ_A∘f″. */
  CURVATURE_WITH_BEND;

  boolean isCurvature() {
    return this == CURVATURE || this == CURVATURE_WITH_BEND;
  }
}
