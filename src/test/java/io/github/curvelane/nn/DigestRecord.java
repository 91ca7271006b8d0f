package io.github.curvelane.nn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The recorded digests: a line for each network, precision and group of quantities, with {@code
 * quantity=digest} for each of the group.
 */
final class DigestRecord {
  private static final String NAME = "network-digests.txt";

  /** Where it stands in the sources, from the directory that tests run in. */
  private static final Path SOURCE =
      Path.of("test", "resources", "io", "github", "curvelane", "nn", NAME);

  private static final String HEADER =
      """
      # Digests of the bits of what networks give: network, precision, group, quantity=digest of each.
      # Recorded again by NetworkDigestTest with -Dcurvelane.test.record; see CONTRIBUTING.md.
      """;

  private final Map<String, Map<String, String>> lines = new LinkedHashMap<>();

  /** Reads what is recorded. */
  static DigestRecord read() {
    DigestRecord record = new DigestRecord();
    try (InputStream in = DigestRecord.class.getResourceAsStream(NAME)) {
      if (in != null) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(record::parse);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return record;
  }

  private void parse(String line) {
    if (line.startsWith("#") || line.isBlank()) {
      return;
    }
    String[] words = line.split(" ");
    Map<String, String> quantities = new LinkedHashMap<>();
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      quantities.put(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    lines.put(String.join(" ", words[0], words[1], words[2]), quantities);
  }

  void put(String network, Map<String, Map<String, String>> groups) {
    groups.forEach((group, quantities) -> lines.put(network + " " + group, quantities));
  }

  /** Says of each quantity that differs, is missing or was not recorded what it is. */
  List<String> differences(String network, Map<String, Map<String, String>> groups) {
    List<String> differences = new ArrayList<>();
    groups.forEach(
        (group, quantities) -> {
          Map<String, String> recorded =
              new LinkedHashMap<>(lines.getOrDefault(network + " " + group, Map.of()));
          quantities.forEach(
              (quantity, digest) -> {
                String expected = recorded.remove(quantity);
                if (!digest.equals(expected)) {
                  differences.add(
                      "%s %s: %s is %s, recorded is %s"
                          .formatted(network, group, quantity, digest, expected));
                }
              });
          recorded
              .keySet()
              .forEach(q -> differences.add(network + " " + group + ": " + q + " is missing"));
        });
    return differences;
  }

  /** The networks with their precision, and how many quantities each has. */
  Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    lines.forEach(
        (line, quantities) ->
            sizes.merge(line.substring(0, line.lastIndexOf(' ')), quantities.size(), Integer::sum));
    return sizes;
  }

  void write() {
    StringBuilder text = new StringBuilder(HEADER);
    lines.forEach(
        (line, quantities) -> {
          text.append(line);
          quantities.forEach((quantity, digest) -> text.append(" " + quantity + "=" + digest));
          text.append('\n');
        });
    try {
      Files.createDirectories(SOURCE.getParent());
      Files.writeString(SOURCE, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
