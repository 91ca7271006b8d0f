package io.github.curvelane.nn;

import java.util.Arrays;

/**
 * A layer of {@link ScalarNetwork}: what it makes of one example, a plain function of its own
 * parameters and of its inputs. Nothing else need be written for a layer; its part of Becker and
 * LeCun's recursion follows from its derivatives, unless it is composed of others.
 */
interface ScalarLayer {
  /** An activation function. */
  @FunctionalInterface
  interface Curve {
    HyperDual at(HyperDual x);
  }

  /** A function of parameters and inputs. */
  @FunctionalInterface
  interface Formula {
    HyperDual[] at(HyperDual[] w, HyperDual[] x);
  }

  /** What travels back: the gradient at some outputs, and the recursion's second derivatives. */
  record Signals(double[] delta, double[] h) {
    Signals plus(Signals other) {
      return new Signals(sum(delta, other.delta), sum(h, other.h));
    }

    private static double[] sum(double[] a, double[] b) {
      double[] sum = new double[a.length];
      Arrays.setAll(sum, i -> a[i] + b[i]);
      return sum;
    }
  }

  /** How many parameters the layer has. */
  int parameters();

  /** The outputs of one example. */
  HyperDual[] at(HyperDual[] w, HyperDual[] x);

  /**
   * The recursion through the layer: h_i = Σ_j (∂y_j/∂x_i)² h_j for inputs and parameters alike,
   * and with the bend Σ_j δ_j ∂²y_j/∂x_i².
   *
   * @param w the layer's parameters
   * @param x its inputs
   * @param y the signals at its outputs
   * @param bend whether second derivatives count
   * @param diagonal receives the sums of its parameters
   * @return the signals at its inputs
   */
  default Signals back(double[] w, double[] x, Signals y, boolean bend, double[] diagonal) {
    Signals back = new Signals(new double[x.length], new double[x.length]);
    for (int i = 0; i < x.length; i++) {
      HyperDual[] outputs = at(HyperDual.seeded(w, -1), HyperDual.seeded(x, i));
      for (int j = 0; j < outputs.length; j++) {
        back.delta[i] += y.delta[j] * outputs[j].a();
        back.h[i] += curvature(outputs[j], y, j, bend);
      }
    }
    for (int i = 0; i < w.length; i++) {
      HyperDual[] outputs = at(HyperDual.seeded(w, i), HyperDual.seeded(x, -1));
      for (int j = 0; j < outputs.length; j++) {
        diagonal[i] += curvature(outputs[j], y, j, bend);
      }
    }
    return back;
  }

  private static double curvature(HyperDual output, Signals y, int j, boolean bend) {
    return y.h[j] * output.a() * output.a() + (bend ? y.delta[j] * output.ab() : 0);
  }

  /** A layer of a formula. */
  static ScalarLayer of(int parameters, Formula formula) {
    return new ScalarLayer() {
      @Override
      public int parameters() {
        return parameters;
      }

      @Override
      public HyperDual[] at(HyperDual[] w, HyperDual[] x) {
        return formula.at(w, x);
      }
    };
  }

  /** f(xW + b). */
  static ScalarLayer dense(int in, int out, Curve curve) {
    return of(
        (in + 1) * out,
        (w, x) -> {
          HyperDual[] y = new HyperDual[out];
          for (int j = 0; j < out; j++) {
            y[j] = w[in * out + j];
            for (int i = 0; i < in; i++) {
              y[j] = y[j].plus(x[i].times(w[i * out + j]));
            }
            y[j] = curve.at(y[j]);
          }
          return y;
        });
  }

  /** f(xW). */
  static ScalarLayer unbiased(int in, int out, Curve curve) {
    return of(
        in * out,
        (w, x) -> {
          HyperDual[] y = new HyperDual[out];
          for (int j = 0; j < out; j++) {
            y[j] = HyperDual.of(0);
            for (int i = 0; i < in; i++) {
              y[j] = y[j].plus(x[i].times(w[i * out + j]));
            }
            y[j] = curve.at(y[j]);
          }
          return y;
        });
  }

  /** f(γ_j x_j + β_j), a unit alone. */
  static ScalarLayer gain(int n, Curve curve) {
    return of(
        2 * n,
        (w, x) -> {
          HyperDual[] y = new HyperDual[n];
          for (int j = 0; j < n; j++) {
            y[j] = curve.at(w[j].times(x[j]).plus(w[n + j]));
          }
          return y;
        });
  }

