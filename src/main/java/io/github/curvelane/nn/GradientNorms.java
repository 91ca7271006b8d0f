package io.github.curvelane.nn;

/** Adds the squared norms of single examples' gradients, node by node. */
final class GradientNorms<A> implements Visit<A> {
  private A norms;
  private int first;

  GradientNorms<A> into(A norms, int first) {
    this.norms = norms;
    this.first = first;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    node.addSquaredGradientNorms(x, norms, first);
  }
}
