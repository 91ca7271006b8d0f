package io.github.curvelane.optim.batch;

/**
 * The search of Hager and Zhang (2005, CG_DESCENT) for the Wolfe conditions φ(t) ≤ φ(0) + c₁tφ′(0)
 * and φ′(t) ≥ c₂φ′(0) or the approximate ones of {@link LineSearch}: an interval whose left end
 * falls and whose right end rises, found by steps that grow fivefold, is shortened by the double
 * secant step, and by halves when that does not shorten it to ⅔.
 *
 * @param c1 the fraction c₁ of the decrease that the slope promises, 0 &lt; c₁ &lt; ½
 * @param c2 the fraction c₂ of the slope that may be left, c₁ &lt; c₂ &lt; 1
 */
public record HagerZhang(double c1, double c2) implements LineSearch {
  /** Creates the search with its authors' c₁ = 0.1 and c₂ = 0.9. */
  public HagerZhang() {
    this(0.1, 0.9);
  }

  /**
   * Creates the search.
   *
   * @throws IllegalArgumentException if {@code c1} is not between 0 and ½, or {@code c2} not
   *     between {@code c1} and 1
   */
  public HagerZhang {
    WolfeConditions.checkDecrease(c1);
    WolfeConditions.checkSlope(c1, c2);
  }
}
