package io.github.curvelane.serve;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.serve.examples.FitPrices;
import io.github.curvelane.serve.examples.ServeIris;
import io.github.curvelane.serve.examples.TrainIris;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs of the package {@code examples} do what they say, in as few lines as promised. */
final class ServeExamplesTest {
  private static final Path SOURCES =
      Path.of("test", "java", "io", "github", "curvelane", "serve", "examples");

  @TempDir Path directory;

  @FunctionalInterface
  private interface Program {
    void run() throws IOException;
  }

  private static List<String> outputOf(Program program) throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void irisesAreLearntAndServed() throws IOException {
    String model = directory.resolve("iris.safetensors").toString();
    String data = Iris.copyTo(directory).toString();
    List<String> trained = outputOf(() -> TrainIris.main(new String[] {model, data}));
    assertThat(trained).hasSize(3);
    assertThat(trained.getFirst())
        .isEqualTo(
            "classes setosa, versicolor, virginica from 4 columns:"
                + " float 4-32 lecun-tanh-3 identity");
    assertThat(trained.get(2)).startsWith("105 training rows, 45 validation rows: log loss 0.");

    List<String> served = outputOf(() -> ServeIris.main(new String[] {model}));
    assertThat(served.getFirst()).isEqualTo("setosa");
    assertThat(served.get(1)).matches("\\[0\\.9.*, .*, .*\\]");
  }

  @Test
  void pricesAreLearntInTheirUnits() throws IOException {
    List<String> output = outputOf(() -> FitPrices.main(new String[0]));
    assertThat(output.getFirst()).startsWith("values 0 from 2 columns: ");
    assertThat(output.get(2)).contains("R² 0.99");
    assertThat(Double.parseDouble(output.get(3))).isBetween(220_000.0, 275_000.0);
  }

  /** Lines within main, wrapped at 100 columns; docs/lines.md shows them and their number. */
  @ParameterizedTest
  @CsvSource({"TrainIris, 14, irises", "ServeIris, 5, load", "FitPrices, 14, prices"})
  void theyAreShort(String name, int most, String row) throws IOException {
    List<String> lines = Files.readAllLines(SOURCES.resolve(name + ".java"));
    int main =
        lines.indexOf(lines.stream().filter(l -> l.contains("main(")).findFirst().orElseThrow());
    List<String> rest = lines.subList(main + 1, lines.size());
    List<String> body = rest.subList(0, rest.indexOf("  }"));
    assertThat(body).doesNotContain("").hasSizeBetween(1, most);
    String shown = Files.readString(Path.of("..", "docs", "lines.md"));
    assertThat(shown)
        .contains(body.stream().map(line -> line.substring(4) + "\n").collect(joining()))
        .containsPattern("\\| " + row + "[^|]*\\| " + body.size() + " \\|");
  }
}
