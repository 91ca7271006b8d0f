package io.github.curvelane.check;

import io.github.curvelane.Precision;

/**
 * The rounding error of a computed function, measured: values at nine close points differ smoothly
 * but for it, and fifth differences remove what is smooth (Hamming; Moré and Wild 2011). A kink or
 * a steep function would pass for noise; so each line is followed to both sides and at several
 * spacings and the least is taken, and of three lines the largest.
 */
final class Noise {
  private static final int LINES = 3;
  private static final int POINTS = 9;
  private static final int ORDER = 5;

  /** (k!)²/(2k)!, which turns the mean square of k-th differences into a variance. */
  private static final double VARIANCE_SHARE = 1.0 / 252;

  /** How many measured standard deviations an error may have. */
  private static final double DEVIATIONS = 8;

  private Noise() {}

  /** The largest error to expect of E. */
  static <A> double ofValue(Point<A> point, long seed) {
    double largest = 0;
    double[] values = new double[POINTS];
    for (int k = 0; k < LINES; k++) {
      Line line = point.along(point.direction(seed, -1 - k));
      double least = Double.POSITIVE_INFINITY;
      for (double spacing : spacings(point)) {
        for (int i = 0; i < POINTS; i++) {
          values[i] = line.at(i * spacing);
        }
        least = Math.min(least, deviation(values));
      }
      largest = Math.max(largest, least);
    }
    return noise(point, largest, Math.abs(point.value));
  }

  /** The largest error to expect of an element of ∇E. */
  static <A> double ofGradient(Point<A> point, long seed) {
    double largest = 0;
    double[] values = new double[POINTS];
    double[][] gradients = new double[POINTS][];
    for (int k = 0; k < LINES; k++) {
      A direction = point.direction(seed, -1 - k);
      double least = Double.POSITIVE_INFINITY;
      for (double spacing : spacings(point)) {
        for (int i = 0; i < POINTS; i++) {
          gradients[i] = point.gradientAt(direction, i * spacing);
        }
        double worst = 0;
        for (int j = 0; j < point.size; j++) {
          for (int i = 0; i < POINTS; i++) {
            values[i] = gradients[i][j];
          }
          worst = Math.max(worst, deviation(values));
        }
        least = Math.min(least, worst);
      }
      largest = Math.max(largest, least);
    }
    return noise(point, largest, Point.largest(point.gradient));
  }

  private static double noise(Point<?> point, double deviation, double size) {
    double measured = Double.isFinite(deviation) ? DEVIATIONS * deviation : 0;
    return Math.max(measured, 2 * point.precision.unitRoundoff() * size);
  }

  /**
   * Both sides, from a sixteenth of the step on down, so long as neighbours differ by many ulps.
   */
  private static double[] spacings(Point<?> point) {
    double s = point.step() / 16;
    return point.precision == Precision.DOUBLE
        ? new double[] {s, -s, s / 16, -s / 16, s / 256, -s / 256}
        : new double[] {s, -s};
  }

  /** The standard deviation of the noise in equally spaced values, which are overwritten. */
  static double deviation(double[] values) {
    int n = values.length;
    for (int k = 0; k < ORDER; k++) {
      n--;
      for (int i = 0; i < n; i++) {
        values[i] = values[i + 1] - values[i];
      }
    }
    double squares = 0;
    for (int i = 0; i < n; i++) {
      squares += values[i] * values[i];
    }
    double deviation = Math.sqrt(VARIANCE_SHARE * squares / n);
    return Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : deviation;
  }
}