  /** f(γ_j(x_j − μ)/√(v + ε) + β_j), μ and v of all units. */
  static ScalarLayer layerNormalization(int n, double epsilon, Curve curve) {
    return of(
        2 * n,
        (w, x) -> {
          HyperDual mean = HyperDual.of(0);
          HyperDual squares = HyperDual.of(0);
          for (HyperDual each : x) {
            mean = mean.plus(each.times(1.0 / n));
            squares = squares.plus(each.times(each).times(1.0 / n));
          }
          HyperDual variance = squares.minus(mean.times(mean));
          HyperDual scale = variance.plus(epsilon).sqrt().inverse();
          HyperDual[] y = new HyperDual[n];
          for (int j = 0; j < n; j++) {
            HyperDual hat = x[j].minus(mean).times(scale);
            y[j] = curve.at(hat.times(w[j]).plus(w[n + j]));
          }
          return y;
        });
  }

  /** γ_c(x − μ_c)/√(v_c + ε) + β_c with numbers that are given. */
  static ScalarLayer normalization(
      int n, double[] means, double[] variances, double epsilon, Curve curve) {
    int maps = means.length;
    return of(
        2 * maps,
        (w, x) -> {
          HyperDual[] y = new HyperDual[n];
          for (int j = 0; j < n; j++) {
            int c = j % maps;
            HyperDual hat = x[j].plus(-means[c]).times(1 / Math.sqrt(variances[c] + epsilon));
            y[j] = curve.at(hat.times(w[c]).plus(w[maps + c]));
          }
          return y;
        });
  }

  /** ½κ_j(x_j − w_j)², a unit alone. */
  static ScalarLayer squaredDistances(int n) {
    return of(
        2 * n,
        (w, x) -> {
          HyperDual[] y = new HyperDual[n];
          for (int j = 0; j < n; j++) {
            HyperDual d = x[j].minus(w[n + j]);
            y[j] = d.times(d).times(w[j]).times(0.5);
          }
          return y;
        });
  }

  /** f of each input. */
  static ScalarLayer activate(Curve curve) {
    return of(0, (_, x) -> Arrays.stream(x).map(curve::at).toArray(HyperDual[]::new));
  }

  /** xM + c, which is not trained. */
  static ScalarLayer linear(int in, int out, double[] matrix, double[] offset) {
    return of(
        0,
        (_, x) -> {
          HyperDual[] y = new HyperDual[out];
          for (int j = 0; j < out; j++) {
            y[j] = HyperDual.of(offset[j]);
            for (int i = 0; i < in; i++) {
              y[j] = y[j].plus(x[i].times(matrix[i * out + j]));
            }
          }
          return y;
        });
  }

  /**
   * ½κ_j‖x − w_j‖².
   *
   * @param centers of each unit its inputs; null if they are parameters, the other way round
   * @param kappas κ; null if they are parameters
   */
  static ScalarLayer radial(int in, int out, double[] centers, double[] kappas) {
    int kappaAt = centers == null ? in * out : 0;
    return of(
        kappaAt + (kappas == null ? out : 0),
        (w, x) -> {
          HyperDual[] y = new HyperDual[out];
          for (int j = 0; j < out; j++) {
            y[j] = HyperDual.of(0);
            for (int i = 0; i < in; i++) {
              HyperDual center =
                  centers == null ? w[i * out + j] : HyperDual.of(centers[j * in + i]);
              HyperDual d = x[i].plus(center.times(HyperDual.of(-1)));
              y[j] = y[j].plus(d.times(d));
            }
            HyperDual kappa = kappas == null ? w[kappaAt + j] : HyperDual.of(kappas[j]);
            y[j] = y[j].times(kappa).times(HyperDual.of(0.5));
          }
          return y;
        });
  }

  /** e^x over the sum of all. */
  static ScalarLayer softmax() {
    return of(
        0,
        (_, x) -> {
          HyperDual sum = HyperDual.of(0);
          for (HyperDual each : x) {
            sum = sum.plus(each.exp());
          }
          HyperDual scale = sum.inverse();
          return Arrays.stream(x).map(each -> each.exp().times(scale)).toArray(HyperDual[]::new);
        });
  }

  /** The largest of each so many neighbours. */
  static ScalarLayer maxout(int units, int pieces) {
    return of(
        0,
        (_, x) -> {
          HyperDual[] y = new HyperDual[units];
          for (int j = 0; j < units; j++) {
            y[j] = x[j * pieces];
            for (int k = 1; k < pieces; k++) {
              HyperDual other = x[j * pieces + k];
              y[j] = other.v() > y[j].v() ? other : y[j];
            }
          }
          return y;
        });
  }
}
