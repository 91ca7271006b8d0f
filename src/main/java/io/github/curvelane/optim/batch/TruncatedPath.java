package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import org.jspecify.annotations.Nullable;

/**
 * The path of preconditioned conjugate gradients on q(s) = gᵀs + ½sᵀHs from s = 0, which ends where
 * a residual is small or a curvature is not positive. Its first directions are kept, so that the
 * point where it first leaves a ball is found again for a smaller ball without a product.
 *
 * <p>All is computed on σg in place of g, σ a power of two that brings the largest element to [1,
 * 2): squares then stay in the range of floats too, and the path of 2ᵏ·E is that of E.
 */
final class TruncatedPath<A> {
  /** Why the path ends. */
  enum End {
    /** It goes on. */
    NONE,
    RESIDUAL,
    NEGATIVE_CURVATURE,
    STEPS,
    NOT_FINITE
  }

  /** Rounding of a curvature as a multiple of u‖H‖. */
  private static final int CURVATURE_UNITS = 64;

  /** Beyond this squares of lengths overflow. */
  private static final double LONGEST = 0x1p500;

  private final Evaluations<A> evaluations;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;

  /** Null for none. */
  private final @Nullable CurvaturePairs<A> preconditioner;

  private final int size;
  private final int capacity;
  private final A directions;
  private final A direction;
  private final A product;
  private final A begin;
  private final A point;
  private final A residual;
  private final A preconditioned;

  // Of each step: its length α, pᵀr, pᵀHp, and of its begin s: sᵀs, sᵀp, pᵀp.
  private final double[] lengths;
  private final double[] slopes;
  private final double[] curvatures;
  private final double[] beginSquares;
  private final double[] beginSlopes;
  private final double[] directionSquares;

  private int steps;
  private double sigma;
  private double scale;
  private double firstNorm;
  private double bound;
  private double residualNorm;
  private double residualProduct;
  private boolean isPreconditioned;
  private End end = End.NONE;

  /** Of the last truncation: whether the ball's boundary cuts the path, and the step's norm. */
  boolean isCut;

  double norm;

  TruncatedPath(
      MinimizerRun<A> run, @Nullable CurvaturePairs<A> preconditioner, int capacity, int longest) {
    this.evaluations = run.evaluations;
    this.precision = run.precision;
    this.algebra = run.algebra;
    this.reductions = run.reductions;
    this.preconditioner = preconditioner;
    this.size = run.size;
    this.capacity = Math.min(capacity, longest);
    directions = precision.newArray((this.capacity + 1) * size);
    begin = precision.newArray(size);
    direction = precision.newArray(size);
    product = precision.newArray(size);
    point = precision.newArray(size);
    residual = precision.newArray(size);
    preconditioned = precision.newArray(size);
    lengths = new double[longest];
    slopes = new double[longest];
    curvatures = new double[longest];
    beginSquares = new double[longest];
    beginSlopes = new double[longest];
    directionSquares = new double[longest];
  }

  /**
   * Begins the path; it is to be given a {@linkplain #tolerance tolerance}.
   *
   * @param g the gradient of q at 0, not zero
   * @return ‖g‖
   */
  double begin(A g) {
    boolean withPairs = preconditioner != null;
    isPreconditioned = withPairs;
    sigma = Scaling.sigma(precision, reductions.maxAbs(size, g, 0));
    algebra.scale(size, sigma, g, 0, residual, 0);
    firstNorm = reductions.norm2(size, residual, 0);
    residualNorm = firstNorm;
    precision.fill(point, 0, size, 0);
    precondition();
    if (!(residualProduct > 0) && withPairs) {
      isPreconditioned = false;
      precondition();
    }
    algebra.scale(size, -1, preconditioned, 0, direction, 0);
    steps = 0;
    scale = 0;
    end = End.NONE;
    if (withPairs) {
      preconditioner.begin();
    }
    return firstNorm / sigma;
  }

  /** Sets the bound of ‖g + Hs‖ as a part of ‖g‖; the path then goes on if it ended by it. */
  void tolerance(double tolerance) {
    bound = tolerance * firstNorm;
    if (end == End.RESIDUAL && residualProduct > 0) {
      end = End.NONE;
    }
  }

  private void precondition() {
    if (isPreconditioned) {
      preconditioner.apply(residual, preconditioned);
      residualProduct = reductions.dot(size, residual, 0, preconditioned, 0);
    } else {
      precision.copy(residual, 0, preconditioned, 0, size);
      residualProduct = reductions.sumOfSquares(size, residual, 0);
    }
  }

  End end() {
    return end;
  }

  /** The direction of the last step, of negative curvature if the path ended by one. */
  A direction() {
    return direction;
  }

  /** pᵀHp/pᵀp of the last step. */
  double curvature() {
    return curvatures[steps - 1] / directionSquares[steps - 1];
  }

  /** The largest ‖Hp‖/‖p‖ of the path: what H's norm is at least. */
  double scale() {
    return scale;
  }

