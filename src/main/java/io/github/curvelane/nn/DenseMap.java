package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.internal.DescentUpdate;
import io.github.curvelane.internal.PartedUpdate;

/**
 * Y = X·W + 1bᵀ, W [inputs × outputs] and then b in θ, or Y = X·W; each operation is one product.
 */
final class DenseMap<A> extends LinearMap<A> {
  private final int weights;
  private final int biases;
  private final boolean hasBiases;
  private final int mostRows;
  private A ones;
  private A signedSquares;

  DenseMap(Site<A> site, Dense layer) {
    super(site, layer);
    this.weights = offset;
    this.biases = offset + inputs * outputs;
    this.hasBiases = layer.hasBiases();
    this.mostRows = site.rows();
  }

  @Override
  void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
    product.a(x, xOffset, inputs).b(theta, weights, outputs);
    to.aim(product);
    if (biased && hasBiases) {
      product.bias(theta, biases);
    }
    product.multiply(rows, outputs, inputs);
  }

  @Override
  void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
    product.a(u, uOffset, outputs).bTransposed(theta, weights, outputs);
    if (squared) {
      product.squareB();
    }
    to.aim(product);
    product.multiply(rows, inputs, outputs);
  }

  @Override
  void weightGradient(
      A x,
      int xOffset,
      boolean squared,
      A u,
      int uOffset,
      int rows,
      boolean accumulate,
      A sum,
      int at) {
    product.aTransposed(x, xOffset, inputs).b(u, uOffset, outputs);
    if (squared) {
      product.squareA();
    }
    if (accumulate) {
      product.accumulate();
    }
    product.c(sum, at, outputs).multiply(inputs, outputs, rows);
  }

  @Override
  void biasGradient(A u, int uOffset, int rows, A sum, int at) {
    if (hasBiases) {
      algebra.columnSums(rows, outputs, u, uOffset, outputs, sum, at + inputs * outputs);
    }
  }

  // ---------------------------------------------------------------- faster ways

  /**
   * x uᵀ, each element fma(x_i, u_j, +0) as a product gives it, without a product's preparation:
   * there is one for each example.
   */
  @Override
  void exampleGradient(A x, int xOffset, A u, int uOffset, A gradient, int at) {
    precision.fill(gradient, at, at + inputs * outputs, 0);
    if (outputs == 1) {
      algebra.axpy(inputs, precision.get(u, uOffset), x, xOffset, gradient, at);
    } else {
      for (int i = 0; i < inputs; i++) {
        double factor = precision.get(x, xOffset + i);
        algebra.axpy(outputs, factor, u, uOffset, gradient, at + i * outputs);
      }
    }
    if (hasBiases) {
      precision.copy(u, uOffset, gradient, at + inputs * outputs, outputs);
    }
  }

  /** The gradient of one example is x uᵀ, its square (x∘x)(u∘u)ᵀ: a product of squares. */
  @Override
  void squaredGradient(
      A x, int xOffset, A u, int uOffset, int rows, A signs, boolean accumulate, A sum) {
    if (signs != null) {
      signSquares(u, uOffset, rows, signs);
    }
    product.aTransposed(x, xOffset, inputs).squareA();
    addSquares(u, uOffset, signs != null, accumulate);
    product.c(sum, weights, outputs).multiply(inputs, outputs, rows);
    if (!hasBiases) {
      return;
    }
    product.aTransposed(ones(), 0, 1);
    addSquares(u, uOffset, signs != null, accumulate);
    product.c(sum, biases, outputs).multiply(1, outputs, rows);
  }

  private void addSquares(A u, int uOffset, boolean signed, boolean accumulate) {
    if (signed) {
      product.b(signedSquares, 0, outputs);
    } else {
      product.b(u, uOffset, outputs).squareB();
    }
    if (accumulate) {
      product.accumulate();
    }
  }

  /** ±u², rounded once as the product rounds a squared operand. */
  private void signSquares(A u, int uOffset, int rows, A signs) {
    if (signedSquares == null) {
      signedSquares = precision.newArray(Math.multiplyExact(mostRows, outputs));
    }
    algebra.square(rows * outputs, u, uOffset, signedSquares, 0);
    for (int p = 0; p < rows; p++) {
      if (precision.get(signs, p) < 0) {
        algebra.scale(outputs, -1, signedSquares, p * outputs, signedSquares, p * outputs);
      }
    }
  }

  /** ‖x uᵀ‖² + ‖u‖² = (‖x‖² + 1)‖u‖², or ‖x‖²‖u‖². */
  @Override
  double squaredNorm(A x, int xOffset, A u, int uOffset) {
    double xx = reductions.sumOfSquares(inputs, x, xOffset);
    double uu = reductions.sumOfSquares(outputs, u, uOffset);
    return (hasBiases ? xx + 1 : xx) * uu;
  }

  /**
   * Plain descent takes one example's gradient as its factors, and others as an epilogue of the
   * product: W is then read and written once.
   */
  @Override
  void update(
      A theta,
      A x,
      int xOffset,
      A u,
      int rows,
      A gradient,
      double scale,
      CoordinateUpdate<A> update) {
    CoordinateUpdate<A> ofWeights = in(update, weights, biases);
    CoordinateUpdate<A> ofBiases = hasBiases ? in(update, biases, offset + parameters) : ofWeights;
    if (ofWeights instanceof DescentUpdate<A> descent
        && ofBiases instanceof DescentUpdate<A> biasDescent) {
      descend(theta, x, xOffset, u, rows, gradient, scale, descent);
      if (hasBiases) {
        descendBiases(theta, u, rows, gradient, scale, biasDescent);
      }
    } else {
      super.update(theta, x, xOffset, u, rows, gradient, scale, update);
    }
  }

  private static <A> CoordinateUpdate<A> in(CoordinateUpdate<A> update, int from, int to) {
    return update instanceof PartedUpdate<A> parted ? parted.in(from, to) : update;
  }

  private void descend(
      A theta,
      A x,
      int xOffset,
      A u,
      int rows,
      A gradient,
      double scale,
      DescentUpdate<A> descent) {
    if (rows == 1) {
      descent.rankOne(theta, weights, outputs, inputs, outputs, x, xOffset, u, 0, scale);
      return;
    }
    product.aTransposed(x, xOffset, inputs).b(u, 0, outputs);
    product.c(gradient, weights, outputs);
    product.scale(scale).descend(theta, weights, outputs, descent.rate());
    if (descent.rates() != null) {
      product.rates(descent.rates());
    }
    product.multiply(inputs, outputs, rows);
  }

  private void descendBiases(
      A theta, A u, int rows, A gradient, double scale, DescentUpdate<A> descent) {
    if (rows == 1) {
      descent.rankOne(theta, biases, outputs, 1, outputs, ones(), 0, u, 0, scale);
      return;
    }
    biasGradient(u, 0, rows, gradient, offset);
    descent.updateScaled(theta, gradient, biases, biases + outputs, scale);
  }

  /** W M Wᵀ. */
  @Override
  void sandwich(A theta, A m, A scratch, A result) {
    int n = outputs;
    product.a(theta, weights, n).b(m, 0, n).c(scratch, 0, n).multiply(inputs, n, n);
    product.a(scratch, 0, n).bTransposed(theta, weights, n).c(result, 0, inputs);
    product.multiply(inputs, inputs, n);
  }

  /** A bias is the weight of an input that is always 1. */
  private A ones() {
    if (ones == null) {
      ones = precision.newArray(mostRows);
      precision.fill(ones, 0, mostRows, 1);
    }
    return ones;
  }
}
