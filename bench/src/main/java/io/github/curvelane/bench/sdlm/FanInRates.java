package io.github.curvelane.bench.sdlm;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;

/**
 * Gradient descent with rates ∝ fan-in^p, layer by layer, that of the first layer the rate itself.
 *
 * @param power p
 * @param widths the units of each layer of a perceptron, from the inputs on
 */
record FanInRates(double power, int... widths) implements UpdateRule {
  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    VectorAlgebra<A> algebra = kernels.vectorAlgebra();
    int layers = widths.length - 1;
    int[] ends = new int[layers];
    double[] factors = new double[layers];
    int end = 0;
    for (int l = 0; l < layers; l++) {
      end += (widths[l] + 1) * widths[l + 1];
      ends[l] = end;
      factors[l] = StrictMath.pow(widths[l] / (double) widths[0], power);
    }
    return new Updater<>(kernels.precision(), dimension) {
      private double rate;

      @Override
      protected void prepare(double rate, A theta, A gradient) {
        this.rate = rate;
      }

      @Override
      public void update(A theta, A gradient, int from, int to) {
        int at = from;
        for (int l = 0; l < layers && at < to; l++) {
          int last = Math.min(to, ends[l]);
          if (last > at) {
            algebra.axpy(last - at, -rate * factors[l], gradient, at, theta, at);
            at = last;
          }
        }
      }
    };
  }

  @Override
  public String toString() {
    return "fan-in:" + power;
  }
}
