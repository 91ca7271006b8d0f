package io.github.curvelane.examples.input;

/** How many classes data may have: classes are counted against classes, n² numbers. */
final class ClassCount {
  /** A table of 800 MB. More are hardly ever meant: numbers were taken for classes. */
  static final int MOST = 10_000;

  private ClassCount() {}

  /**
   * Returns the number of classes from 0 to the greatest.
   *
   * @throws UserException if they are too many
   */
  static int upTo(double greatest, String where) {
    if (greatest >= MOST) {
      throw new UserException(
          "%s has the class %.0f, must be less than %d".formatted(where, greatest, MOST));
    }
    return (int) greatest + 1;
  }
}
