package io.github.curvelane.bench.cluster;

import java.util.random.RandomGenerator;

/**
 * How executors differ from their costs. The time of an executor's chunks is multiplied by exp(σz),
 * z normal; some are slower by a further factor, for a neighbour's or a disk's sake, as in J. Dean
 * and L. A. Barroso, The Tail at Scale, CACM 56(2), 2013; and some die while they compute.
 *
 * @param spread σ of the executors
 * @param chunkSpread the same for single chunks
 * @param slowShare the probability that an executor is slow
 * @param slowFactor how much longer it takes
 * @param dead how many executors die in this evaluation, each at a chance place of its chunks
 */
record Stragglers(
    double spread, double chunkSpread, double slowShare, double slowFactor, int dead) {
  static final Stragglers NONE = new Stragglers(0, 0, 0, 1, 0);

  /** Returns the same with other deaths. */
  Stragglers withDead(int count) {
    return new Stragglers(spread, chunkSpread, slowShare, slowFactor, count);
  }

  double executorFactor(RandomGenerator random) {
    double factor = StrictMath.exp(spread * random.nextGaussian());
    return random.nextDouble() < slowShare ? factor * slowFactor : factor;
  }

  double chunkFactor(RandomGenerator random) {
    return chunkSpread == 0 ? 1 : StrictMath.exp(chunkSpread * random.nextGaussian());
  }
}
