package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;

/**
 * When a run stops: tests of convergence, a target and limits. Immutable; each method returns a
 * copy in which one is set. 0 switches a test or limit off.
 *
 * <p>After every iteration k, with g the gradient at the accepted point θ_k and s = θ_k − θ_{k−1}:
 *
 * <table>
 * <caption>Tests and limits, in the order in which they are made</caption>
 * <tr><th>setting</th><th>stops when</th><th>unless set</th></tr>
 * <tr><td>{@link #target(double)}</td><td>E ≤ target</td><td>off</td></tr>
 * <tr><td>{@link #gradient(double)}</td><td>max|g_i| ≤ gradient</td><td>off</td></tr>
 * <tr><td>{@link #relativeGradient(double)}</td><td>max|g_i| ≤ relativeGradient·max|g₀,i|</td>
 *     <td>2⁻⁴⁰ in double precision, 2⁻¹⁸ in single; by default only if the
 *     last three decreases were at most 2⁻¹⁰·|E_k|, or |E_k| ≤ 2¹⁰·(max|g_i|/max|g₀,i|)²·|E₀|: so it is
 *     near a minimum, and not on the way from a start beside whose gradient any other is small</td></tr>
 * <tr><td>{@link #value(double)}</td><td>E_{k−1} − E_k ≤ value·|E_k|, and so is the decrease that
 *     the method's model predicted, if it has one</td><td>off</td></tr>
 * <tr><td>{@link #step(double)}</td><td>‖s‖ ≤ step·‖θ_k‖ &gt; 0, in the norm of the method's scaling, if it
 *     has one</td><td>off</td></tr>
 * <tr><td>{@link #iterations(long)}</td><td>k ≥ iterations</td><td>10,000</td></tr>
 * </table>
 *
 * <p>A run also ends when E falls below −max(|E₀|, max|g₀,i|)/u² (u the unit roundoff): what has
 * fallen so far has no bound.
 *
 * <p>Before every evaluation: {@link #evaluations(long)} ends the run when as many have been made,
 * {@link #seconds(double)} when so much time is over; both are off unless set. A method whose
 * defaults differ says so.
 */
public final class Stopping {
  /** Every setting at its default. */
  public static final Stopping DEFAULT =
      new Stopping(
          Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NEGATIVE_INFINITY, -1, 0, 0);

  private final double gradient;
  private final double relativeGradient;
  private final double value;
  private final double step;
  private final double target;
  private final long iterations;
  private final long evaluations;
  private final double seconds;

  /** NaN and −1 stand for what is not set. */
  private Stopping(
      double gradient,
      double relativeGradient,
      double value,
      double step,
      double target,
      long iterations,
      long evaluations,
      double seconds) {
    this.gradient = gradient;
    this.relativeGradient = relativeGradient;
    this.value = value;
    this.step = step;
    this.target = target;
    this.iterations = iterations;
    this.evaluations = evaluations;
    this.seconds = seconds;
  }

  /** The defaults of methods that have none of their own. */
  static Stopping of(Precision<?> precision) {
    double relative = precision == Precision.DOUBLE ? 0x1p-40 : 0x1p-18;
    return new Stopping(0, relative, 0, 0, Double.NEGATIVE_INFINITY, 10_000, 0, 0);
  }

  /** This, with the settings of another where nothing is set here. */
  Stopping or(Stopping defaults) {
    return new Stopping(
        or(gradient, defaults.gradient),
        or(relativeGradient, defaults.relativeGradient),
        or(value, defaults.value),
        or(step, defaults.step),
        target,
        iterations < 0 ? defaults.iterations : iterations,
        evaluations,
        seconds);
  }

  private static double or(double setting, double otherwise) {
    return Double.isNaN(setting) ? otherwise : setting;
  }

