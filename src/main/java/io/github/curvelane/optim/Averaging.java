package io.github.curvelane.optim;

/**
 * How parameters are averaged over the steps of a run. The average is what is validated, kept and
 * returned, while training goes on from the parameters themselves.
 *
 * <p>Computed as a = fma(w_t, fl(θ − a), a) after step t, with a weight w_t that is rounded once; a
 * weight of 1 copies θ. Until averaging begins, the average is θ.
 */
public final class Averaging {
  private final double decay;
  private final long from;
  private final boolean corrected;

  private Averaging(double decay, long from, boolean corrected) {
    this.decay = decay;
    this.from = from;
    this.corrected = corrected;
  }

  /**
   * Polyak's average [DL8 8.7.3; Polyak and Juditsky 1992]: the mean of the parameters after all
   * steps from one on.
   *
   * @param from the first step whose parameters count, at least 1
   * @return w_t = 1/(t − from + 1)
   * @throws IllegalArgumentException if {@code from} is less than 1
   */
  public static Averaging polyak(long from) {
    Hyperparameters.atLeast("from", from, 1);
    return new Averaging(Double.NaN, from, false);
  }

  /**
   * The exponential average [DL8 8.40], with the correction that Adam's means have: begun at 0 and
   * divided by 1 − ρᵗ, so that the first parameters do not count for more than their share.
   *
   * @param rho the decay ρ, 0 ≤ ρ &lt; 1
   * @return w_t = (1 − ρ)/(1 − ρᵗ)
   * @throws IllegalArgumentException if {@code rho} is not in [0, 1)
   */
  public static Averaging exponential(double rho) {
    Hyperparameters.fraction("rho", rho);
    return new Averaging(rho, 1, true);
  }

  /**
   * The same average begun at the parameters after the first step, which then count for more than
   * their share: as {@code torch.optim.swa_utils} and most others compute it.
   *
   * @return w_1 = 1, then w_t = 1 − ρ; Polyak's average as it is
   */
  public Averaging uncorrected() {
    return new Averaging(decay, from, false);
  }

  /** The weight of θ after step t; 1 until averaging begins. */
  double weight(long t) {
    if (t <= from) {
      return 1;
    }
    if (Double.isNaN(decay)) {
      return 1.0 / (t - from + 1);
    }
    return corrected ? (1 - decay) / Adam.correction(decay, t) : 1 - decay;
  }

  @Override
  public String toString() {
    return Double.isNaN(decay)
        ? "polyak(" + from + ")"
        : "exponential(" + decay + ")" + (corrected ? "" : ".uncorrected()");
  }
}
