package io.github.curvelane;

import java.util.List;
import java.util.Objects;

/** G at the point that an objective keeps. */
record GaussNewtonOperator<A>(GaussNewtonProducts<A> objective) implements SymmetricOperator<A> {
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
    objective.gaussNewtonVector(v, result);
  }

  @Override
  public void apply(List<A> vectors, List<A> results) {
    Directions.check(precision(), dimension(), vectors, "results", results);
    objective.gaussNewtonVectors(vectors, results);
  }
}
