package io.github.curvelane.bench.minimizers;

import java.util.List;

/** The methods of this library that are compared, each with its default settings. */
public final class Methods {
  private Methods() {}

  /**
   * Returns the methods that are shown the problems of Moré, Garbow and Hillstrom.
   *
   * @return the methods, in the order of tables
   */
  public static List<Method> ofFunctions() {
    return List.of();
  }

  /**
   * Returns the methods that are shown NIST's regressions.
   *
   * @return the methods; the first is the one whose time is compared
   */
  public static List<MinimizerFitter> ofSquares() {
    return List.of();
  }
}
