package io.github.curvelane.bench.functions;

import io.github.curvelane.kernel.Functions;
import java.util.Locale;

/** The elementary functions of the comparison, with arguments from where they are used. */
public enum Function {
  /** eˣ. */
  EXP(-10, 10),
  /** eˣ − 1. */
  EXPM1(-2, 2),
  /** ln x. */
  LOG(0.01, 10),
  /** ln(1 + x). */
  LOG1P(-0.9, 10),
  /** Hyperbolic tangent. */
  TANH(-4, 4),
  /** 1/(1 + e⁻ˣ). */
  LOGISTIC(-8, 8),
  /** ln(1 + eˣ). */
  SOFTPLUS(-8, 8),
  /** The error function. */
  ERF(-3, 3);

  private final double least;
  private final double greatest;

  Function(double least, double greatest) {
    this.least = least;
    this.greatest = greatest;
  }

  /**
   * Returns the lower end of the arguments.
   *
   * @return the least argument
   */
  public double least() {
    return least;
  }

  /**
   * Returns the upper end of the arguments.
   *
   * @return the greatest argument
   */
  public double greatest() {
    return greatest;
  }

  /**
   * Returns the name in tables.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Applies this library's function.
   *
   * @param functions the kernels
   * @param x the arguments
   * @param y the values
   * @param n how many
   * @param <A> {@code float[]} or {@code double[]}
   */
  <A> void apply(Functions<A> functions, A x, A y, int n) {
    switch (this) {
      case EXP -> functions.exp(n, x, 0, y, 0);
      case EXPM1 -> functions.expm1(n, x, 0, y, 0);
      case LOG -> functions.log(n, x, 0, y, 0);
      case LOG1P -> functions.log1p(n, x, 0, y, 0);
      case TANH -> functions.tanh(n, x, 0, y, 0);
      case LOGISTIC -> functions.logistic(n, x, 0, y, 0);
      case SOFTPLUS -> functions.softplus(n, x, 0, y, 0);
      case ERF -> functions.erf(n, x, 0, y, 0);
    }
  }
}
