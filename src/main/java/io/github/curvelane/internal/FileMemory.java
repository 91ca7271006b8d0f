package io.github.curvelane.internal;

/** How much memory the content of a file may take, unless a caller says it. */
public final class FileMemory {
  /** The longest array that every JVM can make. */
  public static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** What is told of a limit, behind its value. */
  public static final String HOW_TO_RAISE = "-Xmx or the reader's limit raises it";

  private FileMemory() {}

  /**
   * Returns the usual limit.
   *
   * @return a third of what the JVM may take, as the content of a file stands there twice when it
   *     becomes arrays; at most {@link #MOST_BYTES}
   */
  public static long usual() {
    return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 3);
  }
}
