package io.github.curvelane.bench.matmul;

/** How the operands of a row-major product C[m×n] = op(A)·op(B) are stored. */
public enum Layout {
  /** A is stored m×k, B is stored k×n: the forward pass. */
  NN,
  /** A is stored m×k, B is stored n×k and read transposed: the errors sent backwards. */
  NT,
  /** A is stored k×m and read transposed, B is stored k×n: the gradient of the weights. */
  TN;

  /**
   * Tells whether A is read transposed.
   *
   * @return whether A is stored k×m
   */
  public boolean transposesA() {
    return this == TN;
  }

  /**
   * Tells whether B is read transposed.
   *
   * @return whether B is stored n×k
   */
  public boolean transposesB() {
    return this == NT;
  }
}
