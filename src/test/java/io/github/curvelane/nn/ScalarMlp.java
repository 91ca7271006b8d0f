package io.github.curvelane.nn;

import java.util.Arrays;

/**
 * A multi-layer perceptron in hyper-dual numbers, written plainly and sharing no code with the
 * library: value, gradient, Hessian, Jacobian and Gauss-Newton matrix are what the definition of E
 * says by the chain rule of the numbers alone.
 */
final class ScalarMlp {
  /** An activation function. */
  @FunctionalInterface
  interface Curve {
    HyperDual at(HyperDual x);
  }

  /** A loss of the outputs of one example and its target. */
  @FunctionalInterface
  interface Cost {
    HyperDual at(HyperDual[] outputs, double[] target);
  }

  final int[] sizes;
  final int parameters;
  private final Curve hidden;
  private final Curve last;
  private final Cost cost;
  private final double[][] x;
  private final double[][] targets;

  ScalarMlp(int[] sizes, Curve hidden, Curve last, Cost cost, double[][] x, double[][] targets) {
    this.sizes = sizes;
    this.hidden = hidden;
    this.last = last;
    this.cost = cost;
    this.x = x;
    this.targets = targets;
    int count = 0;
    for (int l = 1; l < sizes.length; l++) {
      count += (sizes[l - 1] + 1) * sizes[l];
    }
    this.parameters = count;
  }

  private Curve curve(int layer) {
    return layer == sizes.length - 1 ? last : hidden;
  }

  private HyperDual[] outputs(HyperDual[] theta, int p) {
    HyperDual[] a = Arrays.stream(x[p]).mapToObj(HyperDual::of).toArray(HyperDual[]::new);
    int at = 0;
    for (int l = 1; l < sizes.length; l++) {
      int in = sizes[l - 1];
      int out = sizes[l];
      HyperDual[] next = new HyperDual[out];
      for (int j = 0; j < out; j++) {
        HyperDual y = theta[at + in * out + j];
        for (int i = 0; i < in; i++) {
          y = y.plus(a[i].times(theta[at + i * out + j]));
        }
        next[j] = curve(l).at(y);
      }
      a = next;
      at += (in + 1) * out;
    }
    return a;
  }

  private HyperDual loss(HyperDual[] theta, int p) {
    return cost.at(outputs(theta, p), targets[p]);
  }

  private static HyperDual[] seeded(double[] theta, int i, int j) {
    HyperDual[] seeded = new HyperDual[theta.length];
    for (int k = 0; k < theta.length; k++) {
      seeded[k] = new HyperDual(theta[k], k == i ? 1 : 0, k == j ? 1 : 0, 0);
    }
    return seeded;
  }

  double value(double[] theta) {
    double sum = 0;
    for (int p = 0; p < x.length; p++) {
      sum += loss(seeded(theta, -1, -1), p).v();
    }
    return sum / x.length;
  }

  /** ∇L_p. */
  double[] gradient(double[] theta, int p) {
    double[] gradient = new double[theta.length];
    for (int i = 0; i < theta.length; i++) {
      gradient[i] = loss(seeded(theta, i, -1), p).a();
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
        HyperDual[] seeded = seeded(theta, i, j);
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
    double[][] jacobian = new double[sizes[sizes.length - 1]][theta.length];
    for (int i = 0; i < theta.length; i++) {
      HyperDual[] a = outputs(seeded(theta, i, -1), p);
      for (int c = 0; c < a.length; c++) {
        jacobian[c][i] = a[c].a();
      }
    }
    return jacobian;
  }

  /** The Hessian of L_p at the outputs. */
  double[][] lossHessian(double[] theta, int p) {
    HyperDual[] a = outputs(seeded(theta, -1, -1), p);
    double[][] hessian = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        HyperDual[] seeded = new HyperDual[a.length];
        for (int k = 0; k < a.length; k++) {
          seeded[k] = new HyperDual(a[k].v(), k == i ? 1 : 0, k == j ? 1 : 0, 0);
        }
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

  /** The recursion of Becker and LeCun, a unit at a time, with or without its term with f″. */
  double[] beckerLeCun(double[] theta, boolean bend) {
    double[] diagonal = new double[theta.length];
    for (int p = 0; p < x.length; p++) {
      beckerLeCun(theta, p, bend, diagonal);
    }
    for (int i = 0; i < theta.length; i++) {
      diagonal[i] /= x.length;
    }
    return diagonal;
  }

  private void beckerLeCun(double[] theta, int p, boolean bend, double[] diagonal) {
    int layers = sizes.length - 1;
    double[][] inputs = new double[layers][];
    HyperDual[][] units = new HyperDual[layers][];
    int[] offsets = new int[layers];
    double[] a = x[p];
    int at = 0;
    for (int l = 0; l < layers; l++) {
      inputs[l] = a;
      offsets[l] = at;
      int out = sizes[l + 1];
      units[l] = new HyperDual[out];
      double[] next = new double[out];
      for (int j = 0; j < out; j++) {
        double y = theta[at + a.length * out + j];
        for (int i = 0; i < a.length; i++) {
          y += a[i] * theta[at + i * out + j];
        }
        units[l][j] = curve(l + 1).at(new HyperDual(y, 1, 1, 0));
        next[j] = units[l][j].v();
      }
      at += (a.length + 1) * out;
      a = next;
    }
    int n = a.length;
    double[] delta = new double[n];
    double[] h = new double[n];
    double[][] second = lossHessian(theta, p);
    for (int c = 0; c < n; c++) {
      HyperDual[] seeded = new HyperDual[n];
      for (int k = 0; k < n; k++) {
        seeded[k] = new HyperDual(a[k], k == c ? 1 : 0, 0, 0);
      }
      delta[c] = cost.at(seeded, targets[p]).a();
      h[c] = second[c][c];
    }
    for (int l = layers - 1; l >= 0; l--) {
      int in = sizes[l];
      int out = sizes[l + 1];
      double[] deltaX = new double[in];
      double[] hx = new double[in];
      for (int j = 0; j < out; j++) {
        double first = units[l][j].a();
        double hy = h[j] * first * first + (bend ? delta[j] * units[l][j].ab() : 0);
        double dy = delta[j] * first;
        for (int i = 0; i < in; i++) {
          double w = theta[offsets[l] + i * out + j];
          diagonal[offsets[l] + i * out + j] += inputs[l][i] * inputs[l][i] * hy;
          deltaX[i] += w * dy;
          hx[i] += w * w * hy;
        }
        diagonal[offsets[l] + in * out + j] += hy;
      }
      delta = deltaX;
      h = hx;
    }
  }
}
