package io.github.curvelane.check;

/** Hears how far a check has come and may end it. */
@FunctionalInterface
public interface CheckProgress {
  /**
   * Called after each comparison.
   *
   * @param done how many comparisons are done
   * @param total how many there will be
   * @return whether to go on; after {@code false} the verdict says that the check was ended early
   */
  boolean onProgress(int done, int total);
}
