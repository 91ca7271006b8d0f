package io.github.curvelane.optim;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The order in which an epoch visits the examples. */
@FunctionalInterface
public interface SamplingOrder {
  /**
   * Fills in the order of an epoch. It must be a function of the epoch alone, so that a run
   * continued from a saved state visits what the uninterrupted run would have.
   *
   * @param epoch the epoch, from 1
   * @param order receives indices of examples, one for each element; not cleared before
   */
  void arrange(int epoch, int[] order);

  /**
   * The examples as they are stored.
   *
   * @return 0, 1, 2, …
   */
  static SamplingOrder sequential() {
    return NamedOrder.SEQUENTIAL;
  }

  /**
   * A new random permutation in every epoch: Fisher and Yates's shuffle with 64-bit numbers of
   * {@code L64X128MixRandom}, seeded by the seed and the epoch; j = ⌊r·(i+1)/2⁶⁴⌋, which is uniform
   * up to (i+1)/2⁶⁴.
   *
   * @param seed the seed
   * @return the order
   */
  static SamplingOrder shuffled(long seed) {
    RandomGeneratorFactory<RandomGenerator> generators =
        RandomGeneratorFactory.of("L64X128MixRandom");
    return new NamedOrder(
        "shuffled(" + seed + ")",
        (epoch, order) -> {
          RandomGenerator random = generators.create(seed + epoch * 0x9E3779B97F4A7C15L);
          sequential().arrange(epoch, order);
          for (int i = order.length - 1; i > 0; i--) {
            int j = (int) Math.unsignedMultiplyHigh(random.nextLong(), i + 1L);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
          }
        });
  }
}
