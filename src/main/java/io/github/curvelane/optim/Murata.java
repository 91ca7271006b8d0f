package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.plain.DoubleMurata;
import io.github.curvelane.kernel.plain.FloatMurata;

/**
 * A learning rate that adapts itself [EB 17–19; Murata, Müller, Ziehe and Amari 1997]: while the
 * average gradient r is long the way is far and the rate η rises; where r has become noise about 0
 * it falls, in the end as 1/t. In each step
 *
 * <ol>
 *   <li>r ← (1 − δ)r + δg,
 *   <li>θ ← θ − ηg, with the rate before this step,
 *   <li>η ← η + αη(β‖r‖ − η), for the next one.
 * </ol>
 *
 * <p>η starts at the learning rate of the first step. Later rates count relative to it: θ moves by
 * −c·ηg, c = ε_t/ε₁, which is 1 and the paper's rule while the rate is constant.
 *
 * <p>Computed as r = fma(1 − δ, r, δ·g); θ = fma(−e, g, θ) with e = c·η; η in double, ‖r‖ by {@link
 * Reductions#norm2}, which is found when the next step begins.
 *
 * <p>Memory: {@code mean}, r; the numbers {@code firstRate} and {@code eta}, the η of the last
 * step.
 *
 * @param delta the leak δ of the average, 0 &lt; δ &lt; 1
 * @param alpha how fast η follows, α, positive
 * @param beta the rate that a gradient of length 1 calls for, β, positive
 */
public record Murata(double delta, double alpha, double beta) implements UpdateRule {
  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code delta} is not in (0, 1), or {@code alpha} or {@code
   *     beta} not positive and finite
   */
  public Murata {
    Hyperparameters.openFraction("delta", delta);
    Hyperparameters.positive("alpha", alpha);
    Hyperparameters.positive("beta", beta);
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels).openFraction("delta", delta);
    return new Adapting<>(this, kernels, dimension);
  }

  private static final class Adapting<A> extends LoopUpdater<A> {
    private final Murata rule;
    private final Reductions<A> reductions;
    private final FirstRate first = new FirstRate(number("firstRate", 0), "the first η");
    private final StateNumber eta = number("eta", 0);

    Adapting(Murata rule, Kernels<A> kernels, int dimension) {
      super(kernels, dimension, FloatMurata::run, DoubleMurata::run, 3, "mean");
      this.rule = rule;
      reductions = kernels.newReductions();
    }

    /** The rate follows the norm of all that is remembered. */
    @Override
    boolean keepsToScope() {
      return false;
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      eta.set(first.isSetBy(rate) ? rate : next());
      // η may diverge, which is to be seen in θ.
      precision().set(scalars, 0, first.relative(rate) * eta.get());
      scalar(1, 1 - rule.delta);
      scalar(2, rule.delta);
    }

    /** η after the last step, from the average that it left. */
    private double next() {
      double last = eta.get();
      double norm = reductions.norm2(dimension(), memory[0], 0);
      return last + rule.alpha * last * (rule.beta * norm - last);
    }
  }
}
