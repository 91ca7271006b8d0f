package io.github.curvelane.optim.batch;

/**
 * The search of Moré and Thuente (1994) for the strong Wolfe conditions φ(t) ≤ φ(0) + c₁tφ′(0) and
 * |φ′(t)| ≤ c₂|φ′(0)|: safeguarded cubic and quadratic steps towards a minimizer of φ(t) − c₁tφ′(0)
 * until that is bracketed below φ(0), then of φ; steps grow by at most 4 at a time.
 *
 * @param c1 the fraction c₁ of the decrease that the slope promises, 0 &lt; c₁ &lt; ½
 * @param c2 the fraction c₂ of the slope that may be left, c₁ &lt; c₂ &lt; 1
 */
public record MoreThuente(double c1, double c2) implements LineSearch {
  /** Creates the search for quasi-Newton methods, with c₁ = 1e-4 and c₂ = 0.9. */
  public MoreThuente() {
    this(1e-4, 0.9);
  }

  /**
   * Creates the search.
   *
   * @throws IllegalArgumentException if {@code c1} is not between 0 and ½, or {@code c2} not
   *     between {@code c1} and 1
   */
  public MoreThuente {
    WolfeConditions.checkDecrease(c1);
    WolfeConditions.checkSlope(c1, c2);
  }
}
