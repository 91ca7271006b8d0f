package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Nonlinear conjugate gradients [EB 41–43, DL8 8.30–31]: d₊ = −g₊ + βd, with y = g₊ − g and β by
 * one of {@link Formula}.
 *
 * <p>It restarts with d₊ = −g₊ after several N iterations, and when consecutive gradients are far
 * from orthogonal, |g₊ᵀg| ≥ 0.2‖g₊‖² (Powell 1977). The first trial has length 1, later ones repeat
 * the last decrease on the parabola with the new slope.
 *
 * <p>Memory: 9N numbers.
 *
 * @param formula how β is computed
 * @param cycles after how many times N iterations to restart, at least 1: of the classical restart
 *     1, of CG_DESCENT and by default 6, which took a quarter fewer evaluations on problems of few
 *     variables
 * @param search how far to go
 * @param stopping when to stop; unless set, at a relative gradient of 16u
 */
public record ConjugateGradient(Formula formula, int cycles, LineSearch search, Stopping stopping)
    implements Minimizer {

  /** How much of the last direction is kept. */
  public enum Formula {
    /** β = ‖g₊‖²/‖g‖² (Fletcher and Reeves 1964). */
    FLETCHER_REEVES,
    /** β = max(0, g₊ᵀy/‖g‖²) (Polak and Ribière 1969; Gilbert and Nocedal 1992). */
    POLAK_RIBIERE_PLUS,
    /**
     * β = max((g₊ᵀy − 2‖y‖²·g₊ᵀd/dᵀy)/dᵀy, 0.4·gᵀd/‖d‖²) (Hager and Zhang 2005; the bound, which
     * does not depend on the scale of E, is theirs of 2013).
     */
    HAGER_ZHANG
  }

  /**
   * Creates the method with Polak's and Ribière's β, the search of {@link MoreThuente} with c₂ =
   * 0.1 and the default stopping.
   */
  public ConjugateGradient() {
    this(Formula.POLAK_RIBIERE_PLUS, 6, new MoreThuente(1e-4, 0.1), Stopping.DEFAULT);
  }

  /**
   * Creates the method.
   *
   * @throws IllegalArgumentException if {@code cycles} is less than 1
   */
  public ConjugateGradient {
    Objects.requireNonNull(formula, "formula");
    Methods.cycles(cycles);
    Methods.required(search, stopping);
  }

  @Override
  public ConjugateGradient stopping(Stopping other) {
    return new ConjugateGradient(formula, cycles, search, other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new ConjugateGradientRun<>(this, objective, theta, watch);
  }
}
