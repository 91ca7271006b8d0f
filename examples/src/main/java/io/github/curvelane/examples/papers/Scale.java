package io.github.curvelane.examples.papers;

/** How much is run. The claims are the same; the numbers are firmer in the full form. */
public enum Scale {
  /** Three seeds, small sizes: about a second a page. */
  QUICK(3),
  /** Ten seeds. */
  FULL(10);

  private final int seeds;

  Scale(int seeds) {
    this.seeds = seeds;
  }

  /**
   * Returns how many seeds everything random is run with: 1, 2, … up to it.
   *
   * @return the number
   */
  public int seeds() {
    return seeds;
  }

  /**
   * Chooses a size.
   *
   * @param quick that of the quick form
   * @param full that of the full form
   * @return one of them
   */
  public int pick(int quick, int full) {
    return this == QUICK ? quick : full;
  }
}
