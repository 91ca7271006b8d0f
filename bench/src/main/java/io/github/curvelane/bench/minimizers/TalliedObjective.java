package io.github.curvelane.bench.minimizers;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.problems.MghObjective;

/** A problem as one function, with all that is asked of it counted. */
final class TalliedObjective implements HessianProducts<double[]>, GaussNewtonProducts<double[]> {
  private final MghObjective objective;
  private final Tally tally;

  TalliedObjective(MghObjective objective, Tally tally) {
    this.objective = objective;
    this.tally = tally;
  }

  @Override
  public Precision<double[]> precision() {
    return objective.precision();
  }

  @Override
  public int dimension() {
    return objective.dimension();
  }

  @Override
  public double value(double[] theta) {
    return tally.evaluated(objective.value(theta));
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    return tally.evaluated(objective.valueAndGradient(theta, gradient));
  }

  @Override
  public double linearize(double[] theta, double[] gradient) {
    return tally.evaluated(objective.linearize(theta, gradient));
  }

  @Override
  public void hessianVector(double[] v, double[] product) {
    tally.multiplied();
    objective.hessianVector(v, product);
  }

  @Override
  public void gaussNewtonVector(double[] v, double[] product) {
    tally.multiplied();
    objective.gaussNewtonVector(v, product);
  }
}
