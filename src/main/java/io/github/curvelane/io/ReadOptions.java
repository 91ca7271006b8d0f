package io.github.curvelane.io;

import io.github.curvelane.internal.FileMemory;

/**
 * What readers take from files.
 *
 * @param mostBytes the most bytes of the content of a file, at least 0, of which a 32nd part may be
 *     the header, whose names take many times their length in memory
 * @param nonFinite whether the parameters of a model may be NaN or infinite
 */
public record ReadOptions(long mostBytes, boolean nonFinite) {
  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if {@code mostBytes} is negative
   */
  public ReadOptions {
    if (mostBytes < 0) {
      throw new IllegalArgumentException("mostBytes is " + mostBytes + ", must be at least 0");
    }
  }

  /**
   * Returns what is taken unless something else is asked for.
   *
   * @return files of up to a third of the memory of the JVM, or 2 GiB; finite parameters alone
   */
  public static ReadOptions usual() {
    return new ReadOptions(FileMemory.usual(), false);
  }

  /**
   * Returns the same with another limit.
   *
   * @param bytes the most bytes of the content of a file
   * @return options with the limit
   * @throws IllegalArgumentException if it is negative
   */
  public ReadOptions withMostBytes(long bytes) {
    return new ReadOptions(bytes, nonFinite);
  }

  /**
   * Returns the same for models whose parameters may be NaN or infinite, as those of a run that
   * diverged.
   *
   * @return options that let them pass
   */
  public ReadOptions withNonFinite() {
    return new ReadOptions(mostBytes, true);
  }
}
