package io.github.curvelane.bench.minimizers;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.Precision;

/** Residuals with evaluations counted, E = ‖r‖² without ½. */
final class TalliedSquares implements LeastSquares<double[]> {
  private final LeastSquares<double[]> problem;
  private final Tally tally;

  TalliedSquares(LeastSquares<double[]> problem, Tally tally) {
    this.problem = problem;
    this.tally = tally;
  }

  @Override
  public Precision<double[]> precision() {
    return problem.precision();
  }

  @Override
  public int dimension() {
    return problem.dimension();
  }

  @Override
  public int residuals() {
    return problem.residuals();
  }

  @Override
  public void residuals(double[] theta, double[] residuals) {
    problem.residuals(theta, residuals);
    double sum = 0;
    for (int i = 0; i < problem.residuals(); i++) {
      sum += residuals[i] * residuals[i];
    }
    tally.evaluated(sum);
  }

  @Override
  public void jacobianRows(double[] theta, int from, int to, double[] rows) {
    if (from == 0) {
      tally.differentiated();
    }
    problem.jacobianRows(theta, from, to, rows);
  }
}
