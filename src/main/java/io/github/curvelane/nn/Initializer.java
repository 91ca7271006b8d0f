package io.github.curvelane.nn;

import java.util.random.RandomGenerator;

/**
 * How weights are drawn before training; biases start at 0, and other blocks at what they
 * {@linkplain Block#start say}. A weight is drawn in double precision and rounded once, so a {@code
 * float} and a {@code double} network of one seed start at the same point. Draws are made block by
 * block in the order of θ (of a dense layer: row by row, one row an input), from the generator
 * {@code L64X128MixRandom} and, for Gaussians, Marsaglia's polar method over {@link StrictMath}:
 * the same on every machine.
 *
 * <p>With m inputs of a unit and n units that an input goes to, {@link Block#fanIn} and {@link
 * Block#fanOut}:
 */
public enum Initializer {
  /** Gaussian, σ = m^(−1/2): unit-variance weighted sums of unit-variance inputs [EB 16]. */
  FAN_IN {
    @Override
    double draw(RandomGenerator random, int m, int n) {
      return StandardNormal.next(random) / Math.sqrt(m);
    }
  },

  /** Uniform on ±√(3/m): the same σ = m^(−1/2) as {@link #FAN_IN}, without tails. */
  FAN_IN_UNIFORM {
    @Override
    double draw(RandomGenerator random, int m, int n) {
      return uniform(random, Math.sqrt(3.0 / m));
    }
  },

  /** Uniform on ±m^(−1/2), so σ = 0.577·m^(−1/2) [DL8 8.4]. */
  UNIFORM {
    @Override
    double draw(RandomGenerator random, int m, int n) {
      return uniform(random, 1 / Math.sqrt(m));
    }
  },

  /** Uniform on ±√(6/(m + n)) (Glorot and Bengio 2010; [DL8 8.23]). */
  GLOROT {
    @Override
    double draw(RandomGenerator random, int m, int n) {
      return uniform(random, Math.sqrt(6.0 / ((double) m + n)));
    }
  },

  /** Gaussian, σ = √(2/m), for ReLU units (He et al. 2015). */
  HE {
    @Override
    double draw(RandomGenerator random, int m, int n) {
      return StandardNormal.next(random) * Math.sqrt(2.0 / m);
    }
  };

  /** Uniform on [−bound, bound). */
  private static double uniform(RandomGenerator random, double bound) {
    return (2 * random.nextDouble() - 1) * bound;
  }

  abstract double draw(RandomGenerator random, int m, int n);

  /** A {@link WeightDraw}. */
  double[] draw(RandomGenerator random, Block block) {
    double[] weights = new double[block.length()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = draw(random, block.fanIn(), block.fanOut());
    }
    return weights;
  }
}
