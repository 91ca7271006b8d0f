package io.github.curvelane.bench.problems;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.Precision;

/**
 * A model fitted to observations, r_i = model(x_i; b) − y_i. Timings compare the methods around it,
 * so it is plain loops: nothing is boxed or allocated, and rows of the Jacobian take the
 * exponentials that the residuals at the same parameters have left in {@code kept}.
 */
abstract class NistCurve implements LeastSquares<double[]> {
  /** The predictor; of several, the first. */
  final double[] x;

  /** The response. */
  final double[] y;

  /** What the residuals leave for the rows, in blocks of m. */
  final double[] kept;

  private final int parameters;

  NistCurve(int parameters, double[] x, double[] y, int keptBlocks) {
    this.parameters = parameters;
    this.x = x;
    this.y = y;
    this.kept = new double[keptBlocks * y.length];
  }

  @Override
  public final Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public final int dimension() {
    return parameters;
  }

  @Override
  public final int residuals() {
    return y.length;
  }
}
