package io.github.curvelane.examples.papers;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.DenseCurvature;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;

/** A linear unit with half squared error [EB 28], whose error is a quadratic of its weights. */
final class LinearUnit {
  private LinearUnit() {}

  /**
   * The error on examples.
   *
   * @param inputs examples by rows
   * @param targets one an example
   * @param bias whether the unit has a bias, its last weight
   */
  static NetworkObjective<double[]> error(double[] inputs, double[] targets, boolean bias) {
    int n = inputs.length / targets.length;
    Dense layer =
        bias
            ? new Dense(n, 1, Activation.identity())
            : Dense.withoutBiases(n, 1, Activation.identity());
    Network<double[]> network = Network.of(Precision.DOUBLE, layer);
    return new NetworkObjective<>(
        network.newWorkspace(targets.length),
        Loss.halfSquaredError(),
        inputs,
        Targets.matrix(Precision.DOUBLE, targets, 1));
  }

  /** The quadratic that an error is, up to a constant. Where H is singular, m has no part of it. */
  static Quadratic quadratic(HessianProducts<double[]> error) {
    int n = error.dimension();
    double[] zero = new double[n];
    double[] gradient = new double[n];
    double[] h = DenseCurvature.hessian(error, zero);
    error.valueAndGradient(zero, gradient);
    Quadratic around = new Quadratic(h, zero);
    double[] minimum = new double[n];
    for (int i = 0; i < n; i++) {
      if (around.eigenvalue(i) > 1e-12 * around.largest()) {
        double[] v = around.eigenvector(i);
        double along = Quadratic.dot(v, gradient) / around.eigenvalue(i);
        for (int j = 0; j < n; j++) {
          minimum[j] -= along * v[j];
        }
      }
    }
    return new Quadratic(h, minimum);
  }
}
