package io.github.curvelane.optim.batch;

/**
 * The equations (KᵀK + λD²)s = −g of damped least squares, for one K and many λ. Of a sum of
 * squares g = Kᵀr; elsewhere it is given. All numbers are doubles, whatever the objective's
 * precision: K alone is what it is.
 */
abstract class DampedSystem {
  final int size;

  /** The lengths of K's columns. */
  final double[] norms;

  /** g. */
  final double[] gradient;

  DampedSystem(int size) {
    this.size = size;
    this.norms = new double[size];
    this.gradient = new double[size];
  }

  /** Forms what is solved with, of all rows; where these have residuals, g too. */
  abstract void form(JacobianRows<?> rows);

  /**
   * Solves for s.
   *
   * @param lambda λ, at least 0; with 0, K of less than full rank may still give a solution
   * @param scale the diagonal of D, positive numbers
   * @param step receives s
   * @return whether there is a solution; if not, {@code step} is unspecified
   */
  abstract boolean solve(double lambda, double[] scale, double[] step);

  /** Solves with the λ and D of the last solution, and another right side: (KᵀK + λD²)s = −b. */
  abstract void solveAgain(double[] b, double[] step);

  /** vᵀ(KᵀK + λD²)⁻¹v, with the λ and D of the last solution. */
  abstract double inverseForm(double[] v);

  /** ‖Kv‖². */
  abstract double imageSquared(double[] v);

  /** The number of K's columns that are independent, as far as is known. */
  abstract int rank();

  /**
   * What the best step in one parameter alone would lower ½‖r‖² by if r were linear: unlike that of
   * the undamped step this is small at every minimum, also where columns of K nearly depend on each
   * other.
   */
  final double promise() {
    double most = 0;
    for (int j = 0; j < size; j++) {
      double t = norms[j] > 0 ? gradient[j] / norms[j] : 0;
      most = Math.max(most, t * t);
    }
    return most / 2;
  }

  /** Returns the index of the first column of K that is not finite, or −1. */
  final int columnNotFinite() {
    for (int j = 0; j < size; j++) {
      if (!Double.isFinite(norms[j])) {
        return j;
      }
    }
    return -1;
  }
}
