package io.github.curvelane.spark;

import io.github.curvelane.Arithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Which Curvelane a process runs: the version of the arithmetic, and a checksum of the classes that
 * the bits of sums depend on. A jar and the folder it was made of have the same.
 */
final class LibraryFingerprint {
  private static final String ROOT = "io/github/curvelane/";

  /** Of this process; computed once. */
  static final String HERE = compute();

  private LibraryFingerprint() {}

  private static String compute() {
    String classes;
    try {
      Path place =
          Path.of(Arithmetic.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      classes = checksum(place);
    } catch (Exception e) {
      // Classes that come from elsewhere than a file cannot be compared; their arithmetic can.
      classes = "unknown";
    }
    return "arithmetic " + Arithmetic.VERSION + ", classes " + classes;
  }

  static String checksum(Path place) throws IOException {
    TreeMap<String, Long> entries = new TreeMap<>();
    if (Files.isDirectory(place)) {
      try (Stream<Path> files = Files.walk(place.resolve(ROOT))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = place.relativize(file).toString().replace('\\', '/');
          if (matters(name)) {
            CRC32 crc = new CRC32();
            crc.update(Files.readAllBytes(file));
            entries.put(name, crc.getValue());
          }
        }
      }
    } else {
      try (JarFile jar = new JarFile(place.toFile())) {
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
          if (matters(entry.getName())) {
            entries.put(entry.getName(), entry.getCrc());
          }
        }
      }
    }
    CRC32C all = new CRC32C();
    entries.forEach((name, crc) -> all.update((name + ' ' + crc + '\n').getBytes()));
    return HexFormat.of().toHexDigits((int) all.getValue());
  }

  /** Classes of the root package, of kernels, networks and clusters. */
  private static boolean matters(String name) {
    if (!name.startsWith(ROOT) || !name.endsWith(".class")) {
      return false;
    }
    String rest = name.substring(ROOT.length());
    return rest.indexOf('/') < 0
        || rest.startsWith("kernel/")
        || rest.startsWith("nn/")
        || rest.startsWith("cluster/");
  }
}
