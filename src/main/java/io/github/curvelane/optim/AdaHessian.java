package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Functions;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleRatedMomentum;
import io.github.curvelane.kernel.plain.DoubleSquaredCurvature;
import io.github.curvelane.kernel.plain.FloatRatedMomentum;
import io.github.curvelane.kernel.plain.FloatSquaredCurvature;
import java.util.Objects;

/**
 * AdaHessian (Yao, Gholami, Shen, Mustafa, Keutzer and Mahoney 2021, alg 1): Adam with the second
 * derivatives where Adam has the gradient. With D the estimate z∘Hz of the diagonal of H, v ← ρ₂v +
 * (1 − ρ₂)D² and m ← ρ₁m + (1 − ρ₁)g, both corrected for their start from 0: θ ← θ − εm̂/(√v̂ᵏ +
 * δ).
 *
 * <p>Computed as v = fma(ρ₂, v, σ₂·(D·D)); s = √(c·v), c = fl(1/(1 − ρ₂ⁿ)) after n estimates; with
 * a power k other than 1, s = exp(k·log s) by {@link Functions}; r = 1/(s + δ), once an estimate.
 * Then in each step m = fma(ρ₁, m, σ₁·g) and θ = fma(−(e·r), m, θ), e = fl(ε/(1 − ρ₁ᵗ)).
 *
 * <p>Not in it: the mean over neighbouring parameters that the paper takes of D where layers are
 * convolutions, whose kernels' elements share one curvature there. Between estimates, if they are
 * not of every step, v stays as it is; some implementations mix the last D in again in each step.
 * Decay of weights is that of {@link DecoupledWeightDecay} in a chain.
 *
 * <p>Memory: {@code mean}, {@code squares} and {@code rates}; the number {@code estimates}.
 *
 * @param rho1 the decay ρ₁ of the mean of the gradient, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the mean of the squared second derivatives, 0 ≤ ρ₂ &lt; 1
 * @param power the power k of the curvature, 0 &lt; k ≤ 1: with 1 Newton's step, towards 0 the
 *     gradient's
 * @param delta the floor δ, positive
 * @param curvature which second derivatives, how often, and of how many examples
 */
public record AdaHessian(
    double rho1, double rho2, double power, double delta, CurvatureRequest curvature)
    implements UpdateRule {
  /**
   * Creates the rule with the authors' ρ₁ = 0.9, ρ₂ = 0.999, k = 1, δ = 1e-4, and one probe on each
   * step's own batch. Their rate is 0.15.
   *
   * @param seed the seed of the probes
   */
  public AdaHessian(long seed) {
    this(seed, 1);
  }

  /**
   * Creates the rule with an estimate every n steps, otherwise as the other.
   *
   * @param seed the seed of the probes
   * @param every n, at least 1
   */
  public AdaHessian(long seed, long every) {
    this(
        0.9,
        0.999,
        1,
        1e-4,
        new CurvatureRequest(new CurvatureEstimate.Hutchinson(1, seed), every, 0));
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1), {@code
   *     power} not in (0, 1], or {@code delta} not positive and finite
   */
  public AdaHessian {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.share("power", power);
    Hyperparameters.positive("delta", delta);
    Objects.requireNonNull(curvature, "curvature");
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels)
        .fraction("rho1", rho1)
        .fraction("rho2", rho2)
        .positive("power", power)
        .divisor("delta", delta);
    SquareRange<A> range = new SquareRange<>(kernels.precision());
    Squares<A> squares = Squares.of(kernels.precision());
    Newton<A> newton = Newton.of(kernels.precision());
    Inverter<A> inverter = Inverter.of(kernels.precision());
    return new CurvatureUpdater<>(
        this,
        curvature,
        kernels,
        dimension,
        FloatRatedMomentum::run,
        DoubleRatedMomentum::run,
        3,
        "mean",
        "squares",
        "rates") {
      @Override
      void takeIn(A diagonal, long number) {
        A rates = memory[2];
        range.bring(diagonal, 0, dimension);
        double correction = 1 / Adam.correction(rho2, number);
        if (power == 1) {
          newton.receive(diagonal, memory[1], rates, rho2, correction, delta);
          return;
        }
        squares.receive(diagonal, memory[1], rates, rho2, correction);
        kernels.functions().log(dimension, rates, 0, rates, 0);
        kernels.vectorAlgebra().scale(dimension, power, rates, 0, rates, 0);
        kernels.functions().exp(dimension, rates, 0, rates, 0);
        inverter.invert(rates, delta);
      }

      @Override
      void prepare(double rate) {
        scalar(0, rate / Adam.correction(rho1, steps()));
        scalar(1, rho1);
        scalar(2, 1 - rho1);
      }
    };
  }

  @FunctionalInterface
  private interface Squares<A> {
    void receive(A diagonal, A squares, A roots, double rho, double correction);

    @SuppressWarnings("unchecked") // the only two precisions that there are
    static <A> Squares<A> of(Precision<A> precision) {
      Squares<float[]> single = FloatSquaredCurvature::receive;
      Squares<double[]> twice = DoubleSquaredCurvature::receive;
      return (Squares<A>) (precision == Precision.FLOAT ? single : twice);
    }
  }

  @FunctionalInterface
  private interface Newton<A> {
    void receive(A diagonal, A squares, A rates, double rho, double correction, double delta);

    @SuppressWarnings("unchecked") // the only two precisions that there are
    static <A> Newton<A> of(Precision<A> precision) {
      Newton<float[]> single = FloatSquaredCurvature::receive;
      Newton<double[]> twice = DoubleSquaredCurvature::receive;
      return (Newton<A>) (precision == Precision.FLOAT ? single : twice);
    }
  }

  @FunctionalInterface
  private interface Inverter<A> {
    void invert(A sizes, double delta);

    @SuppressWarnings("unchecked") // the only two precisions that there are
    static <A> Inverter<A> of(Precision<A> precision) {
      Inverter<float[]> single = FloatSquaredCurvature::invert;
      Inverter<double[]> twice = DoubleSquaredCurvature::invert;
      return (Inverter<A>) (precision == Precision.FLOAT ? single : twice);
    }
  }
}
