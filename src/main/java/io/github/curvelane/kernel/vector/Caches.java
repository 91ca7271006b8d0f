package io.github.curvelane.kernel.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The size of the cache that blocks of the matrix product are cut for, from the kernel's list of
 * caches where there is one. Blocking never changes a result.
 */
final class Caches {
  private static final int DEFAULT_L2 = 1 << 20;
  private static final int SMALLEST_L2 = 1 << 18;
  private static final int LARGEST_L2 = 1 << 22;

  /** Bytes of the second-level cache of a core. */
  static final int L2 = Math.clamp(read("index2"), SMALLEST_L2, LARGEST_L2);

  private Caches() {}

  private static int read(String index) {
    Path size = Path.of("/sys/devices/system/cpu/cpu0/cache", index, "size");
    try {
      String text = Files.readString(size).strip();
      int unit = text.endsWith("M") ? 1 << 20 : 1 << 10;
      return Integer.parseInt(text.replaceAll("\\D", "")) * unit;
    } catch (IOException | RuntimeException e) {
      return DEFAULT_L2; // Not a Linux with that list, or not readable here.
    }
  }
}
