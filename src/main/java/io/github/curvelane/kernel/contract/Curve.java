package io.github.curvelane.kernel.contract;

/**
 * An activation as the kernels see it: a formula and its constants, rounded to the precision where
 * they are used. A loop names the constants that it takes.
 *
 * @param shape the formula
 * @param scale α of scale·tanh(slope·x) + twist·x, or of the exponential linear unit
 * @param slope β of the scaled tanh, or the slope of a leaky rectifier for negative x
 * @param twist γ of the twisted tanh
 */
public record Curve(Shape shape, double scale, double slope, double twist) {
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
