package io.github.curvelane.nn;

/** Sums the squares of single examples' gradients, each with a sign. */
final class SquareSums<A> implements Visit<A> {
  private final Signal signal;
  private A signs;
  private A sum;
  private boolean accumulate;
  private double scale;

  SquareSums(Signal signal) {
    this.signal = signal;
  }

  /** Continues the sums that stand in {@code sum}, or begins them; no signs are +1. */
  SquareSums<A> into(A signs, A sum, boolean accumulate, double scale) {
    this.signs = signs;
    this.sum = sum;
    this.accumulate = accumulate;
    this.scale = scale;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    node.squaredGradient(signal, x, signs, sum, accumulate, scale);
  }
}
