package io.github.curvelane.nn;

import java.util.Arrays;

/** f(x + F(x)). Its signals come back by both ways, apart from each other. */
record ScalarResidual(ScalarChain inner, Curve curve) implements ScalarLayer {
  @Override
  public int parameters() {
    return inner.parameters();
  }

  private static HyperDual[] sum(HyperDual[] x, HyperDual[] y) {
    HyperDual[] sum = new HyperDual[x.length];
    Arrays.setAll(sum, i -> x[i].plus(y[i]));
    return sum;
  }

  @Override
  public HyperDual[] at(HyperDual[] w, HyperDual[] x) {
    return ScalarLayer.activate(curve).at(new HyperDual[0], sum(x, inner.at(w, x)));
  }

  @Override
  public Signals back(double[] w, double[] x, Signals y, boolean bend, double[] diagonal) {
    HyperDual[] fixed = HyperDual.seeded(x, -1);
    double[] sum = HyperDual.values(sum(fixed, inner.at(HyperDual.seeded(w, -1), fixed)));
    double[] none = new double[0];
    Signals around = ScalarLayer.activate(curve).back(none, sum, y, bend, none);
    return around.plus(inner.back(w, x, around, bend, diagonal));
  }
}
