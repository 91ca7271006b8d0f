package io.github.curvelane.optim;

import io.github.curvelane.Metric;
import io.github.curvelane.Precision;
import io.github.curvelane.Validation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What validation has found: the best parameters so far, and for how long they are the best. */
final class BestParameters<A> {
  private final Validation<A> validation;
  private final Metric watched;
  private final double leastGain;
  private final double[] values;
  private final A parameters;
  private final List<ValidationPoint> points = new ArrayList<>();
  private double best;

  /**
   * What the next gain is counted from: {@link #best}, unless gains too small to count led there.
   */
  private double reference;

  private long stale;

  BestParameters(Validation<A> validation, double leastGain, int dimension) {
    this.validation = validation;
    this.watched = validation.metrics().getFirst();
    this.leastGain = leastGain;
    this.values = new double[validation.metrics().size()];
    this.parameters = validation.precision().newArray(dimension);
    this.best = watched.worst();
    this.reference = watched.worst();
  }

  /** Measures parameters, and keeps them if they are the best. */
  void measure(int epoch, long step, A theta) {
    Arrays.fill(values, Double.NaN);
    validation.measure(theta, values);
    double value = values[0];
    boolean isBest = watched.isBetter(value, best, 0);
    List<Double> measured = new ArrayList<>();
    for (double each : values) {
      measured.add(each);
    }
    // Nothing can fail after this.
    points.add(new ValidationPoint(epoch, step, measured, isBest));
    if (isBest) {
      best = value;
      copy(theta, parameters);
    }
    if (watched.isBetter(value, reference, leastGain)) {
      reference = value;
      stale = 0;
    } else if (step > 0) {
      stale++;
    }
  }

  private void copy(A from, A to) {
    Precision<A> precision = validation.precision();
    precision.copy(from, 0, to, 0, precision.length(to));
  }

  /** The watched value as a quantity that ought to fall. */
  double falling(ValidationPoint point) {
    return watched.lowerIsBetter() ? point.watched() : -point.watched();
  }

  /** The number of validations since the last that was better by more than the least gain. */
  long stale() {
    return stale;
  }

  Metric watched() {
    return watched;
  }

  /** Whether any parameters were better than none: not if every value was NaN. */
  boolean isThere() {
    return best != watched.worst();
  }

  /** The point at which the best parameters were measured, which must be there. */
  ValidationPoint point() {
    return points.reversed().stream().filter(ValidationPoint::isBest).findFirst().orElseThrow();
  }

  A parameters() {
    return parameters;
  }

  List<ValidationPoint> points() {
    return points;
  }

  /**
   * Best, reference and stale, then the points, each with its epoch, step, whether best, values.
   */
  double[] save() {
    int width = 3 + values.length;
    double[] numbers = new double[3 + width * points.size()];
    numbers[0] = best;
    numbers[1] = reference;
    numbers[2] = stale;
    int at = 3;
    for (ValidationPoint point : points) {
      numbers[at] = point.epoch();
      numbers[at + 1] = point.step();
      numbers[at + 2] = point.isBest() ? 1 : 0;
      for (int i = 0; i < values.length; i++) {
        numbers[at + 3 + i] = point.values().get(i);
      }
      at += width;
    }
    return numbers;
  }

  /** Tells whether numbers are such as {@link #save} returns. */
  boolean fits(double[] numbers) {
    return numbers.length >= 3 && (numbers.length - 3) % (3 + values.length) == 0;
  }

  void restore(double[] numbers, A saved) {
    best = numbers[0];
    reference = numbers[1];
    stale = (long) numbers[2];
    points.clear();
    for (int at = 3; at < numbers.length; at += 3 + values.length) {
      List<Double> measured = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        measured.add(numbers[at + 3 + i]);
      }
      points.add(
          new ValidationPoint(
              (int) numbers[at], (long) numbers[at + 1], measured, numbers[at + 2] == 1));
    }
    copy(saved, parameters);
  }
}
