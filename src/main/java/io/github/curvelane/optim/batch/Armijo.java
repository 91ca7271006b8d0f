package io.github.curvelane.optim.batch;

/**
 * Backtracking (Armijo 1966): the first trial t with φ(t) ≤ φ(0) + c₁tφ′(0). After one that is not,
 * the next is the minimizer of the cubic through both values and slopes, within a tenth and a half
 * of t. It has no condition on the slope, so quasi-Newton methods skip the pairs that it leaves
 * without positive curvature.
 *
 * @param c1 the fraction c₁ of the decrease that the slope promises, 0 &lt; c₁ &lt; ½
 */
public record Armijo(double c1) implements LineSearch {
  /** Creates the search with c₁ = 1e-4. */
  public Armijo() {
    this(1e-4);
  }

  /**
   * Creates the search.
   *
   * @throws IllegalArgumentException if {@code c1} is not between 0 and ½
   */
  public Armijo {
    WolfeConditions.checkDecrease(c1);
  }
}
