package io.github.curvelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Digests of bits by the names of cases, in a file beside a test. {@code
 * -Dcurvelane.test.record=true} writes it anew.
 */
public final class DigestRecord {
  private final Class<?> test;
  private final String file;
  private final boolean recording = Boolean.getBoolean("curvelane.test.record");
  private final Map<String, String> lines;

  /**
   * Reads the record.
   *
   * @param test the test, in whose package the file is
   * @param file its name
   */
  public DigestRecord(Class<?> test, String file) {
    this.test = test;
    this.file = file;
    this.lines = recording ? new TreeMap<>() : read();
  }

  private Map<String, String> read() {
    try (InputStream in = test.getResourceAsStream(file)) {
      if (in == null) {
        return Map.of();
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.lastIndexOf(' ')),
                  line -> line.substring(line.lastIndexOf(' ') + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares a digest with the recorded one, or records it. */
  public void check(String name, String digest) {
    if (recording) {
      lines.put(name, digest);
    } else {
      assertThat(digest).as(name).isEqualTo(lines.get(name));
    }
  }

  /** Checks that nothing is recorded that is not tested. */
  public void checkSize(int cases) {
    assumeFalse(recording);
    assertThat(lines).hasSize(cases);
  }

  /** Writes the record, if it is one that is written. */
  public void write() throws IOException {
    if (recording) {
      String text =
          lines.entrySet().stream()
              .map(e -> e.getKey() + " " + e.getValue() + "\n")
              .collect(Collectors.joining());
      Path folder = Path.of("test/resources").resolve(test.getPackageName().replace('.', '/'));
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(file), text);
    }
  }

  /** The digest of a text. */
  public static String sha(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The bits of numbers, as a text. */
  public static String bits(double... numbers) {
    StringBuilder bits = new StringBuilder();
    for (double number : numbers) {
      bits.append(Long.toHexString(Double.doubleToLongBits(number))).append(' ');
    }
    return bits.toString();
  }
}
