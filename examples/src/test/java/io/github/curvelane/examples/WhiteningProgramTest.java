package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.nn.FixedLinear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Principal components, from the option to what is predicted with them. */
class WhiteningProgramTest {
  @TempDir private Path directory;

  private Path model() {
    return directory.resolve("model.safetensors");
  }

  private ProgramRun train(String data, String normalization, String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("train", "--data", data, "--out", directory, "--epochs", "2"));
    arguments.addAll(List.of("--normalization", normalization));
    arguments.addAll(List.of(more));
    return ProgramRun.of(arguments.toArray());
  }

  private String lastTestLoss() throws IOException {
    String last = Files.readAllLines(directory.resolve("metrics.csv")).getLast();
    return String.format(Locale.ROOT, "test loss: %.6f", Double.parseDouble(last.split(",")[5]));
  }

  /**
   * What the trained layers said of inputs that went through it once, the whole says of raw ones.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"decorrelation:0.9", "whitening:40:floor=0.001", "whitening:floor=0.01", "zca"})
  void aStoredModelTakesRawInputs(String normalization) throws IOException {
    ProgramRun run = train("digits16", normalization, "--layers", "256-20-10").succeeded();
    assertThat(run.line("of 256 inputs")).contains("principal components vary");
    Model<?> model = ModelFile.read(model());
    assertThat(model.network().inputs()).isEqualTo(256);
    assertThat(model.network().layers().getFirst()).isInstanceOf(FixedLinear.class);
    int inputs = model.network().layers().getFirst().outputs();
    if (normalization.contains(":40")) {
      assertThat(inputs).isEqualTo(40);
    }
    assertThat(model.network().parameters()).isEqualTo(20 * (inputs + 1) + 10 * 21);
    ProgramRun evaluated = ProgramRun.of("evaluate", "--model", model(), "--all").succeeded();
    assertThat(evaluated.line("test loss")).isEqualTo(lastTestLoss());
    assertThat(evaluated.line("training error")).startsWith(run.line("training error"));
    assertThat(evaluated.line("test error")).isEqualTo(run.line("test error"));
    assertThat(evaluated.line("parameter digest")).isEqualTo(run.line("parameter digest"));
    ProgramRun.of("predict", "--model", model(), "--to", directory.resolve("p.csv")).succeeded();
    String report = Files.readString(directory.resolve("report.html"));
    assertThat(report)
        .contains("Weights of the first layer: 20 of 20 units")
        .contains("principal components vary")
        .contains("256-20-10");
    ProgramRun again =
        ProgramRun.of("train", "@" + directory.resolve("options.txt"), "--out", directory);
    assertThat(again.succeeded().line("parameter digest")).isEqualTo(run.line("parameter digest"));
  }

  @Test
  void convolutionsSeeWhitenedImages() {
    train("digits16", "zca:floor=0.01", "--layers", "1x16x16-conv4:5-avg2-10").succeeded();
    ProgramRun.of("evaluate", "--model", model()).succeeded();
    train("digits16", "whitening", "--layers", "1x16x16-conv4:5-avg2-10")
        .refused(
            "--layers 1x16x16-conv4:5-avg2-10 are for images, --normalization whitening makes"
                + " components of them; zca keeps them images");
  }

  /** Columns that are constant, the sum of others and multiples of them, and categories. */
  private Path table(int rows) throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("a,b,sum,cents,constant,colour,y\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%.3f,%.1f,7,%s,%.3f%n",
              a,
              b,
              Math.rint(a * 1000) / 1000 + Math.rint(b * 1000) / 1000,
              100 * Math.rint(a * 1000) / 1000,
              random.nextBoolean() ? "red" : "blue",
              a - 2 * b + 0.1 * random.nextGaussian()));
    }
    return Files.writeString(directory.resolve("table.csv"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whitening", "decorrelation", "zca", "whitening:2"})
  void tablesMayHaveConstantAndCollinearColumns(String normalization) throws IOException {
    Path table = table(300);
    ProgramRun run =
        train(table.toString(), normalization, "--targets", "y", "--epochs", "40").succeeded();
    assertThat(run.line("of 7 inputs 3 principal components vary")).isNotEmpty();
    double error = Double.parseDouble(run.line("test RMSE").replaceAll("[^:]*: ([0-9.]+).*", "$1"));
    if (!normalization.endsWith("2")) {
      assertThat(error).isBetween(0.05, 0.2);
    }
    ProgramRun evaluated = ProgramRun.of("evaluate", "--model", model()).succeeded();
    assertThat(evaluated.line("test RMSE").replaceAll(" \\(.*", ""))
        .isEqualTo(run.line("test RMSE").replaceAll(" \\(.*", ""));
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    String table = table(60).toString();
    train(table, "whitening:4", "--targets", "y")
        .refused(
            "--normalization whitening:4: components is 4, must be at most 3, as many as vary");
    train(table, "whitening:1.5", "--targets", "y").refused("share is 1.5, must be");
    train(table, "whitening:x", "--targets", "y").refused("'whitening:x' must be decorrelation");
    train(table, "pca", "--targets", "y")
        .refused(
            "--normalization is 'pca', must be one of none, centring, global, per-feature,"
                + " decorrelation, whitening, zca");
    train("digits16", "whitening:50", "--layers", "50-20-10")
        .refused("--layers 50-20-10 does not fit the data, which have 256 inputs");
    train("digits16", "whitening:50", "--layers", "256-20-10").succeeded();
    ProgramRun.of("evaluate", "--model", model(), "--data", table, "--targets", "y")
        .refused("model");
  }
}
