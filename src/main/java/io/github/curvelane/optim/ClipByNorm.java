package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;

/**
 * Clips the gradient by its norm [DL8 10.11.1; Pascanu, Mikolov, Bengio 2013]: if ‖g‖ &gt; c then g
 * ← g·c/‖g‖, for the rules after it in a {@linkplain UpdateRule#chain chain}. The norm is over all
 * N elements, with the blocks of {@link Reductions#norm2}; the factor c/‖g‖ is rounded once.
 * (PyTorch adds 1e-6 to the norm.)
 *
 * <p>A finite gradient whose square overflows or is lost, or whose factor would be, is first scaled
 * by the power of 2 that brings its largest element into [1, 2). One with NaN or an infinity is
 * left as it is, so that divergence is seen and not hidden.
 *
 * <p>The norm is needed before anything can be updated, so the rule is not {@linkplain
 * Updater#isFusable fusable}. No memory.
 *
 * @param bound the bound c, positive
 */
public record ClipByNorm(double bound) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code bound} is not positive and finite
   */
  public ClipByNorm {
    Hyperparameters.positive("bound", bound);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).positive("bound", bound);
    return new Clipping<>(this, kernels, dimension);
  }

  private static final class Clipping<A> extends Updater<A> {
    private final Reductions<A> reductions;
    private final VectorAlgebra<A> algebra;
    private final double bound;

    /** The least norm whose square is as good as any: what underflows in it is rounding. */
    private final double least;

    private final double leastFactor;
    private final int mostExponent;
    private double factor;

    Clipping(ClipByNorm rule, Kernels<A> kernels, int dimension) {
      super(kernels.precision(), dimension);
      reductions = kernels.newReductions();
      algebra = kernels.vectorAlgebra();
      bound = rule.bound;
      boolean isFloat = kernels.precision() == Precision.FLOAT;
      least = Math.sqrt(dimension) * (isFloat ? 0x1p-63 : 0x1p-511);
      leastFactor = isFloat ? Float.MIN_NORMAL : Double.MIN_NORMAL;
      mostExponent = isFloat ? Float.MAX_EXPONENT : Double.MAX_EXPONENT - 1;
    }

    @Override
    public boolean isFusable() {
      return false;
    }

    @Override
    public boolean movesParameters() {
      return false;
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      double norm = reductions.norm2(dimension(), gradient, 0);
      factor = norm > bound ? bound / norm : 1;
      if (!(norm >= least && norm < Double.POSITIVE_INFINITY && factor >= leastFactor)) {
        prepareScaled(gradient);
      }
    }

    private void prepareScaled(A gradient) {
      factor = 1;
      int n = dimension();
      double largest = reductions.maxAbs(n, gradient, 0);
      if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
        return;
      }
      int exponent = Math.clamp(-Math.getExponent(largest), -mostExponent, mostExponent);
      double scale = Math.scalb(1.0, exponent);
      algebra.scale(n, scale, gradient, 0, gradient, 0);
      double norm = reductions.norm2(n, gradient, 0);
      if (norm > bound * scale) {
        factor = bound / norm;
      } else {
        algebra.scale(n, 1 / scale, gradient, 0, gradient, 0);
      }
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      checkRange(theta, gradient, from, to);
      if (factor != 1) {
        algebra.scale(to - from, factor, gradient, from, gradient, from);
      }
    }
  }
}
