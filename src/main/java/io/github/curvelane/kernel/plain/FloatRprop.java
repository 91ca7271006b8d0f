package io.github.curvelane.kernel.plain;

/**
 * Rprop, all variants: with q = s·sgn(g), q⁺ = ½(|q| + q), q⁻ = ½(|q| − q), each exact as s and sgn
 * are −1, 0 or 1, let
 *
 * <ul>
 *   <li>undo = (q⁻·b·sgn(g))·fl(c₋·Δ), what takes back the last move;
 *   <li>Δ = min(max(Δ·(η⁺, η⁻ or 1 as q is 1, −1 or 0), Δ_min), Δ_max);
 *   <li>s = sgn(g)·(1 + a·q⁻);
 *   <li>θ = (θ − undo) − s·fl(c·Δ).
 * </ul>
 *
 * Zeros that are subtracted are +0, so that θ keeps its bits where nothing moves it.
 *
 * <p>Scalars: η⁺, η⁻, Δ_min, Δ_max, c, c₋, a (0 keeps the new sign after a change, −1 forgets it,
 * −2 keeps the old), b (1 takes the move back, 0 does not). Memory: Δ, s.
 */
public final class FloatRprop {
  private FloatRprop() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] sizes = memory[0];
    float[] signs = memory[1];
    float increase = scalars[0];
    float decrease = scalars[1];
    float smallest = scalars[2];
    float largest = scalars[3];
    float scale = scalars[4];
    float lastScale = scalars[5];
    float turn = scalars[6];
    float back = scalars[7];
    for (int i = from; i < to; i++) {
      float sign = Math.signum(g[i]);
      float agreement = signs[i] * sign;
      float either = Math.abs(agreement);
      float same = 0.5f * (either + agreement);
      float changed = 0.5f * (either - agreement);
      float neither = Math.fma(-either, either, 1f); // 1f - either is not made a vector of
      float factor = Math.fma(same, increase, Math.fma(changed, decrease, neither));
      float before = sizes[i];
      float undo = Math.fma(changed * back * sign, lastScale * before, 0f);
      float size = Math.min(Math.max(before * factor, smallest), largest);
      float direction = sign * Math.fma(turn, changed, 1f);
      sizes[i] = size;
      signs[i] = direction;
      theta[i] = (theta[i] - undo) - Math.fma(direction, scale * size, 0f);
    }
  }
}
