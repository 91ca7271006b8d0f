package io.github.curvelane;

import java.util.List;

/** H at the point that an objective keeps. */
record HessianOperator<A>(HessianProducts<A> objective) implements SymmetricOperator<A> {
  @Override
  public Precision<A> precision() {
    return objective.precision();
  }

  @Override
  public int dimension() {
    return objective.dimension();
  }

  @Override
  public void apply(A v, A result) {
    objective.hessianVector(v, result);
  }

  @Override
  public void apply(List<A> vectors, List<A> results) {
    objective.hessianVectors(vectors, results);
  }
}
