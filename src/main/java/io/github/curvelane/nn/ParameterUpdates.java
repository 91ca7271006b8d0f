package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;

/** Moves each node's parameters, when nothing reads them any more. */
final class ParameterUpdates<A> implements Visit<A> {
  private A theta;
  private A gradient;
  private double scale;
  private CoordinateUpdate<A> update;

  ParameterUpdates<A> of(A theta, A gradient, double scale, CoordinateUpdate<A> update) {
    this.theta = theta;
    this.gradient = gradient;
    this.scale = scale;
    this.update = update;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    node.update(theta, x, gradient, scale, update);
  }
}
