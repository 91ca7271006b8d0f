package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Updates;

/**
 * Stochastic gradient descent [DL8 alg 8.1]: θ ← θ − εg, computed as θ = fma(−ε, g, θ). No memory.
 * A network can apply the gradient of a dense layer without storing it.
 */
public record Sgd() implements UpdateRule {
  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    return new Descent<>(kernels, dimension);
  }

  private static final class Descent<A> extends Updater<A> {
    private final Updates<A> updates;
    private double rate;

    Descent(Kernels<A> kernels, int dimension) {
      super(kernels.precision(), dimension);
      updates = kernels.updates();
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      this.rate = rate;
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      updates.sgd(theta, gradient, from, to, rate);
    }

    @Override
    public boolean takesScale() {
      return true;
    }

    @Override
    public void updateScaled(A theta, A gradient, int from, int to, double scale) {
      updates.scaledSgd(theta, gradient, from, to, scale, rate);
    }

    @Override
    public boolean isDescent() {
      return true;
    }

    @Override
    public double rate() {
      return rate;
    }

    @Override
    public boolean takesRankOne() {
      return true;
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
      updates.rankOneSgd(theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate);
    }
  }
}
