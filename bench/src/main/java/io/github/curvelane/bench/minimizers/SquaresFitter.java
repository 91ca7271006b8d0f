package io.github.curvelane.bench.minimizers;

import io.github.curvelane.LeastSquares;

/** Minimizes sums of squares: this library, or another that the service loader finds. */
public interface SquaresFitter {
  /**
   * Returns the name.
   *
   * @return what it is called in tables
   */
  String name();

  /**
   * Minimizes ‖r‖² with its default settings.
   *
   * @param problem the residuals and the rows of their Jacobian
   * @param start the start, not changed
   * @return the parameters at which it ended
   * @throws RuntimeException if it gives up
   */
  double[] fit(LeastSquares<double[]> problem, double[] start);
}
