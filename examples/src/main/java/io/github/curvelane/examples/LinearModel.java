package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import java.util.List;

/**
 * The best linear model of some examples, the one to be compared with: least squares, or logistic
 * regression with the penalty ½‖w‖² over the sum of its losses. A convex problem, solved by
 * Newton's method: conjugate gradients on exact Hessian-vector products, and steps that are halved
 * until the loss is less.
 */
final class LinearModel<A> {
  private static final int STEPS = 30;
  private static final int MOST_PRODUCTS = 250;
  private static final int HALVINGS = 30;

  /** A gradient this much smaller than the first is 0 but for rounding. */
  private static final double SMALL = 1e-6;

  private static final double CONJUGATE_TOLERANCE = 1e-4;

  private final Network<A> network;
  private final Precision<A> precision;
  private final List<NetworkObjective<A>> parts;
  private final double examples;

  /** What the Hessian has besides that of the loss: on weights, not on biases. */
  private final double[] penalty;

  private final A theta;
  private final A array;
  private final A product;

  private LinearModel(Network<A> network, List<NetworkObjective<A>> parts, boolean classes) {
    this.network = network;
    this.precision = network.precision();
    this.parts = parts;
    this.examples = parts.stream().mapToDouble(NetworkObjective::examples).sum();
    this.penalty = new double[network.parameters()];
    for (Block block : network.blocks()) {
      for (int i = 0; i < block.length() && !block.isBias(); i++) {
        penalty[block.offset() + i] = classes ? 1 / examples : precision.unitRoundoff();
      }
    }
    this.theta = precision.newArray(network.parameters());
    this.array = precision.newArray(network.parameters());
    this.product = precision.newArray(network.parameters());
  }

  /**
   * Fits a network of one layer.
   *
   * @param parts the examples, in one or more parts; each objective takes all of its own at once
   * @param classes whether its loss is one of classes
   * @return its parameters
   */
  static <A> A fit(Network<A> network, List<NetworkObjective<A>> parts, boolean classes) {
    LinearModel<A> model = new LinearModel<>(network, parts, classes);
    double[] solution = model.minimize();
    return model.precision.of(solution);
  }

  private double[] minimize() {
    int n = network.parameters();
    double[] x = new double[n];
    double[] gradient = new double[n];
    double value = linearize(x, gradient);
    double first = norm(gradient);
    for (int step = 0; step < STEPS && norm(gradient) > SMALL * first; step++) {
      double[] direction = newton(gradient);
      double slope = dot(gradient, direction);
      double[] to = new double[n];
      double[] gradientThere = new double[n];
      double length = 1;
      double there = Double.NaN;
      for (int halving = 0; halving < HALVINGS; halving++, length /= 2) {
        for (int i = 0; i < n; i++) {
          to[i] = Math.fma(length, direction[i], x[i]);
        }
        there = linearize(to, gradientThere);
        if (there <= value + 1e-4 * length * slope) {
          break;
        }
      }
      if (!(there < value)) {
        break;
      }
      x = to;
      value = there;
      gradient = gradientThere;
    }
    return x;
  }

  /** Solves H·direction = −gradient at the point that was linearised last. */
  private double[] newton(double[] gradient) {
    int n = gradient.length;
    double[] direction = new double[n];
    double[] residual = new double[n];
    double[] conjugate = new double[n];
    for (int i = 0; i < n; i++) {
      residual[i] = -gradient[i];
      conjugate[i] = residual[i];
    }
    double squares = dot(residual, residual);
    double enough = CONJUGATE_TOLERANCE * CONJUGATE_TOLERANCE * squares;
    int most = Math.min(MOST_PRODUCTS, 2 * n + 10);
    for (int i = 0; i < most && squares > enough; i++) {
      double[] curved = hessianVector(conjugate);
      double curvature = dot(conjugate, curved);
      if (!(curvature > 0)) {
        break;
      }
      double step = squares / curvature;
      for (int j = 0; j < n; j++) {
        direction[j] = Math.fma(step, conjugate[j], direction[j]);
        residual[j] = Math.fma(-step, curved[j], residual[j]);
      }
      double next = dot(residual, residual);
      for (int j = 0; j < n; j++) {
        conjugate[j] = Math.fma(next / squares, conjugate[j], residual[j]);
      }
      squares = next;
    }
    return direction;
  }

  private double linearize(double[] x, double[] gradient) {
    set(theta, x);
    double value = 0;
    for (int i = 0; i < x.length; i++) {
      gradient[i] = penalty[i] * x[i];
      value += penalty[i] * x[i] * x[i] / 2;
    }
    for (NetworkObjective<A> part : parts) {
      double share = part.examples() / examples;
      value += share * part.linearize(theta, array);
      add(share, array, gradient);
    }
    return value;
  }

  private double[] hessianVector(double[] v) {
    set(array, v);
    double[] sum = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      sum[i] = penalty[i] * v[i];
    }
    for (NetworkObjective<A> part : parts) {
      part.hessianVector(array, product);
      add(part.examples() / examples, product, sum);
    }
    return sum;
  }

  private void set(A to, double[] from) {
    for (int i = 0; i < from.length; i++) {
      precision.set(to, i, from[i]);
    }
  }

  private void add(double scale, A from, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.fma(scale, precision.get(from, i), sum[i]);
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
