package io.github.curvelane.nn;

/** Sums the squares of single examples' gradients. */
final class SquareSums<A> implements Visit<A> {
  private final Signal signal;
  private A sum;
  private boolean accumulate;
  private double scale;

  SquareSums(Signal signal) {
    this.signal = signal;
  }

  /** Continues the sums that stand in {@code sum}, or begins them. */
  SquareSums<A> into(A sum, boolean accumulate, double scale) {
    this.sum = sum;
    this.accumulate = accumulate;
    this.scale = scale;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    node.squaredGradient(signal, x, sum, accumulate, scale);
  }
}
