package io.github.curvelane.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The irises of R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of
 * Eugenics 7 (1936): 50 flowers of each of three species, in centimetres, as the UCI repository has
 * them (two of its rows, the 35th and the 38th, differ from the article in a digit each).
 *
 * @param rows four lengths a flower
 * @param species the name of each flower's species
 */
record Iris(double[][] rows, String[] species) {
  static Iris read() throws IOException {
    try (InputStream in = resource()) {
      List<String[]> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .map(line -> line.split(","))
              .toList();
      return new Iris(
          lines.stream()
              .map(f -> Arrays.stream(f).limit(4).mapToDouble(Double::parseDouble).toArray())
              .toArray(double[][]::new),
          lines.stream().map(f -> f[4]).toArray(String[]::new));
    }
  }

  static Path copyTo(Path directory) throws IOException {
    Path file = directory.resolve("iris.csv");
    try (InputStream in = resource()) {
      Files.copy(in, file);
    }
    return file;
  }

  private static InputStream resource() {
    return Objects.requireNonNull(Iris.class.getResourceAsStream("/serve/iris.csv"));
  }
}
