package io.github.curvelane;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** An objective of functions for its value and its gradient. */
class FormulaObjective<A> implements Objective<A> {
  private final Precision<A> precision;
  private final int dimension;
  private final ToDoubleFunction<A> value;
  private final BiConsumer<A, A> gradient;

  FormulaObjective(
      Precision<A> precision, int dimension, ToDoubleFunction<A> value, BiConsumer<A, A> gradient) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension is " + dimension + ", must be at least 1");
    }
    this.precision = Objects.requireNonNull(precision, "precision");
    this.dimension = dimension;
    this.value = Objects.requireNonNull(value, "value");
    this.gradient = Objects.requireNonNull(gradient, "gradient");
  }

  @Override
  public final Precision<A> precision() {
    return precision;
  }

  @Override
  public final int dimension() {
    return dimension;
  }

  @Override
  public double value(A theta) {
    checkLength("theta", theta);
    return value.applyAsDouble(theta);
  }

  @Override
  public double valueAndGradient(A theta, A gradient) {
    checkLength("theta", theta);
    checkLength("gradient", gradient);
    checkApart("theta", theta, "gradient", gradient);
    this.gradient.accept(theta, gradient);
    return value.applyAsDouble(theta);
  }

  final void checkLength(String name, A array) {
    int length = precision.length(Objects.requireNonNull(array, name));
    if (length != dimension) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have the objective's %d parameters"
              .formatted(name, length, dimension));
    }
  }

  final void checkApart(String one, A a, String other, A b) {
    if (a == b) {
      throw new IllegalArgumentException(one + " and " + other + " are the same array");
    }
  }

  @Override
  public String toString() {
    return "objective of a formula, " + dimension + " parameters, " + precision;
  }
}
