package io.github.curvelane.nn;

import java.util.random.RandomGenerator;

/** Draws the weights of a block. */
@FunctionalInterface
interface WeightDraw {
  /**
   * Draws the weights of a block, in double precision.
   *
   * @param random where the numbers come from
   * @param block a block of weights: a row each of its {@link Block#fanIn} inputs, a column a unit
   * @return the weights, row-major
   */
  double[] draw(RandomGenerator random, Block block);

  /** The units of a block. */
  static int units(Block block) {
    if (block.length() % block.fanIn() != 0) {
      throw new IllegalArgumentException(
          "%s has %d weights, must have a multiple of its units' %d inputs"
              .formatted(block.name(), block.length(), block.fanIn()));
    }
    return block.length() / block.fanIn();
  }
}
