package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Updates;

/**
 * Adam with decoupled weight decay [Loshchilov and Hutter 2019, alg 2]: Adam's step, and θ loses
 * ελθ, which never enters the means. Computed as {@link Adam}, with θ = fma(−κ, θ, θ) − (e·s) /
 * (√(c·r) + δ), κ = fl(ε·λ).
 *
 * <p>The decay is λ times the whole learning rate, as in PyTorch and optax; the paper multiplies λ
 * by its schedule η but not by its base rate α.
 *
 * <p>Memory: {@code mean}, {@code squares}.
 *
 * @param rho1 the decay ρ₁ of the mean of the gradient, 0 ≤ ρ₁ &lt; 1
 * @param rho2 the decay ρ₂ of the mean of its square, 0 ≤ ρ₂ &lt; 1
 * @param delta the floor δ, positive
 * @param lambda the weight decay λ, at least 0
 */
public record AdamW(double rho1, double rho2, double delta, double lambda) implements UpdateRule {
  /**
   * Creates the rule with the usual ρ₁ = 0.9, ρ₂ = 0.999, δ = 1e-8.
   *
   * @param lambda the weight decay λ, at least 0
   */
  public AdamW(double lambda) {
    this(0.9, 0.999, 1e-8, lambda);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code rho1} or {@code rho2} is not in [0, 1), {@code
   *     delta} not positive and finite, or {@code lambda} negative or not finite
   */
  public AdamW {
    Hyperparameters.fraction("rho1", rho1);
    Hyperparameters.fraction("rho2", rho2);
    Hyperparameters.positive("delta", delta);
    Hyperparameters.notNegative("lambda", lambda);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    return new Moments<>(this, kernels, dimension);
  }

  private static final class Moments<A> extends Updater<A> {
    private final Updates<A> updates;
    private final AdamW rule;
    private final A mean = memory("mean");
    private final A squares = memory("squares");
    private double e;
    private double c;
    private double kappa;

    Moments(AdamW rule, Kernels<A> kernels, int dimension) {
      super(kernels.precision(), dimension);
      updates = kernels.updates();
      this.rule = rule;
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      e = rate / Adam.correction(rule.rho1, steps());
      c = 1 / Adam.correction(rule.rho2, steps());
      kappa = rate * rule.lambda;
    }

    @Override
    public void update(A theta, A gradient, int from, int to) {
      updates.adamW(
          theta, gradient, mean, squares, from, to, e, c, rule.rho1, rule.rho2, rule.delta, kappa);
    }
  }
}
