package io.github.curvelane.nn;

/** Adds the second derivatives of nodes by their own parameters. */
final class GradientResiduals<A> implements Visit<A> {
  private A sum;

  GradientResiduals<A> into(A sum) {
    this.sum = sum;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    node.addGradientResidual(sum);
  }
}
