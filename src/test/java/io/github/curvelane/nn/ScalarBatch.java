package io.github.curvelane.nn;

import io.github.curvelane.nn.ScalarLayer.Curve;
import java.util.Arrays;

/**
 * Layers of a whole batch: functions of all units of all examples, one behind the other, so that
 * they may depend on each other. With them the batch is a single example of {@link ScalarNetwork}.
 */
final class ScalarBatch {
  private ScalarBatch() {}

  /** A layer of each example alone. */
  static ScalarLayer each(int examples, ScalarLayer layer) {
    return new ScalarLayer() {
      @Override
      public int parameters() {
        return layer.parameters();
      }

      @Override
      public HyperDual[] at(HyperDual[] w, HyperDual[] x) {
        int n = x.length / examples;
        HyperDual[] all = new HyperDual[0];
        for (int p = 0; p < examples; p++) {
          HyperDual[] y = layer.at(w, Arrays.copyOfRange(x, p * n, (p + 1) * n));
          int end = all.length;
          all = Arrays.copyOf(all, end + y.length);
          System.arraycopy(y, 0, all, end, y.length);
        }
        return all;
      }
    };
  }

  /** f(γ(x − μ)/√(v + ε) + β), μ and v over all examples and places of each map. */
  static ScalarLayer batchNormalization(
      int examples, int units, int maps, double epsilon, Curve curve) {
    int rows = examples * units / maps;
    return ScalarLayer.of(
        2 * maps,
        (w, x) -> {
          HyperDual[] y = new HyperDual[x.length];
          for (int c = 0; c < maps; c++) {
            HyperDual mean = HyperDual.of(0);
            HyperDual squares = HyperDual.of(0);
            for (int row = 0; row < rows; row++) {
              HyperDual value = x[row * maps + c];
              mean = mean.plus(value.times(1.0 / rows));
              squares = squares.plus(value.times(value).times(1.0 / rows));
            }
            HyperDual variance = squares.minus(mean.times(mean));
            HyperDual scale = variance.plus(epsilon).sqrt().inverse().times(w[c]);
            for (int row = 0; row < rows; row++) {
              HyperDual centred = x[row * maps + c].minus(mean);
              y[row * maps + c] = curve.at(centred.times(scale).plus(w[maps + c]));
            }
          }
          return y;
        });
  }

  /** The mean of a cost over the examples. */
  static ScalarNetwork.Cost mean(int examples, ScalarNetwork.Cost cost) {
    return (outputs, target) -> {
      int n = outputs.length / examples;
      HyperDual sum = HyperDual.of(0);
      for (int p = 0; p < examples; p++) {
        HyperDual[] a = Arrays.copyOfRange(outputs, p * n, (p + 1) * n);
        double[] t = Arrays.copyOfRange(target, p * n, (p + 1) * n);
        sum = sum.plus(cost.at(a, t).times(1.0 / examples));
      }
      return sum;
    };
  }
}
