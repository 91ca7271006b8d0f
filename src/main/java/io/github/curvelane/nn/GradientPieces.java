package io.github.curvelane.nn;

/** Sums gradients over a chunk of examples that passes piece by piece. */
final class GradientPieces<A> implements Visit<A> {
  private A sum;
  private int done;
  private boolean more;
  private double scale;

  /**
   * Continues the sums.
   *
   * @param done the examples of the chunk that were summed before
   * @param more whether others follow
   * @param scale what the sums of the whole chunk are multiplied by
   */
  GradientPieces<A> into(A sum, int done, boolean more, double scale) {
    this.sum = sum;
    this.done = done;
    this.more = more;
    this.scale = scale;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    node.addGradient(x, sum, done, more, scale);
  }
}