  /**
   * Sets the bound of the gradient's largest element.
   *
   * @param gradient the bound, at least 0
   * @return a copy
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public Stopping gradient(double gradient) {
    return new Stopping(
        checked("gradient", gradient),
        relativeGradient,
        value,
        step,
        target,
        iterations,
        evaluations,
        seconds);
  }

  /**
   * Sets the bound of the gradient's largest element, as a part of that of the first gradient.
   *
   * @param relativeGradient the factor, at least 0
   * @return a copy
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public Stopping relativeGradient(double relativeGradient) {
    return new Stopping(
        gradient,
        checked("relativeGradient", relativeGradient),
        value,
        step,
        target,
        iterations,
        evaluations,
        seconds);
  }

  /**
   * Sets the bound of the decrease of an iteration, as a part of the value.
   *
   * @param value the factor, at least 0
   * @return a copy
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public Stopping value(double value) {
    return new Stopping(
        gradient,
        relativeGradient,
        checked("value", value),
        step,
        target,
        iterations,
        evaluations,
        seconds);
  }

  /**
   * Sets the bound of the length of a step, as a part of that of θ.
   *
   * @param step the factor, at least 0
   * @return a copy
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public Stopping step(double step) {
    return new Stopping(
        gradient,
        relativeGradient,
        value,
        checked("step", step),
        target,
        iterations,
        evaluations,
        seconds);
  }

  /**
   * Sets the value that is low enough.
   *
   * @param target the value; −∞ switches it off
   * @return a copy
   * @throws IllegalArgumentException if it is NaN or +∞
   */
  public Stopping target(double target) {
    if (!(target < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "target is " + target + ", must be finite, or -Infinity for none");
    }
    return new Stopping(
        gradient, relativeGradient, value, step, target, iterations, evaluations, seconds);
  }

  /**
   * Sets the limit of iterations.
   *
   * @param iterations the limit, at least 0
   * @return a copy
   * @throws IllegalArgumentException if it is negative
   */
  public Stopping iterations(long iterations) {
    return new Stopping(
        gradient,
        relativeGradient,
        value,
        step,
        target,
        checked("iterations", iterations),
        evaluations,
        seconds);
  }

  /**
   * Sets the limit of evaluations of E, the start included. It is never exceeded.
   *
   * @param evaluations the limit, at least 0
   * @return a copy
   * @throws IllegalArgumentException if it is negative
   */
  public Stopping evaluations(long evaluations) {
    return new Stopping(
        gradient,
        relativeGradient,
        value,
        step,
        target,
        iterations,
        checked("evaluations", evaluations),
        seconds);
  }

  /**
   * Sets the limit of time: no evaluation is begun after it.
   *
   * @param seconds the limit, at least 0
   * @return a copy
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public Stopping seconds(double seconds) {
    return new Stopping(
        gradient,
        relativeGradient,
        value,
        step,
        target,
        iterations,
        evaluations,
        checked("seconds", seconds));
  }

  private static double checked(String name, double setting) {
    if (!(setting >= 0 && setting < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " is " + setting + ", must be finite and not negative; 0 switches it off");
    }
    return setting;
  }

  private static long checked(String name, long setting) {
    if (setting < 0) {
      throw new IllegalArgumentException(
          name + " is " + setting + ", must not be negative; 0 switches it off");
    }
    return setting;
  }

  /** Whether a test of the gradient is somebody's wish, and not a default. */
  boolean setsGradientTest() {
    return !Double.isNaN(gradient) || !Double.isNaN(relativeGradient);
  }

  double gradient() {
    return gradient;
  }

  double relativeGradient() {
    return relativeGradient;
  }

  double value() {
    return value;
  }

  double step() {
    return step;
  }

  double target() {
    return target;
  }

  long iterations() {
    return iterations;
  }

  long evaluations() {
    return evaluations;
  }

  double seconds() {
    return seconds;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("stopping");
    append(text, "gradient", gradient);
    append(text, "relative gradient", relativeGradient);
    append(text, "value", value);
    append(text, "step", step);
    append(text, "target", target == Double.NEGATIVE_INFINITY ? 0 : target);
    append(text, "iterations", iterations < 0 ? Double.NaN : iterations);
    append(text, "evaluations", evaluations == 0 ? Double.NaN : evaluations);
    append(text, "seconds", seconds == 0 ? Double.NaN : seconds);
    return text.length() == "stopping".length() ? "stopping by default" : text.toString();
  }

  private static void append(StringBuilder text, String name, double setting) {
    boolean whole = setting == Math.rint(setting) && Math.abs(setting) < 1e15;
    if (!Double.isNaN(setting) && !(name.equals("target") && setting == 0)) {
      text.append(text.length() == "stopping".length() ? ": " : ", ")
          .append(name)
          .append(' ')
          .append(whole ? Long.toString((long) setting) : Double.toString(setting));
    }
  }
}
