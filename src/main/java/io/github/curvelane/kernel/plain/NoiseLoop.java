package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * Adds normal numbers to part of a gradient: {@link FloatGradientNoise}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface NoiseLoop<A> {
  /**
   * Adds to elements {@code from} to {@code to} − 1 the numbers that belong to them, whatever the
   * range.
   *
   * @param g the gradient, changed
   * @param from the first index
   * @param to the index after the last
   * @param sigma the standard deviation σ, rounded to the precision first
   * @param key the keys, k₀ in the upper and k₁ in the lower half
   */
  void run(A g, int from, int to, double sigma, long key);

  /**
   * Chooses the loop of a precision.
   *
   * @param precision the precision
   * @param <A> {@code float[]} or {@code double[]}
   * @return the one that fits
   */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> NoiseLoop<A> of(Precision<A> precision) {
    NoiseLoop<float[]> single = FloatGradientNoise::run;
    NoiseLoop<double[]> twice = DoubleGradientNoise::run;
    return (NoiseLoop<A>) (precision == Precision.FLOAT ? single : twice);
  }
}
