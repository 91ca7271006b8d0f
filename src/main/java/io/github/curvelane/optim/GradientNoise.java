package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.NoiseLoop;

/**
 * Noise in the gradient [Neelakantan et al. 2015]: g ← g + z, z normal with mean 0 and variance σ²
 * = η/(1 + t)^γ, t = 0 in the first step, independent for each coordinate and step; for the rules
 * after it in a {@linkplain UpdateRule#chain chain}.
 *
 * <p>The numbers are a function of the seed, the number of the step and the index alone: the same
 * bits in whatever ranges and on however many threads the step is taken, and no generator is part
 * of the state. They are normal to 1e-6 of their distribution and end at 6.7 standard deviations.
 *
 * <p>Computed as g = fma(σ, z, g), with σ in double and then rounded, and z by the method of Box
 * and Muller from a hash, all in operations of the precision. Also where the gradient is 0:
 * parameters without gradient walk at random. No memory.
 *
 * @param eta the variance η of the first step, positive
 * @param gamma how fast the variance falls, γ ≥ 0
 * @param seed the seed
 */
public record GradientNoise(double eta, double gamma, long seed) implements UpdateRule {
  /**
   * Creates the rule with the paper's γ = 0.55; its η are 0.01, 0.3 and 1.
   *
   * @param eta the variance η of the first step, positive
   * @param seed the seed
   */
  public GradientNoise(double eta, long seed) {
    this(eta, 0.55, seed);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code eta} is not positive and finite, or {@code gamma}
   *     negative or not finite
   */
  public GradientNoise {
    Hyperparameters.positive("eta", eta);
    Hyperparameters.notNegative("gamma", gamma);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).positive("the first deviation", Math.sqrt(eta));
    return new Noisy<>(this, kernels, dimension);
  }

  private static final class Noisy<A> extends Updater<A> {
    private final GradientNoise rule;
    private final NoiseLoop<A> loop;
    private double sigma;
    private long key;

    Noisy(GradientNoise rule, Kernels<A> kernels, int dimension) {
      super(kernels.precision(), dimension);
      this.rule = rule;
      loop = NoiseLoop.of(kernels.precision());
    }

    @Override
    boolean keepsToScope() {
      return true;
    }

    @Override
    public boolean movesParameters() {
      return false;
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      // √(η t^−γ), t from 1; StrictMath.pow allocates
      double falling = StrictMath.exp(-0.5 * rule.gamma * StrictMath.log(steps()));
      sigma = Math.sqrt(rule.eta) * falling;
      key = mix(rule.seed + steps() * 0x9E3779B97F4A7C15L);
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      checkRange(theta, gradient, from, to);
      loop.run(gradient, from, to, sigma, key);
    }

    /** The finaliser of SplitMix64, a bijection that spreads neighbouring numbers. */
    private static long mix(long z) {
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }
  }
}
