package io.github.curvelane.internal;

import java.util.Arrays;

/**
 * Vectors of random signs, z_i = ±1 with equal probability: E[zzᵀ] = I, and of all such vectors
 * they have the least variance of zᵀMz (Hutchinson 1990). Bit i mod 64 of word ⌊i/64⌋ of a probe
 * chooses the sign of its element i. The words are those of SplitMix64 (Steele, Lea and Flood
 * 2014), begun at a seed of the probe's own: a probe is the same whatever else is drawn.
 */
public final class Probes {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int SIGN = Integer.MIN_VALUE;
  private static final int ONE = Float.floatToRawIntBits(1);
  private static final long LONG_ONE = Double.doubleToRawLongBits(1);

  /** By how much bit k is to the right of the sign. */
  private static final int[] SHIFTS = new int[32];

  static {
    Arrays.setAll(SHIFTS, k -> 31 - k);
  }

  private Probes() {}

  /**
   * Derives the seed of one series of draws from that of all.
   *
   * @param seed the seed of all
   * @param number which series
   * @return a seed that is unrelated to those of other series, and to the seed itself
   */
  public static long series(long seed, long number) {
    return mix(mix(seed ^ GOLDEN) + number * GOLDEN);
  }

  /**
   * Returns a word of a series.
   *
   * @param start where the series starts
   * @param i which word, from 0
   * @return 64 random bits
   */
  public static long word(long start, long i) {
    return mix(start + i * GOLDEN);
  }

  /**
   * Draws a probe.
   *
   * @param seed the seed of all probes
   * @param index which probe, from 0
   * @param n its elements
   * @param array receives them, from {@code offset}
   */
  public static void signs(long seed, int index, int n, Object array, int offset) {
    // Mixed twice: seeds that differ by a multiple of GOLDEN must not share words.
    long start = mix(mix(seed) + index * GOLDEN);
    switch (array) {
      case float[] floats -> signs(start, n, floats, offset);
      case double[] doubles -> signs(start, n, doubles, offset);
      default -> throw new AssertionError();
    }
  }

  private static void signs(long start, int n, float[] array, int offset) {
    int whole = n - n % Long.SIZE;
    for (int i = 0; i < whole; i += Long.SIZE) {
      long word = word(start, i >>> 6);
      signs((int) word, array, offset + i);
      signs((int) (word >>> 32), array, offset + i + 32);
    }
    for (int i = whole; i < n; i++) {
      int bit = (int) (word(start, i >>> 6) >>> (i & 63));
      array[offset + i] = Float.intBitsToFloat(bit << 31 | ONE);
    }
  }

  /** In two thirds of the time of a loop over the bits of a long: this one becomes vectors. */
  private static void signs(int bits, float[] array, int offset) {
    for (int k = 0; k < 32; k++) {
      array[offset + k] = Float.intBitsToFloat(bits << SHIFTS[k] & SIGN | ONE);
    }
  }

  private static void signs(long start, int n, double[] array, int offset) {
    for (int i = 0; i < n; i += Long.SIZE) {
      long word = word(start, i >>> 6);
      int end = Math.min(n - i, Long.SIZE);
      for (int k = 0; k < end; k++) {
        array[offset + i + k] = Double.longBitsToDouble(word >>> k << 63 | LONG_ONE);
      }
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
