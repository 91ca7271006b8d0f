package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --minimizer}: all examples in one batch. */
class MinimizerProgramTest {
  @TempDir private Path directory;

  private ProgramRun train(Path data, String out, String... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", data));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--out", directory.resolve(out)));
    return ProgramRun.of(arguments.toArray());
  }

  private Path digits() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("digits"));
    Digits digits = Digits.ofSide(16, 3);
    IdxFile.write(folder.resolve("t10k-images-idx3-ubyte.gz"), digits.images(0, 300));
    IdxFile.write(folder.resolve("t10k-labels-idx1-ubyte"), digits.labels(0, 300));
    return folder;
  }

  /** y = sin x and a little noise. */
  private Path curve() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 120; i++) {
      double x = random.nextDouble(-3, 3);
      csv.append(x).append(',').append(StrictMath.sin(x) + random.nextGaussian() / 50).append('\n');
    }
    Path file = directory.resolve("curve.csv");
    Files.writeString(file, csv);
    return file;
  }

  /** The rows of metrics without what a clock says. */
  private List<String> metrics(String out) throws IOException {
    return Files.readAllLines(directory.resolve(out).resolve("metrics.csv")).stream()
        .map(row -> row.split(",", -1))
        .map(c -> String.join(",", c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[10], c[11], c[12]))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "cg", "scg", "hf"})
  void aRunThatIsResumedIsTheRunThatWasNotInterrupted(String minimizer) throws IOException {
    Path data = digits();
    String[] common = {"--layers", "256-8-10", "--minimizer", minimizer};
    ProgramRun whole = train(data, "whole", with(common, "--epochs", "9")).succeeded();
    train(data, "half", with(common, "--epochs", "4")).succeeded();
    ProgramRun rest =
        ProgramRun.of(
                "train",
                "@" + directory.resolve("half/options.txt"),
                "--resume",
                directory.resolve("half"),
                "--epochs",
                "9",
                "--out",
                directory.resolve("rest"))
            .succeeded();
    assertThat(rest.line("parameter digest")).isEqualTo(whole.line("parameter digest"));
    assertThat(metrics("rest")).isEqualTo(metrics("whole")).hasSize(10);
    assertThat(rest.line(minimizer + " ended: ITERATIONS")).contains("9 iterations");
    String report = Files.readString(directory.resolve("rest/report.html"));
    assertThat(report).contains("An epoch is an iteration of " + minimizer).contains("iterations");
    assertThat(rest.line("training error")).contains("%");
  }

  private static String[] with(String[] common, String... more) {
    List<String> all = new ArrayList<>(List.of(common));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lm", "br", "bfgs", "newton", "trust-region", "lbfgs"})
  void aCurveIsFitted(String minimizer) throws IOException {
    ProgramRun run =
        train(
                curve(),
                "fit",
                "--targets",
                "y",
                "--layers",
                "1-6-1",
                "--minimizer",
                minimizer,
                "--precision",
                "double")
            .succeeded();
    double error = Double.parseDouble(run.line("test RMSE").replaceAll("[^:]*: ([0-9.]+).*", "$1"));
    assertThat(error).as(run.out()).isLessThan(0.05);
  }

  @Test
  void whatDoesNotFitTogetherIsRefusedByName() throws IOException {
    Path data = digits();
    train(data, "x", "--minimizer", "simplex").refused("--minimizer is 'simplex', must be one of");
    train(data, "x", "--minimizer", "lbfgs", "--lr", "0.1").refused("--lr is for optimizers");
    train(data, "x", "--minimizer", "lbfgs", "--batch", "10").refused("--batch is for optimizers");
    train(data, "x", "--resume", "nowhere").refused("--resume nowhere is not a folder");
    train(data, "x", "--minimizer", "lbfgs", "--resume", directory + "/nowhere")
        .refused("run.safetensors cannot be read");
    train(data, "x", "--minimizer", "br", "--layers", "256-2-10")
        .refused("--minimizer br cannot begin: Bayesian regularisation needs Residuals");
    train(data, "a", "--minimizer", "lbfgs", "--layers", "256-3-10", "--epochs", "2").succeeded();
    train(
            data,
            "b",
            "--minimizer",
            "lbfgs",
            "--layers",
            "256-4-10",
            "--resume",
            directory.resolve("a").toString())
        .refused("the run had other options");
    Path file = directory.resolve("a/run.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
    train(
            data,
            "b",
            "--minimizer",
            "lbfgs",
            "--layers",
            "256-3-10",
            "--resume",
            directory.resolve("a").toString())
        .refused("run.safetensors");
  }
}
