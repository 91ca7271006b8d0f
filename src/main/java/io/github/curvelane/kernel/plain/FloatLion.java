package io.github.curvelane.kernel.plain;

/**
 * Lion: u = fma(ρ₁, s, σ₁·g); θ = fma(−κ, θ, θ) − ε·sgn(u); s = fma(ρ₂, s, σ₂·g).
 *
 * <p>Scalars: ε, κ, ρ₁, σ₁ = 1 − ρ₁, ρ₂, σ₂ = 1 − ρ₂. Memory: s.
 */
public final class FloatLion {
  private FloatLion() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] s = memory[0];
    float rate = scalars[0];
    float minusKappa = -scalars[1];
    float rho1 = scalars[2];
    float sigma1 = scalars[3];
    float rho2 = scalars[4];
    float sigma2 = scalars[5];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float mean = s[i];
      float direction = Math.signum(Math.fma(rho1, mean, sigma1 * slope));
      s[i] = Math.fma(rho2, mean, sigma2 * slope);
      theta[i] = Math.fma(minusKappa, theta[i], theta[i]) - rate * direction;
    }
  }
}
