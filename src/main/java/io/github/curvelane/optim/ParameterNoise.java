package io.github.curvelane.optim;

import io.github.curvelane.internal.Probes;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.NoiseLoop;
import java.util.Objects;

/**
 * Noise in the parameters: a rule that takes the gradient at θ + σ_k z in place of θ, z normal with
 * mean 0 and variance 1, independent for each coordinate and step, and steps from θ. Its mean is
 * the gradient of E blurred by a Gaussian, ∇E_σ(θ) = E[∇E(θ + σz)]: with a width σ_k that falls it
 * is the stochastic form of a continuation [DL8 8.7.6].
 *
 * <p>The numbers are made as those of {@link GradientNoise}, but are others for the same seed. They
 * are functions of the seed, the number of the step and the index alone: the same bits on however
 * many threads, and no generator is part of the state. A width of 0 is the rule alone. Parameters
 * that the rule leaves frozen are not moved. A rule that looks ahead does so first.
 *
 * <p>A mask or an average of the parameters stands around this rule, groups within it. Memory: that
 * of the rule, its names behind {@code noisy.}.
 *
 * <pre>{@code
 * UpdateRule rule = new ParameterNoise(new Momentum(0.9), Schedule.linear(0.1, 1e-3, 1000), 1);
 * }</pre>
 *
 * @param rule what turns gradients into steps
 * @param width σ_k, at least 0; not a {@link PlateauSchedule}, which follows a run
 * @param seed the seed
 */
public record ParameterNoise(UpdateRule rule, Schedule width, long seed) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code width} is a {@link PlateauSchedule}
   */
  public ParameterNoise {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(width, "width");
    if (width instanceof PlateauSchedule) {
      throw new IllegalArgumentException(
          "width is " + width + ", must be a schedule that depends on the step alone");
    }
  }

  @Override
  public boolean isForBatches() {
    return rule.isForBatches();
  }

  @Override
  public UpdateRule withoutDecay() {
    return new ParameterNoise(rule.withoutDecay(), width, seed);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Objects.requireNonNull(kernels, "kernels");
    return new Noisy<>(this, rule.init(kernels, dimension));
  }

  private static final class Noisy<A> extends DelegatingUpdater<A> {
    private final ParameterNoise noise;
    private final NoiseLoop<A> loop;

    /** θ without noise, from {@link #lookAhead} to the step. */
    private final A start;

    /** The number of the step for which θ was moved last; 0 if it was put back. */
    private long movedFor;

    Noisy(ParameterNoise noise, Updater<A> rule) {
      super("noisy.", rule);
      this.noise = noise;
      this.loop = NoiseLoop.of(precision());
      this.start = precision().newArray(dimension());
    }

    @Override
    boolean saysWhenItWrites() {
      return true;
    }

    @Override
    public boolean looksAhead() {
      return true;
    }

    @Override
    public void lookAhead(A theta) {
      checkLength("theta", theta);
      if (movedFor == steps() + 1) {
        throw new IllegalStateException("lookAhead was called twice before a step");
      }
      double sigma = noise.width.rate(steps());
      if (!(sigma >= 0 && precision().round(sigma) < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the width of step %d is %s, must be finite in %s and not negative"
                .formatted(steps() + 1, sigma, precision()));
      }
      super.lookAhead(theta);
      precision().copy(theta, 0, start, 0, dimension());
      movedFor = steps() + 1;
      if (sigma > 0) {
        long key = Probes.series(noise.seed, steps());
        int[] scope = scope();
        for (int k = 0; k < scope.length; k += 2) {
          loop.run(theta, scope[k], scope[k + 1], sigma, key);
        }
      }
    }

    @Override
    public boolean lookBack(A theta) {
      checkLength("theta", theta);
      if (movedFor == steps() + 1) {
        precision().copy(start, 0, theta, 0, dimension());
        movedFor = 0;
      }
      return super.lookBack(theta);
    }

    @Override
    protected void forgetUnfinishedStep() {
      movedFor = 0;
    }

    /** While the gradient is computed θ must stay where it is: each range is put back later. */
    @Override
    protected void prepare(double rate, A theta, A gradient) {
      if (movedFor != steps()) {
        throw new IllegalStateException(
            "lookAhead must be called before the gradient of every step");
      }
      if (!isFusable()) {
        precision().copy(start, 0, theta, 0, dimension());
      }
      super.prepare(rate, theta, gradient);
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      checkRange(theta, gradient, from, to);
      willWrite();
      if (isFusable()) {
        precision().copy(start, from, theta, from, to - from);
      }
      super.update(theta, gradient, from, to);
    }
  }
}
