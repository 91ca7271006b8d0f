package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;
import java.util.List;

/**
 * The passes of one node of a network over batches [examples × units]: forward, tangent, and
 * backward for any {@link Signal}, so that curvature is available wherever a gradient is. {@link
 * LinearPasses} and {@link TransformPasses} are all there are; {@link Graph} walks over them.
 *
 * <p>Notation: X input, Y = g(X; θ) before the activation f, A = f(Y) output, δ_A = ∂L/∂A and δ_Y =
 * ∂L/∂Y a row an example, R{·} the derivative along a direction (V in θ), h the diagonal of second
 * derivatives. Nothing carries 1/B: sums over examples are scaled once, by the {@code scale} that
 * is passed.
 *
 * <p>A signal arrives at A, at the {@link Destination} that {@link #receive} gives, and is at Y
 * when that has been written. A backward pass of {@link Signal#DELTA} keeps what those of other
 * signals at the same point need. Several directions are worked on together: their signals stand
 * one below the other, so that what they share, the products with W, is one product.
 */
interface Passes<A> {
  /** What a forward and backward pass keeps for later passes. */
  enum Keep {
    /** Outputs only: prediction. */
    NOTHING,
    /** f′: enough for gradients, Gauss-Newton products and squared-weights recursions. */
    SLOPES,
    /** f′ and δ_A∘f″: enough for everything. */
    CURVATURE
  }

  // ---------------------------------------------------------------- towards the outputs

  /** A = f(g(X; θ)), keeping what is asked for. */
  void forward(A theta, Matrix<A> x, Keep keep);

  /** A of the last forward pass. */
  Matrix<A> output();

  /** Copies the statistics of the batch that the last forward pass has worked with. */
  default void copyStatistics(A to, int at) {}

  /**
   * Y alone, which is elsewhere overwritten by A.
   *
   * @param y receives the rows
   * @return false if Y is not linear in θ; then nothing is written
   */
  default boolean sums(A theta, Matrix<A> x, Matrix<A> y) {
    return false;
  }

  /**
   * R{A} from R{X} and V (Pearlmutter 1994), keeping what {@link Signal#TANGENT_DELTA} needs.
   *
   * @param directions V of each direction, with θ's layout
   * @param x the input of the forward pass
   * @param tangentX R{X} of all directions; null where it is 0
   */
  void tangent(A theta, List<A> directions, Matrix<A> x, Matrix<A> tangentX);

  /** R{A} of the last tangent pass, a block of rows a direction. */
  Matrix<A> tangentOutput();

  // ---------------------------------------------------------------- towards the inputs

  /** Makes memory ready for a signal at A and returns where it is to be written, by one writer. */
  Destination<A> receive(Signal signal, int directions);

  /** The signal that was received last, at Y. */
  Matrix<A> received(Signal signal);

  /**
   * Sends a received signal on, from Y to X.
   *
   * @param directions V of each direction, for {@link Signal#TANGENT_DELTA}
   * @param x the input of the forward pass
   * @param tangentX R{X} of all directions; null where it is 0
   * @param below where it is written
   */
  void pull(
      Signal signal,
      A theta,
      List<A> directions,
      Matrix<A> x,
      Matrix<A> tangentX,
      Destination<A> below);

  // ---------------------------------------------------------------- parameters, where there are
  // any

  /**
   * What a received signal makes of the parameters: scale · Σ_p (∂Y_p/∂θ)ᵀ u_p; with squared
   * derivatives for curvatures; for {@link Signal#TANGENT_DELTA} R{∂E/∂θ} = scale · (R{X}ᵀδ_Y +
   * XᵀR{δ_Y}).
   *
   * @param x the input of the forward pass
   * @param tangentX R{X} of all directions; null where it is 0
   * @param sums receive the sums at the node's places, one a direction
   */
  default void gradient(
      Signal signal, Matrix<A> x, Matrix<A> tangentX, List<A> sums, double scale) {}

  /**
   * Continues the sums of {@link #gradient} of {@link Signal#DELTA} over the examples of a chunk,
   * with the bits of all at once.
   *
   * @param done the examples of the chunk that were summed before
   * @param more whether others follow; if not, the sums are scaled
   */
  default void addGradient(Matrix<A> x, A sum, int done, boolean more, double scale) {
    throw new AssertionError("sumsByPieces() is false");
  }

  /** Whether {@link #addGradient} can be called. */
  default boolean sumsByPieces() {
    return false;
  }

  /**
   * What {@link #gradient} gives for one direction and a step along it, each part as soon as its
   * gradient is final.
   *
   * @param moved θ, or another vector with its layout, of which the node's places are moved
   * @param gradient scratch; what it holds afterwards at the node's places is unspecified
   */
  default void update(
      Signal signal,
      A moved,
      Matrix<A> x,
      Matrix<A> tangentX,
      A gradient,
      double scale,
      CoordinateUpdate<A> update) {}

  /**
   * scale · Σ_p ±((∂Y_p/∂θ)ᵀ u_p)²: the squares of single examples' gradients.
   *
   * @param signs +1 or −1 for each example; null for +1
   */
  default void squaredGradient(
      Signal signal, Matrix<A> x, A signs, A sum, boolean accumulate, double scale) {}

  /** (∂Y_p/∂θ)ᵀ u_p of one example, in a vector with θ's layout that starts at an index. */
  default void exampleGradient(Signal signal, Matrix<A> x, int example, A gradient, int offset) {}

  /** norms_p ← norms_p + ‖∂L_p/∂θ‖² over the node's parameters, from δ_Y. */
  default void addSquaredGradientNorms(Matrix<A> x, A norms, int offset) {}

  // ---------------------------------------------------------------- the node's own curvature

  /**
   * The number of columns s_c with Σ_c ±s_c s_cᵀ = Σ_j δ_j ∇²A_j, the second derivatives that the
   * node's own nonlinearity adds to the Hessian; 0 where they vanish.
   */
  int residualColumns();

  /**
   * Makes a column the received {@link Signal#ADJOINT}.
   *
   * @param signs receives the column's sign for each example, +1 or −1
   * @return whether the column is anything but 0
   */
  boolean residualColumn(int column, A signs);

  /** Adds the diagonal of Σ_p Σ_j δ_pj ∇²A_pj, ∇² by θ, to a sum with θ's layout. */
  default void addGradientResidual(A sum) {}

  /** Whether {@link #propagateBlock} can be called. */
  boolean propagatesBlocks();

  /**
   * One example's block of second derivatives through the node [EB 52]: M_X = Jᵀ(diag(f′)·M_A·
   * diag(f′) + diag(δ_A∘f″))J with J = ∂Y/∂X, M_A = ∂²L_p/∂A², M_X = ∂²L_p/∂X².
   *
   * @param example which row p
   * @param withBend whether to add the term with f″; without it M_X is positive semi-definite where
   *     M_A is
   * @param block M_A, [outputs × outputs]; overwritten
   * @param scratch at least inputs × outputs elements
   * @param result receives M_X, [inputs × inputs]
   */
  void propagateBlock(A theta, int example, boolean withBend, A block, A scratch, A result);

  /** How much memory the passes have taken so far: the number of elements of their matrices. */
  long elements();
}
