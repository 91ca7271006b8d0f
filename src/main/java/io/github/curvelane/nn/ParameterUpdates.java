package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;

/**
 * Moves each node's parameters along what a signal makes of them, or a direction's elements in
 * their places, when nothing reads them any more.
 */
final class ParameterUpdates<A> implements Visit<A> {
  private final Signal signal;
  private A moved;
  private A gradient;
  private double scale;
  private CoordinateUpdate<A> update;

  ParameterUpdates(Signal signal) {
    this.signal = signal;
  }

  ParameterUpdates<A> of(A moved, A gradient, double scale, CoordinateUpdate<A> update) {
    this.moved = moved;
    this.gradient = gradient;
    this.scale = scale;
    this.update = update;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    node.update(signal, moved, x, tangentX, gradient, scale, update);
  }
}
