package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.DescentUpdate;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.RankOneDescent;
import io.github.curvelane.kernel.plain.DoubleScaledSgd;
import io.github.curvelane.kernel.plain.DoubleSgd;
import io.github.curvelane.kernel.plain.FloatScaledSgd;
import io.github.curvelane.kernel.plain.FloatSgd;

/**
 * Stochastic gradient descent [DL8 alg 8.1]: θ ← θ − εg, computed as θ = fma(−ε, g, θ). No memory.
 * A network can apply the gradient of a dense layer without storing it.
 */
public record Sgd() implements UpdateRule {
  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    return new Descent<>(kernels, dimension);
  }

  /** The step, which whoever computes the gradient may also take in its last operation. */
  private static final class Descent<A> extends LoopUpdater<A> implements DescentUpdate<A> {
    private final ScaledLoop<A> scaled;
    private final RankOneDescent<A> rankOne;
    private double rate;

    Descent(Kernels<A> kernels, int dimension) {
      super(kernels, dimension, FloatSgd::run, DoubleSgd::run, 1);
      scaled = ScaledLoop.of(kernels.precision());
      rankOne = kernels.rankOneDescent();
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      this.rate = rate;
      scalar(0, rate);
    }

    @Override
    public void updateScaled(A theta, A gradient, int from, int to, double scale) {
      checkArrays(theta, gradient, from, to);
      willWrite();
      scaled.run(theta, gradient, from, to, scale, rate);
    }

    /** {@inheritDoc} Who asks for it moves θ by it. */
    @Override
    public double rate() {
      willWrite();
      return rate;
    }

    @Override
    public void rankOne(
        A theta,
        int offset,
        int stride,
        int rows,
        int columns,
        A x,
        int xOffset,
        A d,
        int dOffset,
        double scale) {
      willWrite();
      rankOne.step(theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate);
    }
  }

  /** Descent along s·g. The factor is an argument: ranges come from several threads. */
  @FunctionalInterface
  private interface ScaledLoop<A> {
    void run(A theta, A g, int from, int to, double scale, double rate);

    @SuppressWarnings("unchecked") // the only two precisions that there are
    static <A> ScaledLoop<A> of(Precision<A> precision) {
      ScaledLoop<float[]> single = FloatScaledSgd::run;
      ScaledLoop<double[]> twice = DoubleScaledSgd::run;
      return (ScaledLoop<A>) (precision == Precision.FLOAT ? single : twice);
    }
  }
}
