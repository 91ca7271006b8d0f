package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.kernel.Product;
import java.util.List;

/**
 * The passes of one layer over batches [examples × units]: forward, backward, and their directional
 * derivatives and second-derivative recursions. Every layer has all of them, so that curvature is
 * available wherever a gradient is.
 *
 * <p>Notation: X input, Y = g(X; θ) before the activation f, A = f(Y) output, δ_A = ∂L/∂A and δ_Y =
 * ∂L/∂Y a row an example, R{·} the derivative along a direction (V in θ), h the diagonal of second
 * derivatives. Nothing carries 1/B: sums over examples are scaled once, by the {@code scale} that
 * is passed.
 *
 * <p>The layer that computes a signal ∂/∂X writes it into a matrix of the layer before. That layer
 * multiplies it by its own f′ (and more) while it is in registers or in cache: it is told by {@code
 * receive…(product)}, with the product that is about to write the matrix, to which it adds the
 * epilogue or the sweep; with {@code null} when the matrix has been written already (by the loss).
 *
 * <p>A backward pass keeps what the tangent, adjoint and curvature passes at the same point need.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Passes<A> {
  /** What a forward and backward pass keeps for later passes. */
  enum Keep {
    /** Outputs only: prediction. */
    NOTHING,
    /** f′: enough for gradients, Gauss-Newton products and squared-weights recursions. */
    SLOPES,
    /** f′ and δ_A∘f″: enough for everything. */
    CURVATURE
  }

  /**
   * A = f(g(X; θ)), keeping what is asked for.
   *
   * @param theta the parameters
   * @param x the input, one example a row
   * @param keep what to keep
   */
  void forward(A theta, Matrix<A> x, Keep keep);

  /**
   * Returns A of the last forward pass.
   *
   * @return the output, owned by these passes
   */
  Matrix<A> output();

  /**
   * Returns the matrix that takes δ_A and then holds δ_Y.
   *
   * @return the matrix, owned by these passes
   */
  Matrix<A> delta();

  /**
   * δ_Y = δ_A∘f′(Y), and with {@link Keep#CURVATURE} δ_A∘f″(Y) is kept.
   *
   * @param product the product about to write {@link #delta}; null when δ_A stands in it
   */
  void receiveDelta(Product<A> product);

  /**
   * ∂E/∂θ = scale · Σ_p ∂L_p/∂θ for the layer's parameters, from δ_Y.
   *
   * @param x the input of the forward pass
   * @param gradient receives the derivatives at the layer's places
   * @param scale multiplies every finished sum
   */
  void gradient(Matrix<A> x, A gradient, double scale);

  /**
   * {@link #gradient} and a step of an optimizer for the layer's parameters, each part as soon as
   * its gradient is final.
   *
   * @param theta the parameters, changed at the layer's places
   * @param x the input of the forward pass
   * @param gradient scratch; what it holds afterwards at the layer's places is unspecified
   * @param scale multiplies every finished sum
   * @param update the step
   */
  void update(A theta, Matrix<A> x, A gradient, double scale, CoordinateUpdate<A> update);

  /**
   * δ_X from δ_Y, received by the layer before.
   *
   * @param theta the parameters
   * @param previous the passes of the layer before
   */
  void propagateDelta(A theta, Passes<A> previous);

  /**
   * R{A} from R{X} and V (Pearlmutter 1994), keeping what {@link #receiveTangentDelta} needs.
   * Several directions are worked on together: their signals stand one below the other, so that
   * what they share, the products with W, is one product.
   *
   * @param theta the parameters
   * @param directions V of each direction, with θ's layout
   * @param x the input of the forward pass
   * @param tangentX R{X} of all directions; null where it is 0
   */
  void tangent(A theta, List<A> directions, Matrix<A> x, Matrix<A> tangentX);

  /**
   * Returns R{A} of the last tangent pass, a block of rows a direction.
   *
   * @return the matrix, owned by these passes
   */
  Matrix<A> tangentOutput();

  /**
   * Prepares the matrix that takes any signal other than δ: R{δ_A}, an adjoint u, or h_A; and then
   * holds that signal at Y.
   *
   * @param directions how many of them, one below the other
   * @return the matrix, owned by these passes
   */
  Matrix<A> signal(int directions);

  /**
   * Returns the matrix that {@link #signal(int)} prepared last.
   *
   * @return the matrix, owned by these passes
   */
  Matrix<A> signal();

  /**
   * R{δ_Y} = f′∘R{δ_A} + f″∘R{Y}∘δ_A.
   *
   * @param product the product about to write a direction's block of {@link #signal()}; null when
   *     R{δ_A} stands in it
   * @param direction which direction, from 0
   */
  void receiveTangentDelta(Product<A> product, int direction);

  /**
   * R{∂E/∂θ} = scale · (R{X}ᵀδ_Y + XᵀR{δ_Y}) and its bias part.
   *
   * @param x the input of the forward pass
   * @param tangentX R{X} of all directions; null where it is 0
   * @param results receive the derivatives at the layer's places, one a direction
   * @param scale multiplies every finished sum
   */
  void tangentGradient(Matrix<A> x, Matrix<A> tangentX, List<A> results, double scale);

  /**
   * R{δ_X} = R{δ_Y}Wᵀ + δ_Y Vᵀ, received by the layer before.
   *
   * @param theta the parameters
   * @param directions V of each direction
   * @param previous the passes of the layer before
   */
  void propagateTangentDelta(A theta, List<A> directions, Passes<A> previous);

  /**
   * u_Y = u_A∘f′(Y): the backward pass of any signal u, without touching δ.
   *
   * @param product the product about to write {@link #signal()}; null when u_A stands in it
   */
  void receiveAdjoint(Product<A> product);

  /**
   * scale · Σ_p (∂Y_p/∂θ)ᵀ u_p.
   *
   * @param x the input of the forward pass
   * @param sums receive the sums at the layer's places, one a direction
   * @param scale multiplies every finished sum
   */
  void adjointGradient(Matrix<A> x, List<A> sums, double scale);

  /**
   * The sum over examples of the squares of per-example gradients of u: for a dense layer scale ·
   * (X∘X)ᵀ(u_Y∘u_Y).
   *
   * @param x the input of the forward pass
   * @param signal u_Y, either {@link #signal()} or {@link #delta}
   * @param sum receives the sums at the layer's places
   * @param accumulate whether to continue the sums that stand there
   * @param scale multiplies every finished sum
   */
  void squaredGradient(Matrix<A> x, Matrix<A> signal, A sum, boolean accumulate, double scale);

  /**
   * u_X from u_Y, received by the layer before as an adjoint.
   *
   * @param theta the parameters
   * @param previous the passes of the layer before
   */
  void propagateAdjoint(A theta, Passes<A> previous);

  /**
   * h_Y = h_A∘f′(Y)² (Becker and LeCun 1989, Gauss-Newton form), and with {@code secondDerivative}
   * + δ_A∘f″(Y).
   *
   * @param product the product about to write {@link #signal()}; null when h_A stands in it
   * @param secondDerivative whether to add the term with f″
   */
  void receiveCurvature(Product<A> product, boolean secondDerivative);

  /**
   * The recursion's diagonal: for a dense layer scale · (X∘X)ᵀh_Y.
   *
   * @param x the input of the forward pass
   * @param diagonal receives the sums at the layer's places
   * @param scale multiplies every finished sum
   */
  void curvatureDiagonal(Matrix<A> x, A diagonal, double scale);

  /**
   * h_X = h_Y(W∘W)ᵀ for a dense layer, received by the layer before.
   *
   * @param theta the parameters
   * @param previous the passes of the layer before
   * @param secondDerivative whether the layer before adds its term with f″
   */
  void propagateCurvature(A theta, Passes<A> previous, boolean secondDerivative);

  /**
   * Returns δ_A∘f″(Y), the residual that the layer's own nonlinearity adds to the Hessian at Y.
   *
   * @return the matrix kept by a backward pass with {@link Keep#CURVATURE}; null where f″ is zero
   *     everywhere
   */
  Matrix<A> residual();

  /**
   * norms_p ← norms_p + ‖∂L_p/∂θ‖² over the layer's parameters.
   *
   * @param x the input of the forward pass
   * @param norms one number an example
   * @param offset the index of the first example's number
   */
  void addSquaredGradientNorms(Matrix<A> x, A norms, int offset);

  /**
   * (∂Y_p/∂θ)ᵀu_p of one example: ∂L_p/∂θ for δ_Y.
   *
   * @param x the input of the forward pass
   * @param signal u_Y, either {@link #signal()} or {@link #delta}
   * @param example which row p
   * @param gradient receives the derivatives at the layer's places
   * @param offset the index of the gradient's first element
   */
  void exampleGradient(Matrix<A> x, Matrix<A> signal, int example, A gradient, int offset);

  /**
   * One example's block of second derivatives through the layer [EB 52]: for a dense layer M_X =
   * W(diag(f′)·M_A·diag(f′) + diag(δ_A∘f″))Wᵀ, M_A = ∂²L_p/∂A², M_X = ∂²L_p/∂X².
   *
   * @param theta the parameters
   * @param example which row p
   * @param secondDerivative whether to add the term with f″; without it M_X is positive
   *     semi-definite where M_A is
   * @param block M_A, [outputs × outputs]; overwritten
   * @param scratch at least inputs × outputs elements
   * @param result receives M_X, [inputs × inputs]
   */
  void propagateBlock(A theta, int example, boolean secondDerivative, A block, A scratch, A result);

  /**
   * Returns how much memory the passes have taken so far.
   *
   * @return the number of elements of their matrices
   */
  long elements();
}
