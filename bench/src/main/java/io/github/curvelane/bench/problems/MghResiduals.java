package io.github.curvelane.bench.problems;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.Precision;

/** The residuals f of a problem of the collection, with the rows of their Jacobian. */
final class MghResiduals implements LeastSquares<double[]> {
  private final MghProblem problem;
  private final Jets jets;

  MghResiduals(MghProblem problem) {
    this.problem = problem;
    this.jets = new Jets(problem.variables());
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return problem.variables();
  }

  @Override
  public int residuals() {
    return problem.residuals();
  }

  @Override
  public void residuals(double[] theta, double[] residuals) {
    Jet[] f = problem.formulas().of(jets.variables(theta, Jets.Order.VALUE));
    for (int i = 0; i < f.length; i++) {
      residuals[i] = f[i].value;
    }
  }

  @Override
  public void jacobianRows(double[] theta, int from, int to, double[] rows) {
    Jet[] f = problem.formulas().of(jets.variables(theta, Jets.Order.GRADIENT));
    int n = problem.variables();
    for (int i = from; i < to; i++) {
      System.arraycopy(f[i].gradient, 0, rows, (i - from) * n, n);
    }
  }
}