  /** Whether the path ended by a curvature that is below 0 by more than the rounding of an H. */
  boolean isClearlyNegative(double scaleOfH) {
    return end == End.NEGATIVE_CURVATURE
        && curvature() < -CURVATURE_UNITS * precision.unitRoundoff() * scaleOfH;
  }

  /**
   * The decrease of q along the path, whatever its length; ∞ where q clearly has no lower bound.
   */
  double potential(double scaleOfH) {
    double decrease = 0;
    for (int k = 0; k < steps; k++) {
      if (curvatures[k] > 0) {
        decrease -= lengths[k] * slopes[k] / 2;
      }
    }
    return isClearlyNegative(scaleOfH) ? Double.POSITIVE_INFINITY : decrease / sigma / sigma;
  }

  /** The length of the first step; ∞ if its curvature is not positive or not finite. */
  double firstLength() {
    return steps == 0
        ? Double.POSITIVE_INFINITY
        : lengths[0] * Math.sqrt(directionSquares[0]) / sigma;
  }

  /** Whether the point where the path leaves the ball, or its end, lies on what is kept. */
  boolean reaches(double radius) {
    int cut = cut(radius);
    return cut < capacity || cut >= steps - 1;
  }

  /** Goes on until the path leaves the ball or ends. */
  void extend(double radius) {
    while (end == End.NONE && cut(radius) == steps) {
      if (residualNorm <= bound || !(residualProduct > 0)) {
        end = End.RESIDUAL;
      } else if (steps == lengths.length) {
        end = End.STEPS;
      } else {
        step();
      }
    }
  }

  private void step() {
    evaluations.hessianVector(direction, product);
    int k = steps++;
    precision.copy(direction, 0, directions, Math.min(k, capacity) * size, size);
    precision.copy(point, 0, begin, 0, size);
    double curvature = reductions.dot(size, direction, 0, product, 0);
    slopes[k] = -residualProduct;
    curvatures[k] = curvature;
    beginSquares[k] = reductions.sumOfSquares(size, point, 0);
    beginSlopes[k] = reductions.dot(size, point, 0, direction, 0);
    directionSquares[k] = reductions.sumOfSquares(size, direction, 0);
    if (!Double.isFinite(curvature + beginSquares[k] + beginSlopes[k] + directionSquares[k])) {
      steps--;
      end = End.NOT_FINITE;
      return;
    }
    double stretch = reductions.norm2(size, product, 0) / Math.sqrt(directionSquares[k]);
    scale = Math.max(scale, stretch);
    if (!(curvature > 0)) {
      lengths[k] = Double.POSITIVE_INFINITY;
      end = End.NEGATIVE_CURVATURE;
      return;
    }
    if (isPreconditioned) {
      preconditioner.note(direction, product, curvature);
    }
    double length = residualProduct / curvature;
    lengths[k] = length;
    algebra.axpy(size, length, direction, 0, point, 0);
    algebra.axpy(size, length, product, 0, residual, 0);
    double before = residualProduct;
    precondition();
    residualNorm = reductions.norm2(size, residual, 0);
    algebra.combine(size, -1, preconditioned, 0, residualProduct / before, direction, 0);
  }

  /** The step in which the path first leaves the ball; the number of steps if it does not. */
  private int cut(double radius) {
    for (int k = 0; k < steps; k++) {
      if (lengths[k] >= boundary(k, radius)) {
        return k;
      }
    }
    return steps;
  }

  /** τ ≥ 0 with ‖s + τp‖ = radius, for the begin s of a step and its direction p. */
  private double boundary(int k, double radius) {
    double scaled = Math.min(radius * sigma, LONGEST);
    double c = Math.max(0, scaled * scaled - beginSquares[k]);
    double length = Math.sqrt(directionSquares[k]);
    double slope = beginSlopes[k] / length;
    double root = Math.sqrt(slope * slope + c);
    if (slope < 0) {
      return (root - slope) / length;
    }
    return c == 0 ? 0 : c / (slope + root) / length;
  }

  /**
   * Finds the point where the path leaves the ball, or its end.
   *
   * @param radius the ball's, one that the path {@linkplain #reaches reaches}
   * @param step receives s
   * @return −q(s)
   */
  double truncate(double radius, A step) {
    int cut = cut(radius);
    isCut = cut < steps;
    double decrease = 0;
    precision.fill(step, 0, size, 0);
    for (int k = 0; k < Math.min(cut + 1, steps); k++) {
      double length = k == cut ? boundary(k, radius) : lengths[k];
      decrease -= length * (slopes[k] + length * curvatures[k] / 2);
      if (k == cut && k >= capacity) {
        algebra.addScaled(size, begin, 0, length, directions, capacity * size, step, 0);
      } else if (k < capacity) {
        algebra.axpy(size, length, directions, k * size, step, 0);
      }
    }
    if (!isCut) {
      precision.copy(point, 0, step, 0, size);
    }
    norm = reductions.norm2(size, step, 0) / sigma;
    algebra.scale(size, 1 / sigma, step, 0, step, 0);
    return decrease / sigma / sigma;
  }
}
