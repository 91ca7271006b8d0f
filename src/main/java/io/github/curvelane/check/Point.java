package io.github.curvelane.check;

import io.github.curvelane.Linearizable;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.ParameterVectors;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The point that is checked: a copy of θ, E and ∇E there, and the objective along lines through it.
 */
final class Point<A> {
  final Objective<A> objective;
  final Precision<A> precision;
  final int size;
  final A theta;
  final double value;
  final double[] gradient;
  private final A moved;
  private final A movedGradient;

  Point(Objective<A> objective, A theta) {
    this.objective = Objects.requireNonNull(objective, "objective");
    this.precision = objective.precision();
    this.size = objective.dimension();
    ParameterVectors.requireFinite("theta", precision, size, theta);
    this.theta = copy(theta);
    this.moved = copy(theta);
    this.movedGradient = precision.newArray(size);
    A first = receiver(precision, size);
    this.value = objective.valueAndGradient(this.theta, first);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "the objective's value at theta is " + value + ", must be finite");
    }
    this.gradient = precision.toDoubles(first);
  }

  /** NaN everywhere: a result that is added to what is there, or not written at all, shows. */
  static <A> A receiver(Precision<A> precision, int length) {
    A receiver = precision.newArray(length);
    precision.fill(receiver, 0, length, Double.NaN);
    return receiver;
  }

  private A copy(A array) {
    A copy = precision.newArray(size);
    precision.copy(array, 0, copy, 0, size);
    return copy;
  }

  /** E along the i-th coordinate. */
  Line along(int i) {
    return t -> {
      moveTo(i, t);
      return objective.value(moved);
    };
  }

  /** E along a direction. */
  Line along(A direction) {
    return t -> {
      moveTo(direction, t);
      return objective.value(moved);
    };
  }

  /** The i-th element of ∇E along the i-th coordinate. */
  Line gradientAlong(int i) {
    return t -> {
      moveTo(i, t);
      objective.valueAndGradient(moved, movedGradient);
      return precision.get(movedGradient, i);
    };
  }

  /** ∇E at an offset along a direction. */
  double[] gradientAt(A direction, double t) {
    moveTo(direction, t);
    objective.valueAndGradient(moved, movedGradient);
    return precision.toDoubles(movedGradient);
  }

  private void moveTo(int i, double t) {
    precision.copy(theta, 0, moved, 0, size);
    precision.set(moved, i, precision.get(theta, i) + t);
  }

  private void moveTo(A direction, double t) {
    for (int i = 0; i < size; i++) {
      precision.set(moved, i, precision.get(theta, i) + t * precision.get(direction, i));
    }
  }

  /** The i-th coordinate's step for differences: a power of two, so that θ_i ± h is exact. */
  double step(int i) {
    return powerOfTwo(stepSize() * Math.max(1, Math.abs(precision.get(theta, i))));
  }

  /** The step along directions of norm 1. */
  double step() {
    return powerOfTwo(stepSize() * Math.max(1, norm(precision.toDoubles(theta))));
  }

  private double stepSize() {
    return precision == Precision.DOUBLE ? 1e-5 : 0x1p-7;
  }

  /** The largest step of order tests: its truncation error is far above rounding. */
  double orderStep() {
    return precision == Precision.DOUBLE ? 0x1p-10 : 0x1p-4;
  }

  private static double powerOfTwo(double value) {
    return Math.scalb(1.0, Math.getExponent(value));
  }

  /** Keeps this point in the objective. */
  void linearize(Linearizable<A> objective) {
    objective.linearize(theta, precision.newArray(size));
  }

  /** Keeps the point, and compares the gradient that comes with it. */
  void linearize(Linearizable<A> objective, Tally tally) {
    A again = receiver(precision, size);
    objective.linearize(theta, again);
    double[] kept = precision.toDoubles(again);
    int differs = 0;
    for (int i = size - 1; i >= 0; i--) {
      if (Double.compare(kept[i], gradient[i]) != 0) {
        differs = i;
      }
    }
    if (!tally.ended()) {
      tally.add(
          Tally.equal(
              "gradient[" + differs + "] of linearize",
              differs,
              gradient[differs],
              kept[differs],
              0,
              precision.unitRoundoff()));
    }
  }

  /** All coordinates, or as many as asked for, drawn without repetition, in ascending order. */
  int[] coordinates(CheckOptions options) {
    int[] selected = new int[Math.min(size, options.coordinates())];
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(options.seed());
    int taken = 0;
    for (int i = 0; taken < selected.length; i++) {
      // Selection sampling (Knuth, volume 2, algorithm S): each subset is equally likely.
      if ((size - i) * random.nextDouble() < selected.length - taken) {
        selected[taken++] = i;
      }
    }
    return selected;
  }

  /** Draws a direction of norm 1, with elements of both signs and no zeros to speak of. */
  A direction(long seed, int index) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + index);
    return randomUnit(precision, size, random);
  }

  static <A> A randomUnit(Precision<A> precision, int size, RandomGenerator random) {
    double[] direction = new double[size];
    for (int i = 0; i < size; i++) {
      direction[i] = 2 * random.nextDouble() - 1;
    }
    double norm = norm(direction);
    A result = precision.newArray(size);
    for (int i = 0; i < size; i++) {
      precision.set(result, i, direction[i] / norm);
    }
    return result;
  }

  static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum = Math.fma(x[i], y[i], sum);
    }
    return sum;
  }

  static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** The size of a typical element. */
  static double typical(double[] x) {
    return norm(x) / Math.sqrt(x.length);
  }
}
