package io.github.curvelane.examples;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the operating system says about the processor; {@code unknown} where it says nothing. */
final class Machine {
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  static String processor() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Returns the data caches of the first core, such as {@code L1 32K, L2 2048K}. */
  static String caches() {
    TreeSet<String> found = new TreeSet<>();
    try (DirectoryStream<Path> indices = Files.newDirectoryStream(CACHES, "index*")) {
      for (Path index : indices) {
        if (!read(index, "type").equals("Instruction")) {
          found.add("L" + read(index, "level") + " " + read(index, "size"));
        }
      }
    } catch (IOException e) {
      return "unknown";
    }
    return String.join(", ", found);
  }

  private static String read(Path index, String name) throws IOException {
    return Files.readString(index.resolve(name)).strip();
  }
}
