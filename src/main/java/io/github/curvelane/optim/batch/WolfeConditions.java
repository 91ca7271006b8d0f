package io.github.curvelane.optim.batch;

/** Checks of the constants of the Wolfe conditions. */
final class WolfeConditions {
  private WolfeConditions() {}

  static void checkDecrease(double c1) {
    if (!(c1 > 0 && c1 < 0.5)) {
      throw new IllegalArgumentException("c1 is " + c1 + ", must be between 0 and 0.5");
    }
  }

  static void checkSlope(double c1, double c2) {
    if (!(c2 > c1 && c2 < 1)) {
      throw new IllegalArgumentException("c2 is " + c2 + ", must be between c1 (" + c1 + ") and 1");
    }
  }
}
