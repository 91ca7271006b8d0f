package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;

/**
 * Clips the gradient by its norm [DL8 10.11.1; Pascanu, Mikolov, Bengio 2013]: if ‖g‖ &gt; c then g
 * ← g·c/‖g‖, for the rules after it in a {@linkplain UpdateRule#chain chain}. The norm is over all
 * N elements, with the blocks of {@link Reductions#norm2}; the factor c/‖g‖ is rounded once.
 * (PyTorch adds 1e-6 to the norm.)
 *
 * <p>A finite gradient whose norm overflows is first divided by its largest absolute value. One
 * with NaN or an infinity is left as it is, so that divergence is seen and not hidden.
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
    return new Clipping<>(this, kernels, dimension);
  }

  private static final class Clipping<A> extends Updater<A> {
    private final Reductions<A> reductions;
    private final VectorAlgebra<A> algebra;
    private final double bound;
    private double factor;

    Clipping(ClipByNorm rule, Kernels<A> kernels, int dimension) {
      super(kernels.precision(), dimension);
      reductions = kernels.newReductions();
      algebra = kernels.vectorAlgebra();
      bound = rule.bound;
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
      int n = dimension();
      double norm = reductions.norm2(n, gradient, 0);
      if (norm == Double.POSITIVE_INFINITY) {
        double largest = reductions.maxAbs(n, gradient, 0);
        if (largest < Double.POSITIVE_INFINITY) {
          algebra.scale(n, 1 / largest, gradient, 0, gradient, 0);
          norm = reductions.norm2(n, gradient, 0);
          factor = bound / norm;
          return;
        }
      }
      factor = norm > bound && norm < Double.POSITIVE_INFINITY ? bound / norm : 1;
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      if (factor != 1) {
        algebra.scale(to - from, factor, gradient, from, gradient, from);
      }
    }
  }
}
