package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.util.Arrays;

/** The way that an update rule takes over an objective, diverging or not. */
final class Descent {
  private Descent() {}

  /**
   * Takes steps of a rule.
   *
   * @return the points from the start on, steps + 1 of them, and no more behind one that is not
   *     finite
   */
  static double[][] path(
      Objective<double[]> objective, UpdateRule rule, Schedule rates, double[] start, int steps) {
    int n = objective.dimension();
    Updater<double[]> updater = rule.init(Kernels.of(Precision.DOUBLE), n);
    double[] theta = start.clone();
    double[] gradient = new double[n];
    double[][] path = new double[steps + 1][];
    path[0] = start.clone();
    for (int k = 0; k < steps; k++) {
      updater.lookAhead(theta);
      double value = objective.valueAndGradient(theta, gradient);
      updater.step(rates.rate(k), value, theta, gradient);
      path[k + 1] = theta.clone();
      if (Precision.DOUBLE.indexOfNonFinite(theta, 0, n) >= 0) {
        return Arrays.copyOf(path, k + 1);
      }
    }
    return path;
  }

  static double[][] path(
      Objective<double[]> objective, UpdateRule rule, double rate, double[] start, int steps) {
    return path(objective, rule, Schedule.constant(rate), start, steps);
  }

  /** One coordinate of each point. */
  static double[] coordinate(double[][] path, int index) {
    double[] values = new double[path.length];
    for (int k = 0; k < path.length; k++) {
      values[k] = path[k][index];
    }
    return values;
  }

  /** The objective at each point. */
  static double[] values(Objective<double[]> objective, double[][] path) {
    double[] values = new double[path.length];
    for (int k = 0; k < path.length; k++) {
      values[k] = objective.value(path[k]);
    }
    return values;
  }

  /** The first index from which on no number exceeds a bound; NaN if the last one does. */
  static double stepsUntil(double[] values, double bound) {
    int k = values.length;
    while (k > 0 && values[k - 1] <= bound) {
      k--;
    }
    return k == values.length ? Double.NaN : k;
  }

  /** The first index of a number that does not exceed a bound; NaN if none does. */
  static double firstBelow(double[] values, double bound) {
    for (int k = 0; k < values.length; k++) {
      if (values[k] <= bound) {
        return k;
      }
    }
    return Double.NaN;
  }

  /** 0, 1, 2, … */
  static double[] counting(int count) {
    double[] all = new double[count];
    Arrays.setAll(all, i -> i);
    return all;
  }
}
