package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleRprop;
import io.github.curvelane.kernel.plain.FloatRprop;
import java.util.Objects;

/**
 * Resilient propagation [Riedmiller and Braun 1993; Igel and Hüsken 2003; CMU]: every parameter has
 * a step size Δ of its own, and of the derivative the sign alone counts. Where it keeps its sign, Δ
 * ← min(η⁺Δ, Δ_max); where it changes, Δ ← max(η⁻Δ, Δ_min); θ ← θ − sgn(g)Δ, with the new Δ. What
 * else happens when the sign changes is the {@link Variant}. A derivative of exactly 0 is no change
 * of sign: Δ stays, and so does θ; the next one finds no sign to compare with, as the first does.
 *
 * <p>Δ starts at the learning rate of the first step (0.1 in the papers, 0.01 in PyTorch). Later
 * rates count relative to it: θ moves by c·Δ, c = ε_t/ε₁, which is 1 and the papers' algorithm
 * while the rate is constant. (PyTorch takes its rate for the first Δ too, and then ignores it, so
 * that a schedule changes nothing.)
 *
 * <p>Computed with c rounded once; Δ times η⁺ or η⁻, and c·Δ, are rounded, and then each sum with
 * θ: the move that is taken back, then the new one. Signs are compared, not products, which
 * underflow. Δ₁ is moved into [Δ_min, Δ_max] if it is not there, as in PyTorch.
 *
 * <p>It is a method for whole batches: between minibatches signs change by chance.
 *
 * <p>Memory: {@code sizes}, Δ; {@code signs}, that of the last derivative, 0 if there is none to
 * compare with; the numbers {@code firstRate}, {@code lastRate}, {@code lastLoss}.
 *
 * @param variant what a change of sign does
 * @param increase the factor η⁺ while the sign stays, at least 1
 * @param decrease the factor η⁻ when it changes, 0 &lt; η⁻ &lt; 1
 * @param smallest the smallest step size Δ_min, positive
 * @param largest the largest step size Δ_max, at least Δ_min
 */
public record Rprop(
    Variant variant, double increase, double decrease, double smallest, double largest)
    implements UpdateRule {
  /** What Rprop does with a parameter whose derivative has changed its sign. */
  public enum Variant {
    /**
     * Rprop⁺ [Riedmiller and Braun 1993]: the last move is taken back, and the next derivative is
     * not compared with this one.
     */
    PLUS(-1, 1),
    /** Rprop⁻ [Riedmiller 1994]: moves on from here, along the new sign, by the smaller Δ. */
    MINUS(0, 0),
    /**
     * iRprop⁺ [Igel and Hüsken 2003]: Rprop⁺, but the last move is taken back only if the loss has
     * risen since the step before; else θ stays. It {@linkplain Updater#needsLoss needs the loss}.
     */
    IMPROVED_PLUS(-1, 1),
    /**
     * iRprop⁻ [Igel and Hüsken 2003], the one of PyTorch: θ stays, and the next derivative is not
     * compared with this one.
     */
    IMPROVED_MINUS(-1, 0),
    /**
     * [CMU]'s: the last move is taken back and made anew in its old direction with the smaller Δ,
     * in one step; the next derivative is compared with the one that this direction came from. (The
     * slide takes minimum and maximum of a signed step, which bounds only one of two directions; it
     * is the size that is meant.)
     */
    CMU(-2, 1);

    /** What a change of sign adds to the factor 1 of the sign that is kept and followed. */
    private final double turn;

    /** How much of the last move it takes back, where the loss does not decide. */
    private final double back;

    Variant(double turn, double back) {
      this.turn = turn;
      this.back = back;
    }
  }

  /** Creates iRprop⁻ with the papers' numbers. */
  public Rprop() {
    this(Variant.IMPROVED_MINUS);
  }

  /**
   * Creates a variant with the papers' η⁺ = 1.2, η⁻ = 0.5, Δ_min = 1e-6 and Δ_max = 50.
   *
   * @param variant what a change of sign does
   */
  public Rprop(Variant variant) {
    this(variant, 1.2, 0.5, 1e-6, 50);
  }

  /**
   * Creates the rule.
   *
   * @throws IllegalArgumentException if {@code increase} is less than 1 or not finite, {@code
   *     decrease} not in (0, 1), {@code smallest} not positive and finite, or {@code largest} less
   *     than {@code smallest} or not finite
   */
  public Rprop {
    Objects.requireNonNull(variant, "variant");
    Hyperparameters.notBelow("increase", increase, 1);
    Hyperparameters.openFraction("decrease", decrease);
    Hyperparameters.positive("smallest", smallest);
    Hyperparameters.notBelow("largest", largest, smallest);
  }

  @Override
  public boolean isForBatches() {
    return true;
  }

  @Override
  public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
    Held.by(kernels)
        .growth("increase", increase)
        .openFraction("decrease", decrease)
        .positive("smallest", smallest)
        .positive("largest", largest);
    return new Resilient<>(this, kernels, dimension);
  }

  private static final class Resilient<A> extends LoopUpdater<A> {
    private final Rprop rule;
    private final FirstRate first = new FirstRate(number("firstRate", 0), "the first step size");
    private final StateNumber lastRate = number("lastRate", 0);
    private final StateNumber lastLoss = number("lastLoss", 0);

    Resilient(Rprop rule, Kernels<A> kernels, int dimension) {
      super(kernels, dimension, FloatRprop::run, DoubleRprop::run, 8, "sizes", "signs");
      this.rule = rule;
    }

    @Override
    public boolean needsLoss() {
      return rule.variant == Variant.IMPROVED_PLUS;
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {
      if (first.isSetBy(rate)) {
        lastRate.set(rate);
        int[] scope = scope();
        for (int k = 0; k < scope.length; k += 2) {
          precision().fill(memory[0], scope[k], scope[k + 1], rate);
        }
      }
      boolean goesBack = !needsLoss() || loss() > lastLoss.get();
      scalar(0, rule.increase);
      scalar(1, rule.decrease);
      scalar(2, rule.smallest);
      scalar(3, rule.largest);
      scalar(4, first.relative(rate));
      scalar(5, first.relative(lastRate.get()));
      scalar(6, rule.variant.turn);
      scalar(7, goesBack ? rule.variant.back : 0);
      lastRate.set(rate);
      lastLoss.set(needsLoss() ? loss() : 0);
    }
  }
}
