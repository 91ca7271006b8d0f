package io.github.curvelane;

import java.util.List;
import java.util.Objects;

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
    Objects.requireNonNull(result, "result");
    objective.hessianVector(v, result);
  }

  @Override
  public void apply(List<A> vectors, List<A> results) {
    Directions.check(precision(), dimension(), vectors, "results", results);
    objective.hessianVectors(vectors, results);
  }
}
