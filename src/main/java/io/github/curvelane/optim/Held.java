package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.Objects;

/**
 * Checks that a precision holds the numbers of a rule, when the rule is made for it: a floor that
 * becomes 0, or a decay that becomes 1, would be another rule.
 */
final class Held {
  private final Precision<?> precision;

  private Held(Precision<?> precision) {
    this.precision = precision;
  }

  static Held by(Kernels<?> kernels) {
    return new Held(Objects.requireNonNull(kernels, "kernels").precision());
  }

  /** Refuses what becomes 0 or infinite. */
  Held positive(String name, double value) {
    double held = precision.round(value);
    return require(held > 0 && held < Double.POSITIVE_INFINITY, name, value, held, "positive");
  }

  /** Refuses what is not 0 and becomes it, or becomes infinite. */
  Held notNegative(String name, double value) {
    return value == 0 ? this : positive(name, value);
  }

  /** Refuses what becomes 1. */
  Held fraction(String name, double value) {
    double held = precision.round(value);
    return require(held < 1, name, value, held, "less than 1");
  }

  /** Refuses what becomes 0 or 1. */
  Held openFraction(String name, double value) {
    return fraction(name, value).positive(name, value);
  }

  /** Refuses what is more than 1 and becomes it, or becomes infinite. */
  Held growth(String name, double value) {
    double held = precision.round(value);
    require(held < Double.POSITIVE_INFINITY, name, value, held, "finite");
    return require(held > 1 || value == 1, name, value, held, "more than 1");
  }

  /** Refuses a number whose inverse becomes infinite. */
  Held divisor(String name, double value) {
    positive(name, value);
    double inverse = precision.round(1 / precision.round(value));
    if (inverse == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "%s is %s, whose inverse becomes %s in %s, must be finite"
              .formatted(name, value, inverse, precision));
    }
    return this;
  }

  private Held require(boolean holds, String name, double value, double held, String bound) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s is %s, which becomes %s in %s, must stay %s"
              .formatted(name, value, held, precision, bound));
    }
    return this;
  }
}
