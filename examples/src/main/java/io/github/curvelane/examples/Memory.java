package io.github.curvelane.examples;

/** What to say when the JVM's memory is used up. */
final class Memory {
  private static final int MEBIBYTE = 20;

  /** What the work at hand takes, in bytes; 0 while nothing is known. */
  private static volatile long needed;

  private Memory() {}

  /** Says what the work at hand takes. */
  static void need(long bytes) {
    needed = bytes;
  }

  /** Returns a sentence that says what is needed, and what there is. */
  static String exhausted() {
    long most = Runtime.getRuntime().maxMemory() >> MEBIBYTE;
    long some = Math.max(needed >> MEBIBYTE, 2 * most);
    return "out of memory: this needs some "
        + some
        + " MiB, the JVM may take "
        + most
        + " (CURVELANE_JAVA_OPTS=-Xmx"
        + some
        + "m)";
  }
}
