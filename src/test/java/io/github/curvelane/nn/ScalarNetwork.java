package io.github.curvelane.nn;

/**
 * A network in hyper-dual numbers, written plainly and sharing no code with the library: value,
 * gradient, Hessian, Jacobian and Gauss-Newton matrix are what the definition of E says by the
 * chain rule of the numbers alone.
 */
final class ScalarNetwork {
  /** A loss of the outputs of one example and its target. */
  @FunctionalInterface
  interface Cost {
    HyperDual at(HyperDual[] outputs, double[] target);
  }

  final int parameters;
  private final ScalarLayer layers;
  private final Cost cost;
  private final double[][] x;
  private final double[][] targets;

  ScalarNetwork(ScalarLayer layers, Cost cost, double[][] x, double[][] targets) {
    this.layers = layers;
    this.cost = cost;
    this.x = x;
    this.targets = targets;
    this.parameters = layers.parameters();
  }

  /** A perceptron. */
  static ScalarLayer perceptron(ScalarLayer.Curve hidden, ScalarLayer.Curve last, int... sizes) {
    ScalarLayer[] layers = new ScalarLayer[sizes.length - 1];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = ScalarLayer.dense(sizes[l], sizes[l + 1], l == layers.length - 1 ? last : hidden);
    }
    return new ScalarChain(layers);
  }

  private HyperDual[] outputs(HyperDual[] theta, int p) {
    return layers.at(theta, HyperDual.seeded(x[p], -1));
  }

  private HyperDual loss(HyperDual[] theta, int p) {
    return cost.at(outputs(theta, p), targets[p]);
  }

  double value(double[] theta) {
    double sum = 0;
    for (int p = 0; p < x.length; p++) {
      sum += loss(HyperDual.seeded(theta, -1), p).v();
    }
    return sum / x.length;
  }

  /** ∇L_p. */
  double[] gradient(double[] theta, int p) {
    double[] gradient = new double[theta.length];
    for (int i = 0; i < theta.length; i++) {
      gradient[i] = loss(HyperDual.seeded(theta, i), p).a();
    }
    return gradient;
  }

  double[] gradient(double[] theta) {
    double[] mean = new double[theta.length];
    for (int p = 0; p < x.length; p++) {
      double[] gradient = gradient(theta, p);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += gradient[i] / x.length;
      }
    }
    return mean;
  }

  double[][] hessian(double[] theta) {
    double[][] hessian = new double[theta.length][theta.length];
    for (int i = 0; i < theta.length; i++) {
      for (int j = 0; j <= i; j++) {
        HyperDual[] seeded = HyperDual.seeded(theta, i, j);
        double sum = 0;
        for (int p = 0; p < x.length; p++) {
          sum += loss(seeded, p).ab();
        }
        hessian[i][j] = sum / x.length;
        hessian[j][i] = hessian[i][j];
      }
    }
    return hessian;
  }

  /** ∂a/∂θ of one example, a row an output. */
  double[][] jacobian(double[] theta, int p) {
    double[][] jacobian = new double[targets[p].length][theta.length];
    for (int i = 0; i < theta.length; i++) {
      HyperDual[] a = outputs(HyperDual.seeded(theta, i), p);
      for (int c = 0; c < a.length; c++) {
        jacobian[c][i] = a[c].a();
      }
    }
    return jacobian;
  }

  /** The Hessian of L_p at the outputs. */
  double[][] lossHessian(double[] theta, int p) {
    double[] outputs = HyperDual.values(outputs(HyperDual.seeded(theta, -1), p));
    double[][] hessian = new double[outputs.length][outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      for (int j = 0; j < outputs.length; j++) {
        HyperDual[] seeded = HyperDual.seeded(outputs, i, j);
        hessian[i][j] = cost.at(seeded, targets[p]).ab();
      }
    }
    return hessian;
  }

  /** (1/B) Σ JᵀHJ. */
  double[][] gaussNewton(double[] theta) {
    double[][] g = new double[theta.length][theta.length];
    for (int p = 0; p < x.length; p++) {
      double[][] jacobian = jacobian(theta, p);
      double[][] h = lossHessian(theta, p);
      for (int c = 0; c < h.length; c++) {
        for (int d = 0; d < h.length; d++) {
          for (int i = 0; i < theta.length; i++) {
            for (int j = 0; j < theta.length; j++) {
              g[i][j] += jacobian[c][i] * h[c][d] * jacobian[d][j] / x.length;
            }
          }
        }
      }
    }
    return g;
  }

  /** (1/B) Σ ∇L_p ∇L_pᵀ. */
  double[][] empiricalFisher(double[] theta) {
    double[][] f = new double[theta.length][theta.length];
    for (int p = 0; p < x.length; p++) {
      double[] g = gradient(theta, p);
      for (int i = 0; i < theta.length; i++) {
        for (int j = 0; j < theta.length; j++) {
          f[i][j] += g[i] * g[j] / x.length;
        }
      }
    }
    return f;
  }

  /** The recursion of Becker and LeCun, a layer at a time, with or without its term with f″. */
  double[] beckerLeCun(double[] theta, boolean bend) {
    double[] diagonal = new double[theta.length];
    for (int p = 0; p < x.length; p++) {
      double[] outputs = HyperDual.values(outputs(HyperDual.seeded(theta, -1), p));
      double[] delta = new double[outputs.length];
      double[] h = new double[outputs.length];
      for (int c = 0; c < outputs.length; c++) {
        HyperDual loss = cost.at(HyperDual.seeded(outputs, c), targets[p]);
        delta[c] = loss.a();
        h[c] = loss.ab();
      }
      layers.back(theta, x[p], new ScalarLayer.Signals(delta, h), bend, diagonal);
    }
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] /= x.length;
    }
    return diagonal;
  }
}
