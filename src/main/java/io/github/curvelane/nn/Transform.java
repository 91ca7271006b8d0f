package io.github.curvelane.nn;

/**
 * Y = g(X) of each row alone, without parameters: what a layer computes that is not linear before
 * its activation. {@link TransformPasses} builds the passes from these methods.
 *
 * <p>Whatever {@link #apply} keeps of its rows, the other methods work from; they are told signals
 * of the same rows, of one direction at a time.
 */
abstract class Transform<A> {
  final int inputs;
  final int outputs;

  Transform(Layer layer) {
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
  }

  /** Y, keeping what the other methods need; {@code y} has its rows. */
  abstract void apply(Matrix<A> x, Matrix<A> y);

  /**
   * J·R{X} with J = ∂Y/∂X.
   *
   * @param from the first of the direction's rows, in both
   */
  abstract void push(Matrix<A> tangentX, Matrix<A> tangentY, int from, int rows);

  /** Jᵀu, as {@link #push}. */
  abstract void pull(Matrix<A> u, Matrix<A> back, int from, int rows);

  /** (J∘J)ᵀh. */
  abstract void pullSquares(Matrix<A> h, Matrix<A> back);

  // ------------------------------------------------ second derivatives, where there are any

  /** Adds (Σ_j δ_j ∇²Y_j) R{X} to what {@link #pull} wrote. */
  void addBend(Matrix<A> delta, Matrix<A> tangentX, Matrix<A> back, int from, int rows) {}

  /** Adds the diagonal of Σ_j δ_j ∇²Y_j to what {@link #pullSquares} wrote. */
  void addBendDiagonal(Matrix<A> delta, Matrix<A> back) {}

  /** The number of columns s_c with Σ_c ±s_c s_cᵀ = Σ_j δ_j ∇²Y_j. */
  int residualColumns() {
    return 0;
  }

  /**
   * Writes a column, at X.
   *
   * @param signs receives its sign for each row, +1 or −1
   * @return whether it is anything but 0
   */
  boolean residualColumn(int column, A signs, Matrix<A> delta, Matrix<A> back) {
    return false;
  }
}
