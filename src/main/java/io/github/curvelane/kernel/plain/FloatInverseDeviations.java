package io.github.curvelane.kernel.plain;

/** Inverse deviations of variances. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatInverseDeviations {
  private FloatInverseDeviations() {}

  /** An {@link InverseDeviations}. */
  static void run(int n, float[] variances, double epsilon, float[] inverses) {
    float e = (float) epsilon;
    for (int i = 0; i < n; i++) {
      inverses[i] = 1 / (float) Math.sqrt(variances[i] + e);
    }
  }
}
