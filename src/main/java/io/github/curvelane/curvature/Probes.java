package io.github.curvelane.curvature;

/**
 * Vectors of random signs, z_i = ±1 with equal probability: E[zzᵀ] = I, and of all such vectors
 * they have the least variance of zᵀMz (Hutchinson 1990). Bit i mod 64 of word ⌊i/64⌋ of a probe
 * chooses the sign of its element i. The words are those of SplitMix64 (Steele, Lea and Flood
 * 2014), begun at a seed of the probe's own: a probe is the same whatever else is drawn.
 */
final class Probes {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Probes() {}

  /**
   * Draws a probe.
   *
   * @param seed the seed of all probes
   * @param index which probe, from 0
   * @param n its elements
   * @param array receives them, from {@code offset}
   */
  static void signs(long seed, int index, int n, Object array, int offset) {
    // Mixed twice: seeds that differ by a multiple of GOLDEN must not share words.
    long start = mix(mix(seed) + index * GOLDEN);
    switch (array) {
      case float[] floats -> {
        for (int i = 0; i < n; i++) {
          floats[offset + i] = isNegative(start, i) ? -1 : 1;
        }
      }
      case double[] doubles -> {
        for (int i = 0; i < n; i++) {
          doubles[offset + i] = isNegative(start, i) ? -1 : 1;
        }
      }
      default -> throw new AssertionError();
    }
  }

  private static boolean isNegative(long start, int i) {
    return (mix(start + (i >>> 6) * GOLDEN) >>> (i & 63) & 1) != 0;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
