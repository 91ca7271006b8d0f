package io.github.curvelane.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What to say when the JVM's memory is used up. */
final class Memory {
  private static final int MEBIBYTE = 20;

  /** What the JVM and the program take for themselves. */
  private static final int JVM = 64;

  /** What the work at hand takes, in bytes; 0 while nothing is known. */
  private static volatile long needed;

  private Memory() {}

  /** Says what the work at hand takes. */
  static void need(long bytes) {
    needed = bytes;
  }

  /** Says that a file is to be read: a number of a table has some four characters. */
  static void needForFile(String data) {
    try {
      Path path = Path.of(data);
      needed = Files.isRegularFile(path) ? Files.size(path) / 4 * 3 * Double.BYTES / 2 : 0;
    } catch (IOException | InvalidPathException e) {
      needed = 0;
    }
  }

  /** Returns a sentence that says what is needed, and what there is. */
  static String exhausted() {
    long most = Runtime.getRuntime().maxMemory() >> MEBIBYTE;
    long some = Math.max((needed >> MEBIBYTE) + JVM, most + most / 2);
    return "out of memory: this needs some "
        + some
        + " MiB, the JVM may take "
        + most
        + " (CURVELANE_JAVA_OPTS=-Xmx"
        + some
        + "m)";
  }
}
