package io.github.curvelane.kernel.contract;

/**
 * An activation as the kernels see it: a formula and its constants, rounded to the precision where
 * they are used.
 *
 * @param shape the formula
 * @param scale α of scale·tanh(slope·x) + twist·x, or of the exponential linear unit
 * @param slope β of the scaled tanh, or the slope of a leaky rectifier for negative x
 * @param twist γ of the twisted tanh
 */
public record Curve(Shape shape, double scale, double slope, double twist) {
  /** The formulas. */
  public enum Shape {
    /** x. */
    IDENTITY,
    /** 1/(1 + e⁻ˣ). */
    LOGISTIC,
    /** tanh x. */
    TANH,
    /** α·tanh(βx). */
    SCALED_TANH,
    /** α·tanh(βx) + γx. */
    TWISTED_TANH,
    /** max(x, 0). */
    RELU,
    /** x for x &gt; 0, βx otherwise. */
    LEAKY_RELU,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** x for x &gt; 0, α(eˣ − 1) otherwise. */
    ELU,
    /** x·Φ(x), Φ the normal distribution function. */
    GELU,
    /** x/(1 + e⁻ˣ). */
    SILU,
    /** e⁻ˣ. */
    GAUSSIAN
  }

  /**
   * The constant of the first derivative of a scaled tanh.
   *
   * @return αβ
   */
  public double firstScale() {
    return scale * slope;
  }

  /**
   * The constant of the second derivative of a scaled tanh.
   *
   * @return −2αβ²
   */
  public double secondScale() {
    return -2 * scale * slope * slope;
  }
}
