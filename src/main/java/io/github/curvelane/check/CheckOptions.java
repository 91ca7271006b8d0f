package io.github.curvelane.check;

import java.util.Objects;

/**
 * What a check looks at. Equal options give equal verdicts: coordinates and directions are drawn
 * from the seed.
 *
 * @param seed the seed of coordinates and directions
 * @param coordinates the largest number of coordinates to test one by one; if the objective has
 *     more parameters, so many are drawn
 * @param directions the number of random directions
 * @param progress hears how far a check has come
 */
public record CheckOptions(long seed, int coordinates, int directions, CheckProgress progress) {
  /** Seed 1, 200 coordinates, 3 directions. */
  public static final CheckOptions DEFAULT = new CheckOptions(1, 200, 3, (done, total) -> true);

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if {@code coordinates} is negative or {@code directions} is
   *     less than 2, which symmetry needs
   */
  public CheckOptions {
    if (coordinates < 0) {
      throw new IllegalArgumentException("coordinates is " + coordinates + ", must be at least 0");
    }
    if (directions < 2) {
      throw new IllegalArgumentException("directions is " + directions + ", must be at least 2");
    }
    Objects.requireNonNull(progress, "progress");
  }

  /**
   * Returns these options with another seed.
   *
   * @param seed the seed of coordinates and directions
   * @return new options
   */
  public CheckOptions withSeed(long seed) {
    return new CheckOptions(seed, coordinates, directions, progress);
  }

  /**
   * Returns these options with another number of coordinates.
   *
   * @param coordinates the largest number of coordinates to test one by one
   * @return new options
   */
  public CheckOptions withCoordinates(int coordinates) {
    return new CheckOptions(seed, coordinates, directions, progress);
  }

  /**
   * Returns these options with another number of directions.
   *
   * @param directions the number of random directions, at least 2
   * @return new options
   */
  public CheckOptions withDirections(int directions) {
    return new CheckOptions(seed, coordinates, directions, progress);
  }

  /**
   * Returns these options with a listener.
   *
   * @param progress hears how far a check has come
   * @return new options
   */
  public CheckOptions withProgress(CheckProgress progress) {
    return new CheckOptions(seed, coordinates, directions, progress);
  }
}
