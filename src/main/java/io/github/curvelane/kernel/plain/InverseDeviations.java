package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * r_i = fl(1/fl(√fl(v_i + ε))), what a normalisation multiplies by.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface InverseDeviations<A> {
  /**
   * Computes n of them, all from index 0.
   *
   * @param n how many
   * @param variances v
   * @param epsilon ε
   * @param inverses receives r; may be {@code variances}
   */
  void run(int n, A variances, double epsilon, A inverses);

  /** The loop of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> InverseDeviations<A> of(Precision<A> precision) {
    InverseDeviations<float[]> single = FloatInverseDeviations::run;
    InverseDeviations<double[]> twice = DoubleInverseDeviations::run;
    return (InverseDeviations<A>) (precision == Precision.FLOAT ? single : twice);
  }
}
