package io.github.curvelane.nn;

/**
 * Y = g(X; θ) of each row alone: what a layer computes that is not bilinear in weights and inputs
 * before its activation. {@link TransformPasses} builds the passes from these methods.
 *
 * <p>Whatever {@link #apply} keeps of its rows, the other methods work from; they are told signals
 * of the same rows, of one direction at a time, and find θ and X of that pass in {@link #theta} and
 * {@link #x}. A transform without parameters writes the first methods alone.
 *
 * <p>Sums over examples are chains over ascending examples (see {@link
 * io.github.curvelane.Arithmetic}).
 */
abstract class Transform<A> {
  final int inputs;
  final int outputs;

  /** The index in θ of the first parameter. */
  final int offset;

  final int parameters;

  /** θ of the last forward pass. */
  A theta;

  /** X of the last forward pass. */
  Matrix<A> x;

  /** A transform without parameters. */
  Transform(Layer layer) {
    this(layer, 0);
  }

  /** A transform of the layer's parameters, which stand in θ where the site says. */
  Transform(Site<A> site, Layer layer) {
    this(layer, site.offset());
  }

  private Transform(Layer layer, int offset) {
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
    this.offset = offset;
    this.parameters = layer.parameters();
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

  /**
   * Copies the statistics of the batch that {@link #apply} has worked with, where there are any.
   */
  void copyStatistics(A to, int at) {}

  // ------------------------------------------------ second derivatives, where there are any

  /**
   * Adds (Σ_j δ_j ∇²Y_j) R{X} to what {@link #pull} wrote, ∇² by X.
   *
   * @param from the first of the direction's rows, in {@code tangentX} and {@code back}
   */
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

  // ------------------------------------------------ parameters, where there are any

  /**
   * Adds (∂Y/∂θ)V to what {@link #push} wrote, or to zeros.
   *
   * @param direction V, with θ's layout
   */
  void addPush(A direction, Matrix<A> tangentY, int from, int rows) {}

  /**
   * Writes Σ_p (∂Y_p/∂θ)ᵀu_p over some examples.
   *
   * @param from the first of the rows of {@code u} that are summed
   * @param example the example of that row
   * @param rows how many
   * @param sum receives the sums
   * @param at the index of that of the first parameter
   */
  void gradient(Matrix<A> u, int from, int example, int rows, A sum, int at) {}

  /**
   * Adds the derivative of Σ_p (∂Y_p/∂θ)ᵀδ_p along R{X} and V to what {@link #gradient} wrote.
   *
   * @param tangentX R{X}; null where it is 0
   * @param from the first of the direction's rows in it
   */
  void addGradientBend(
      Matrix<A> delta, A direction, Matrix<A> tangentX, int from, int rows, A sum, int at) {}

  /**
   * Adds the derivative of Jᵀδ along V to what {@link #pull} wrote: what V adds to {@link
   * #addBend}.
   */
  void addParameterBend(Matrix<A> delta, A direction, Matrix<A> back, int from, int rows) {}

  /** Writes Σ_p (∂Y_p/∂θ∘∂Y_p/∂θ)ᵀh_p. */
  void gradientSquares(Matrix<A> h, A sum, int at) {}

  /**
   * Adds the diagonal of Σ_p Σ_j δ_pj ∇²Y_pj, ∇² by θ, to what stands in {@code sum}: nothing if Y
   * is linear in each parameter.
   */
  void addGradientBendDiagonal(Matrix<A> delta, A sum, int at) {}
}
