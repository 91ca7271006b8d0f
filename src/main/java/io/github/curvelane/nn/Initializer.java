package io.github.curvelane.nn;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How weights are drawn before training; biases start at 0. A weight is drawn in double precision
 * and rounded once, so a {@code float} and a {@code double} network of one seed start at the same
 * point. Draws are made layer by layer, row by row (one row an input), from the generator {@code
 * L64X128MixRandom} and, for Gaussians, Marsaglia's polar method over {@link StrictMath}: the same
 * on every machine.
 *
 * <p>With m inputs and n outputs of the layer:
 */
public enum Initializer {
  /** Gaussian, σ = m^(−1/2): unit-variance weighted sums of unit-variance inputs [EB 16]. */
  FAN_IN {
    @Override
    double draw(RandomGenerator random, int inputs, int outputs) {
      return StandardNormal.next(random) / Math.sqrt(inputs);
    }
  },

  /** Uniform on ±√(3/m): the same σ = m^(−1/2) as {@link #FAN_IN}, without tails. */
  FAN_IN_UNIFORM {
    @Override
    double draw(RandomGenerator random, int inputs, int outputs) {
      return uniform(random, Math.sqrt(3.0 / inputs));
    }
  },

  /** Uniform on ±m^(−1/2), so σ = 0.577·m^(−1/2) [DL8 8.4]. */
  UNIFORM {
    @Override
    double draw(RandomGenerator random, int inputs, int outputs) {
      return uniform(random, 1 / Math.sqrt(inputs));
    }
  },

  /** Uniform on ±√(6/(m + n)) (Glorot and Bengio 2010; [DL8 8.23]). */
  GLOROT {
    @Override
    double draw(RandomGenerator random, int inputs, int outputs) {
      return uniform(random, Math.sqrt(6.0 / ((double) inputs + outputs)));
    }
  },

  /** Gaussian, σ = √(2/m), for ReLU units (He et al. 2015). */
  HE {
    @Override
    double draw(RandomGenerator random, int inputs, int outputs) {
      return StandardNormal.next(random) * Math.sqrt(2.0 / inputs);
    }
  };

  /** Uniform on [−bound, bound). */
  private static double uniform(RandomGenerator random, double bound) {
    return (2 * random.nextDouble() - 1) * bound;
  }

  abstract double draw(RandomGenerator random, int inputs, int outputs);

  /** Draws the weights of one network. */
  public static final class Draw {
    private final Initializer initializer;
    private final RandomGenerator random;

    Draw(Initializer initializer, long seed) {
      this.initializer = initializer;
      this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /**
     * Draws one weight.
     *
     * @param inputs m, the inputs of the unit it leads to
     * @param outputs n, the outputs of the layer
     * @return the weight
     */
    public double weight(int inputs, int outputs) {
      return initializer.draw(random, inputs, outputs);
    }
  }

  /** Takes parameters by their index within the layer. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Sets one parameter.
     *
     * @param index its index within the layer
     * @param value its value, rounded to the network's precision
     */
    void set(int index, double value);
  }
}
