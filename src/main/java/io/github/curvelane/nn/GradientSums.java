package io.github.curvelane.nn;

import java.util.List;

/** Sums what a signal makes of the parameters: gradients, products and recursions. */
final class GradientSums<A> implements Visit<A> {
  private final Signal signal;
  private List<A> sums;
  private double scale;

  GradientSums(Signal signal) {
    this.signal = signal;
  }

  GradientSums<A> into(List<A> sums, double scale) {
    this.sums = sums;
    this.scale = scale;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    node.gradient(signal, x, tangentX, sums, scale);
  }
}
