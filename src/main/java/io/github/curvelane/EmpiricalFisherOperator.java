package io.github.curvelane;

import java.util.Objects;

/** F at the point that an objective keeps. */
record EmpiricalFisherOperator<A>(GradientMoments<A> objective) implements SymmetricOperator<A> {
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
    objective.empiricalFisherVector(v, result);
  }
}
