package io.github.curvelane.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Facts about this machine and JVM that a measurement must be read with. */
public final class Machine {
  /** A cache as large as this is shared with strangers: a set of its half would measure memory. */
  private static final long LARGEST_SET = 32L << 20;

  private static final long MEMORY_SET = 768L << 20;
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** Assumed where the system tells no cache sizes. */
  private static final List<Cache> TYPICAL =
      List.of(new Cache(1, 32 << 10), new Cache(2, 1 << 20), new Cache(3, 16 << 20));

  /**
   * A data cache of the first core.
   *
   * @param level 1, 2 or 3
   * @param bytes its size
   */
  public record Cache(int level, long bytes) {}

  private Machine() {}

  /**
   * Returns the data caches.
   *
   * @return by ascending level
   */
  public static List<Cache> caches() {
    List<Cache> caches = new ArrayList<>();
    try (Stream<Path> entries = Files.list(CACHES)) {
      for (Path entry : entries.filter(p -> Files.exists(p.resolve("size"))).toList()) {
        if (!read(entry.resolve("type")).equals("Instruction")) {
          int level = Integer.parseInt(read(entry.resolve("level")));
          caches.add(new Cache(level, parseSize(read(entry.resolve("size")))));
        }
      }
    } catch (IOException | NumberFormatException e) {
      return TYPICAL;
    }
    caches.sort(Comparator.comparingInt(Cache::level));
    return caches.isEmpty() ? TYPICAL : List.copyOf(caches);
  }

  /**
   * Returns the size of a working set that lives in one level of the memory hierarchy: half of the
   * cache, at most 32 MB.
   *
   * @param level {@code L1}, {@code L2}, {@code L3} or {@code memory}
   * @return bytes
   */
  public static long workingSet(String level) {
    return caches().stream()
        .filter(cache -> level.equals("L" + cache.level()))
        .mapToLong(cache -> Math.min(cache.bytes() / 2, LARGEST_SET))
        .findFirst()
        .orElse(MEMORY_SET);
  }

  /**
   * Describes the machine and the JVM.
   *
   * @return one line
   */
  public static String describe() {
    StringBuilder text = new StringBuilder(processor());
    text.append(", ").append(Runtime.getRuntime().availableProcessors()).append(" cores");
    for (Cache cache : caches()) {
      text.append(", L").append(cache.level()).append(' ').append(sizeText(cache.bytes()));
    }
    text.append("; JDK ").append(Runtime.version());
    text.append(", vectors of ").append(FmaPeak.widestBits()).append(" bits");
    return text.toString();
  }

  /**
   * Writes a size with its unit.
   *
   * @param bytes the size
   * @return for example {@code 2 MB}
   */
  public static String sizeText(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static long parseSize(String text) {
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 'K' -> number << 10;
      case 'M' -> number << 20;
      default -> throw new NumberFormatException(text);
    };
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
