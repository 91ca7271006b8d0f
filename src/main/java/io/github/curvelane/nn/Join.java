package io.github.curvelane.nn;

/** How the outputs of {@link Branches} become one. */
public enum Join {
  /**
   * Their sum, branch after branch from the first on, one rounded addition each. All branches write
   * as many units.
   */
  SUM,

  /**
   * One beside the other. Where all branches write images of one height and width these are their
   * channels, at each place those of the first branch first; else their units.
   */
  CONCAT
}
