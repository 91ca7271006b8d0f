package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.List;

/**
 * Y = B(W, X) + b, bilinear in weights and inputs: what a layer computes before its activation. A
 * layer writes four methods; all its passes are built from them, by {@link LinearPasses}.
 *
 * <p>Rows are examples, of {@link #inputs} or {@link #outputs} elements without gaps. Sums over
 * examples are chains over ascending examples, from +0 or from what stands there (see {@link
 * io.github.curvelane.Arithmetic}).
 */
abstract class LinearMap<A> {
  final Precision<A> precision;
  final Product<A> product;
  final VectorAlgebra<A> algebra;
  final Reductions<A> reductions;
  final int inputs;
  final int outputs;

  /** The index in θ of the first parameter. */
  final int offset;

  final int parameters;
  private final int biases;
  private final Kernels<A> kernels;
  private A single;
  private A negated;
  private ExamplePieces<A> pieces;

  LinearMap(Site<A> site, Layer layer) {
    this.kernels = site.kernels();
    this.precision = kernels.precision();
    this.product = site.product();
    this.algebra = kernels.vectorAlgebra();
    this.reductions = kernels.newReductions();
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
    this.offset = site.offset();
    this.parameters = layer.parameters();
    this.biases = layer.blocks().stream().filter(Block::isBias).mapToInt(Block::length).sum();
  }

  // ---------------------------------------------------------------- what a layer writes

