package io.github.curvelane.data;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random numbers that are the same on every machine: bits from the named algorithm L64X128MixRandom
 * (Steele &amp; Vigna 2021), everything else by transformations written down here. The JDK's own
 * bounded and Gaussian draws are not specified to the bit.
 */
final class RandomDraws {
  private static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final RandomGenerator bits;

  /**
   * Starts the stream that belongs to a seed and a number: an epoch, or an example.
   *
   * @param seed the seed
   * @param number which stream of this seed
   */
  RandomDraws(long seed, long number) {
    bits = ALGORITHM.create(mix(seed + 0x9E3779B97F4A7C15L * (mix(number) | 1)));
  }

  /** The finaliser of SplitMix64, a bijection that spreads neighbouring seeds. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a multiple of 2⁻⁵³, uniform in [0, 1). */
  double uniform() {
    return (bits.nextLong() >>> 11) * 0x1p-53;
  }

  /** Returns a uniform number in [from, to). */
  double uniform(double from, double to) {
    return from + (to - from) * uniform();
  }

  /** Returns an unbiased integer in [0, bound), by multiplication with rejection (Lemire 2019). */
  int below(int bound) {
    long threshold = (1L << 32) % bound;
    while (true) {
      long product = (bits.nextLong() >>> 32) * bound;
      if ((product & 0xFFFFFFFFL) >= threshold) {
        return (int) (product >>> 32);
      }
    }
  }

  /** Returns a standard Gaussian number, by the transform of Box and Muller with StrictMath. */
  double gaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  /** Shuffles part of an array, every permutation equally likely (Fisher and Yates). */
  void shuffle(int[] values, int from, int to) {
    for (int i = to - 1; i > from; i--) {
      int j = from + below(i - from + 1);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }
}
