package io.github.curvelane.nn;

import java.util.Arrays;

/**
 * A hyper-dual number v + a·ε₁ + b·ε₂ + ab·ε₁ε₂ with ε₁² = ε₂² = 0 (Fike and Alonso 2011): a
 * function of x + ε₁ + ε₂ gives f, f′, f′ and f″, without truncation.
 */
record HyperDual(double v, double a, double b, double ab) {
  static HyperDual of(double v) {
    return new HyperDual(v, 0, 0, 0);
  }

  /** Numbers of which one, or none at −1, varies with ε₁ and with ε₂. */
  static HyperDual[] seeded(double[] values, int i) {
    return seeded(values, i, i);
  }

  /** Numbers of which one varies with ε₁ and one with ε₂. */
  static HyperDual[] seeded(double[] values, int i, int j) {
    HyperDual[] seeded = new HyperDual[values.length];
    for (int k = 0; k < values.length; k++) {
      seeded[k] = new HyperDual(values[k], k == i ? 1 : 0, k == j ? 1 : 0, 0);
    }
    return seeded;
  }

  /** The numbers without their derivatives. */
  static double[] values(HyperDual[] numbers) {
    return Arrays.stream(numbers).mapToDouble(HyperDual::v).toArray();
  }

  /** The function of which value and derivatives at v are given. */
  HyperDual map(double f, double first, double second) {
    return new HyperDual(f, first * a, first * b, first * ab + second * a * b);
  }

  HyperDual plus(HyperDual y) {
    return new HyperDual(v + y.v, a + y.a, b + y.b, ab + y.ab);
  }

  HyperDual plus(double y) {
    return new HyperDual(v + y, a, b, ab);
  }

  HyperDual minus(HyperDual y) {
    return plus(y.times(-1));
  }

  HyperDual times(HyperDual y) {
    return new HyperDual(
        v * y.v, a * y.v + v * y.a, b * y.v + v * y.b, ab * y.v + a * y.b + b * y.a + v * y.ab);
  }

  HyperDual times(double y) {
    return new HyperDual(v * y, a * y, b * y, ab * y);
  }

  HyperDual inverse() {
    return map(1 / v, -1 / (v * v), 2 / (v * v * v));
  }

  HyperDual sqrt() {
    double root = Math.sqrt(v);
    return map(root, 0.5 / root, -0.25 / (v * root));
  }

  HyperDual exp() {
    double e = Math.exp(v);
    return map(e, e, e);
  }

  HyperDual log() {
    return map(Math.log(v), 1 / v, -1 / (v * v));
  }

  /** The error function, by its Taylor series: for |v| up to about 3. */
  HyperDual erf() {
    double sum = v;
    double term = v;
    for (int n = 1; n < 80; n++) {
      term *= -v * v / n;
      sum += term / (2 * n + 1);
    }
    double scale = 2 / Math.sqrt(Math.PI);
    double density = scale * Math.exp(-v * v);
    return map(scale * sum, density, -2 * v * density);
  }
}