  /**
   * B(W, X), and with {@code biased} + b: also X·V for a direction V.
   *
   * @param theta W and b, or a direction with their layout
   * @param biased whether to add b
   * @param x the inputs' array
   * @param xOffset the index of their first element
   * @param rows how many rows
   * @param to receives the rows, by {@link Destination#aim} or {@link Destination#put}
   */
  abstract void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to);

  /**
   * Σ_j u_j ∂Y_j/∂X, or with {@code squared} Σ_j u_j (∂Y_j/∂X)².
   *
   * @param theta W, or a direction with its layout
   * @param squared whether to square the derivatives
   * @param u the signal's array
   * @param uOffset the index of its first element
   * @param rows how many rows
   * @param to receives the rows
   */
  abstract void applyTransposed(
      A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to);

  /**
   * Σ_p Σ_j u_pj ∂Y_pj/∂W, or with {@code squared} Σ_p Σ_j u_pj (∂Y_pj/∂W)².
   *
   * @param x the inputs' array
   * @param xOffset the index of their first element
   * @param squared whether to square the derivatives
   * @param u the signal's array
   * @param uOffset the index of its first element
   * @param rows how many examples
   * @param accumulate whether to continue the sums that stand there
   * @param sum receives the sums
   * @param at the index of the map's first parameter in {@code sum}
   */
  abstract void weightGradient(
      A x,
      int xOffset,
      boolean squared,
      A u,
      int uOffset,
      int rows,
      boolean accumulate,
      A sum,
      int at);

  /**
   * Σ_p Σ_j u_pj ∂Y_pj/∂b. As these derivatives are 0 or 1, they are their own squares.
   *
   * @param u the signal's array
   * @param uOffset the index of its first element
   * @param rows how many examples
   * @param sum receives the sums
   * @param at the index of the map's first parameter in {@code sum}
   */
  abstract void biasGradient(A u, int uOffset, int rows, A sum, int at);

  // ---------------------------------------------------------------- what it may know a faster way
  // for

  /**
   * R{δ_X} = Σ_j R{δ_j} ∂Y_j/∂X + δ_j ∂R{Y_j}/∂X, a block of rows a direction: the chains of the
   * first product, which the second continues.
   *
   * @param theta W
   * @param directions V of each direction
   * @param u R{δ} of all directions, from index 0 on
   * @param delta δ, from index 0 on
   * @param rows the rows of one direction
   * @param to receives the rows of all directions
   */
  void applyTransposedTangent(
      A theta, List<A> directions, A u, A delta, int rows, Destination<A> to) {
    applyTransposed(theta, false, u, 0, rows * directions.size(), to.all(true));
    for (int k = 0; k < directions.size(); k++) {
      to.direction(k, true);
      applyTransposed(directions.get(k), false, delta, 0, rows, to);
    }
  }

  /** How many examples a chain of {@link #weightGradient} covers. */
  int chainExamples() {
    return Arithmetic.EXAMPLE_CHUNK;
  }

  /**
   * Continues the sums of {@link #weightGradient} and {@link #biasGradient} over the examples of a
   * chunk, which come piece by piece.
   *
   * @param done the examples of the chunk that were summed before
   * @param more whether others follow
   */
  final void addGradient(A x, int xOffset, A u, int rows, int done, boolean more, A sum) {
    if (pieces == null) {
      pieces = new ExamplePieces<>(this, biases);
    }
    pieces.add(x, xOffset, u, rows, done, more, sum);
  }

  /** The gradient of one example, Σ_j u_j ∂Y_j/∂θ, at an index of its first parameter. */
  void exampleGradient(A x, int xOffset, A u, int uOffset, A gradient, int at) {
    weightGradient(x, xOffset, false, u, uOffset, 1, false, gradient, at);
    biasGradient(u, uOffset, 1, gradient, at);
  }

  /**
   * Σ_p ±(Σ_j u_pj ∂Y_pj/∂θ)²: single gradients are formed before they are squared.
   *
   * @param signs +1 or −1 for each example; null for +1
   */
  void squaredGradient(
      A x, int xOffset, A u, int uOffset, int rows, A signs, boolean accumulate, A sum) {
    if (!accumulate) {
      precision.fill(sum, offset, offset + parameters, 0);
    }
    A g = single();
    for (int p = 0; p < rows; p++) {
      exampleGradient(x, xOffset + p * inputs, u, uOffset + p * outputs, g, 0);
      A factor = g;
      if (signs != null && precision.get(signs, p) < 0) {
        factor = negated();
        algebra.scale(parameters, -1, g, 0, factor, 0);
      }
      algebra.multiplyAdd(parameters, g, 0, factor, 0, sum, offset, sum, offset);
    }
  }

  /** ‖Σ_j u_j ∂Y_j/∂θ‖² of one example. */
  double squaredNorm(A x, int xOffset, A u, int uOffset) {
    A g = single();
    exampleGradient(x, xOffset, u, uOffset, g, 0);
    return reductions.sumOfSquares(parameters, g, 0);
  }

  private A negated() {
    if (negated == null) {
      negated = precision.newArray(parameters);
    }
    return negated;
  }

  private A single() {
    if (single == null) {
      single = precision.newArray(parameters);
    }
    return single;
  }

  /** The gradient and a step with it; what {@code gradient} holds afterwards is unspecified. */
  void update(
      A theta,
      A x,
      int xOffset,
      A u,
      int rows,
      A gradient,
      double scale,
      CoordinateUpdate<A> update) {
    weightGradient(x, xOffset, false, u, 0, rows, false, gradient, offset);
    biasGradient(u, 0, rows, gradient, offset);
    if (scale != 1) {
      algebra.scale(parameters, scale, gradient, offset, gradient, offset);
    }
    update.update(theta, gradient, offset, offset + parameters);
  }

  /**
   * M_X = Jᵀ M_Y J with J = ∂Y/∂X.
   *
   * @param m M_Y, symmetric, [outputs × outputs]
   * @param scratch at least inputs × outputs elements
   * @param result receives M_X, [inputs × inputs]
   */
  void sandwich(A theta, A m, A scratch, A result) {
    Matrix<A> half = new Matrix<>(inputs);
    half.view(scratch, 0, outputs);
    applyTransposed(theta, false, m, 0, outputs, new Destination<>(kernels, half, null).begin(1));
    A transposed = precision.newArray(inputs * outputs);
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < outputs; j++) {
        precision.copy(scratch, j * inputs + i, transposed, i * outputs + j, 1);
      }
    }
    Matrix<A> whole = new Matrix<>(inputs);
    whole.view(result, 0, inputs);
    applyTransposed(
        theta, false, transposed, 0, inputs, new Destination<>(kernels, whole, null).begin(1));
  }
}
