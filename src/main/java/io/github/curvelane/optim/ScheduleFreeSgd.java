package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleScheduleFreeSgd;
import io.github.curvelane.kernel.plain.FloatScheduleFreeSgd;

/**
 * Schedule-free descent [Defazio et al. 2024]: an average that needs no schedule and no horizon. z
 * descends along gradients that are taken between z and the average x of all z:
 *
 * <ul>
 *   <li>y = (1 − β)z + βx, g = ∇E(y);
 *   <li>z ← z − εg;
 *   <li>x ← (1 − c)x + cz, c = w_t/(w₁ + … + w_t) with w_t the square of the largest rate so far,
 *       so that a {@linkplain Schedule#warmUp warm-up} weighs little. At a constant rate c = 1/t.
 * </ul>
 *
 * <p>The parameters stored between steps are x, the average: what is evaluated, saved and predicted
 * with is never z or y, and nothing has to be switched. They must be moved to y before every
 * gradient: see {@link Updater#lookAhead}. (The authors' optimizer for PyTorch stores y and makes x
 * of it and z on demand, {@code eval()}, {@code train()}; training on from x in the place of y is
 * the error that this invites.) Statistics of batch normalisation belong to y.
 *
 * <p>Computed as y = fma(β, x − z, z); z = fma(−ε, g, z); x = fma(c, z − x, x); c in double, then
 * rounded. A {@link WeightDecay} before it in a {@linkplain UpdateRule#chain chain} decays at y, as
 * the authors' does.
 *
 * <p>Memory: {@code z}; the numbers {@code largestRate}, {@code weights}.
 *
 * @param beta the part β of the average in the point of the gradient, 0 ≤ β &lt; 1
 */
public record ScheduleFreeSgd(double beta) implements UpdateRule {
  /** Creates the rule with the paper's β = 0.9. */
  public ScheduleFreeSgd() {
    this(0.9);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code beta} is not in [0, 1)
   */
  public ScheduleFreeSgd {
    Hyperparameters.fraction("beta", beta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).fraction("beta", beta);
    return new ScheduleFreeUpdater<>(
        kernels, dimension, beta, FloatScheduleFreeSgd::run, DoubleScheduleFreeSgd::run, 3, "z") {
      @Override
      protected void prepare(double rate, A theta, A gradient) {
        weigh(rate);
      }
    };
  }
}
