package io.github.curvelane.kernel.plain;

/** Gradient descent along a gradient without its last factor. */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
public final class FloatScaledSgd {
  private FloatScaledSgd() {}

  /** θ = fma(−ε, s·g, θ), the product s·g rounded. */
  public static void run(float[] theta, float[] g, int from, int to, double scale, double rate) {
    float s = (float) scale;
    float minusRate = (float) -rate;
    for (int i = from; i < to; i++) {
      theta[i] = Math.fma(minusRate, s * g[i], theta[i]);
    }
  }
}
