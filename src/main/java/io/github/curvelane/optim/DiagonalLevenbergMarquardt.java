package io.github.curvelane.optim;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.DescentUpdate;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.RankOneDescent;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.plain.DoubleDiagonalCurvature;
import io.github.curvelane.kernel.plain.DoubleRatedSgd;
import io.github.curvelane.kernel.plain.FloatDiagonalCurvature;
import io.github.curvelane.kernel.plain.FloatRatedSgd;
import java.util.Objects;

/**
 * Stochastic diagonal Levenberg-Marquardt [EB 61–62]: gradient descent with a rate for each
 * parameter, ε/(⟨h⟩ + μ), where ⟨h⟩ is a running mean of the size of its second derivative, ⟨h⟩ ←
 * (1 − γ)⟨h⟩ + γ|h|. The first estimate is taken as it is. μ keeps the rate from growing without
 * bound where a parameter is flat.
 *
 * <p>Computed as h = |d| for the first estimate d or with γ = 1, h = fma(1 − γ, h, γ·|d|)
 * otherwise, and r = 1/(h + μ), once an estimate; then in each step θ = fma(−(ε·r), g, θ). A
 * network can apply the gradient of a dense layer without storing it, as for {@link Sgd}.
 *
 * <p>The paper estimates the Gauss-Newton recursion, {@link Diagonal#BECKER_LECUN}; LeCun, Bottou,
 * Bengio and Haffner (1998) did so on 500 examples before each epoch, with μ = 0.02 and ε from 5e-4
 * down to 1e-5. Any estimate will do, for its absolute value is taken. Where units saturate, the
 * curvature of the first epoch falls by an order of magnitude and more: estimated anew, it raises
 * the rates.
 *
 * <p>Memory: {@code curvature}, ⟨h⟩, and {@code rates}, 1/(⟨h⟩ + μ); the numbers {@code estimates},
 * how many were received, and {@code largestRate}.
 *
 * @param mu μ, positive
 * @param gamma γ, 0 &lt; γ ≤ 1; 1 to replace the estimate by the next
 * @param curvature which second derivatives, how often, and of how many examples
 */
public record DiagonalLevenbergMarquardt(double mu, double gamma, CurvatureRequest curvature)
    implements UpdateRule {
  /**
   * Creates the rule as LeCun, Bottou, Bengio and Haffner (1998) used it: γ = 1, {@link
   * Diagonal#BECKER_LECUN} of 500 examples in each epoch.
   *
   * @param mu μ, positive
   */
  public DiagonalLevenbergMarquardt(double mu) {
    this(
        mu,
        1,
        new CurvatureRequest(
            new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN),
            CurvatureRequest.EACH_EPOCH,
            500));
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code mu} is not positive and finite, or {@code gamma} not
   *     in (0, 1]
   */
  public DiagonalLevenbergMarquardt {
    Hyperparameters.positive("mu", mu);
    Hyperparameters.share("gamma", gamma);
    Objects.requireNonNull(curvature, "curvature");
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).divisor("mu", mu).positive("gamma", gamma);
    return new Descent<>(this, kernels, dimension);
  }

  /** The step, which whoever computes the gradient may also take in its last operation. */
  private static final class Descent<A> extends CurvatureUpdater<A> implements DescentUpdate<A> {
    private final DiagonalLevenbergMarquardt rule;
    private final Receiver<A> receiver;
    private final ScaledLoop<A> scaled;
    private final RankOneDescent<A> rankOne;
    private final Reductions<A> reductions;
    private final A curvature;
    private final A rates;
    private final StateNumber largestRate;
    private double rate;

    Descent(DiagonalLevenbergMarquardt rule, Kernels<A> kernels, int dimension) {
      super(
          rule,
          rule.curvature,
          kernels,
          dimension,
          FloatRatedSgd::run,
          DoubleRatedSgd::run,
          1,
          "curvature",
          "rates");
      this.rule = rule;
      this.receiver = Receiver.of(kernels.precision());
      this.scaled = ScaledLoop.of(kernels.precision());
      this.rankOne = kernels.rankOneDescent();
      this.reductions = kernels.newReductions();
      this.curvature = memory[0];
      this.rates = memory[1];
      this.largestRate = number("largestRate", Double.NaN);
    }

    @Override
    void takeIn(A diagonal, long number) {
      receiver.receive(diagonal, curvature, rates, number == 1 ? 1 : rule.gamma, rule.mu);
      largestRate.set(reductions.maxAbs(dimension(), rates, 0));
    }

    @Override
    void prepare(double rate) {
      this.rate = rate;
      scalar(0, rate);
    }

    @Override
    public void updateScaled(A theta, A gradient, int from, int to, double scale) {
      checkArrays(theta, gradient, from, to);
      willWrite();
      scaled.run(theta, gradient, rates, from, to, scale, rate);
    }

    /** {@inheritDoc} Who asks for it moves θ by it. */
    @Override
    public double rate() {
      willWrite();
      return rate;
    }

    @Override
    public A rates() {
      return rates;
    }

    @Override
    public void rankOne(
        A theta,
        int offset,
        int stride,
        int rows,
        int columns,
        A x,
        int xOffset,
        A d,
        int dOffset,
        double scale) {
      willWrite();
      double largest = largestRate.get();
      rankOne.step(
          theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate, rates,
          largest);
    }
  }

  /** Takes in an estimate. */
  @FunctionalInterface
  private interface Receiver<A> {
    void receive(A diagonal, A curvature, A rates, double gamma, double mu);

    @SuppressWarnings("unchecked") // the only two precisions that there are
    static <A> Receiver<A> of(Precision<A> precision) {
      Receiver<float[]> single = FloatDiagonalCurvature::receive;
      Receiver<double[]> twice = DoubleDiagonalCurvature::receive;
      return (Receiver<A>) (precision == Precision.FLOAT ? single : twice);
    }
  }

  /** Descent along s·g. The factor is an argument: ranges come from several threads. */
  @FunctionalInterface
  private interface ScaledLoop<A> {
    void run(A theta, A g, A rates, int from, int to, double scale, double rate);

    @SuppressWarnings("unchecked") // the only two precisions that there are
    static <A> ScaledLoop<A> of(Precision<A> precision) {
      ScaledLoop<float[]> single = FloatRatedSgd::runScaled;
      ScaledLoop<double[]> twice = DoubleRatedSgd::runScaled;
      return (ScaledLoop<A>) (precision == Precision.FLOAT ? single : twice);
    }
  }
}
