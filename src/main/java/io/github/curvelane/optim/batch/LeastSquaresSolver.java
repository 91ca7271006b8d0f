package io.github.curvelane.optim.batch;

/** How the equations of least squares are solved. */
public enum LeastSquaresSolver {
  /**
   * By Householder's QR of K with column pivoting, and rotations of √λD into R: errors as of a
   * problem with the condition of K. For curves, and networks of some hundred parameters at most.
   */
  QR,
  /**
   * By Cholesky's factor of KᵀK + λD²: a fraction of the time where there are many parameters or
   * rows, with errors as of the square of the condition of K.
   */
  NORMAL_EQUATIONS
}
