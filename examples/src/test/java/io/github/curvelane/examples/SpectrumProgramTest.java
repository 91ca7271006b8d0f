package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.ChartTexts;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spectrum}: what it prints and leaves. */
class SpectrumProgramTest {
  private static final String NUMBER = "-?[0-9.]+(e[+-][0-9]+)?";

  @TempDir private Path directory;

  private ProgramRun spectrum(String out, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("spectrum"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--out", directory.resolve(out)));
    return ProgramRun.of(arguments.toArray());
  }

  private List<String[]> rows(String out, String file) throws IOException {
    return Files.readAllLines(directory.resolve(out).resolve(file)).stream()
        .skip(1)
        .map(line -> line.split(","))
        .toList();
  }

  /** H = (1/B) Σ (x, 1)(x, 1)ᵀ for a linear network with half squared error. */
  @Test
  void theSpectrumOfALinearNetworkIsThatOfItsInputs() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder csv = new StringBuilder("a,b,y\n");
    double[] moments = new double[9];
    int rows = 40;
    for (int i = 0; i < rows; i++) {
      double[] x = {random.nextInt(-8, 9) / 4.0, 1 + random.nextInt(0, 9) / 8.0, 1};
      csv.append(x[0]).append(',').append(x[1]).append(',').append(2 * x[0] - x[1]).append('\n');
      for (int j = 0; j < 9; j++) {
        moments[j] += x[j / 3] * x[j % 3] / rows;
      }
    }
    Path table = directory.resolve("table.csv");
    Files.writeString(table, csv);
    double[] values = new double[3];
    Kernels.of(Precision.DOUBLE)
        .newSymmetricEigen(Parallelism.none())
        .decompose(3, moments, 0, 3, values, 0);
    Object[] common = {
      "--data",
      table,
      "--targets",
      "y",
      "--test",
      table,
      "--validation",
      0,
      "--layers",
      "2-1",
      "--normalization",
      "none",
      "--precision",
      "double",
      "--top",
      3,
      "--bottom",
      1,
      "--batch",
      40
    };
    for (String matrix : List.of("hessian", "gauss-newton")) {
      ProgramRun run = spectrum(matrix, with(common, "--matrix", matrix)).succeeded();
      List<String[]> found = rows(matrix, "spectrum.csv");
      assertThat(found).hasSize(4);
      for (int k = 0; k < 3; k++) {
        double error = Math.abs(Double.parseDouble(found.get(k)[2]) - values[2 - k]);
        assertThat(error)
            .isLessThan(1e-12)
            .isLessThanOrEqualTo(Double.parseDouble(found.get(k)[3]));
      }
      assertThat(Double.parseDouble(found.get(3)[2])).isCloseTo(values[0], within(1e-12));
      assertThat(run.line("rate: 1/lambda"))
          .startsWith(Figures.format("rate: 1/lambda %.4g, along", 1 / values[2]));
    }
    // The only layer is all.
    spectrum("layer", with(common, "--layer", 0)).succeeded();
    assertThat(rows("layer", "spectrum.csv").getFirst()[2])
        .isEqualTo(rows("hessian", "spectrum.csv").getFirst()[2]);
    spectrum("none", with(common, "--layer", 1))
        .refused("--layer is 1, must be one with parameters among the 1 from 0");
  }

  private static Object[] with(Object[] common, Object... more) {
    List<Object> all = new ArrayList<>(List.of(common));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void everythingThatCanBeAskedForIsPrintedAndLeft() throws IOException {
    Object[] common = {
      "--data",
      "digits16",
      "--layers",
      "256-6-10",
      "--examples",
      200,
      "--loss",
      "half-squared-error",
      "--top",
      4,
      "--bottom",
      2,
      "--density",
      "--online",
      "--rates",
      "--quiet"
    };
    ProgramRun run = spectrum("one", common).succeeded();
    assertThat(run.out().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("lambda max: %s \\(residual %s\\)".formatted(NUMBER, NUMBER)),
            line ->
                assertThat(line)
                    .matches("lambda min: %s \\(residual %s\\)".formatted(NUMBER, NUMBER)),
            line ->
                assertThat(line)
                    .matches("trace: %s \\(standard error %s\\)".formatted(NUMBER, NUMBER)),
            line ->
                assertThat(line)
                    .matches("rate: 1/lambda %s, along the gradient %s".formatted(NUMBER, NUMBER)),
            line ->
                assertThat(line)
                    .matches(
                        "online: %s after 500 presentations, %s x exact"
                            .formatted(NUMBER, NUMBER)));
    assertThat(rows("one", "online.csv")).hasSize(500);
    double online = Double.parseDouble(run.line("online").split(" ")[1]);
    assertThat(online / Double.parseDouble(rows("one", "online.csv").getFirst()[2]))
        .isBetween(0.5, 2.0);
    double weights =
        rows("one", "density.csv").stream().mapToDouble(r -> Double.parseDouble(r[1])).sum();
    assertThat(weights).isCloseTo(1, within(1e-9));
    assertThat(rows("one", "layers.csv")).hasSize(2);
    assertThat(rows("one", "rates.csv")).hasSize(6 * 11);
    String page = Files.readString(directory.resolve("one/spectrum.html"));
    assertThat(ChartTexts.check(page)).isEqualTo(6);
    for (String chart : List.of("largest", "smallest", "density", "layers", "online", "rates")) {
      assertThat(page).contains("id=\"" + chart + "-title\"");
    }
    assertThat(page).contains("<b>" + run.line("lambda max").split(" ")[2] + "</b>");
    // What was left before and is not made again is gone.
    spectrum("one", "--data", "digits16", "--layers", "256-10", "--examples", 50, "--threads", 2)
        .succeeded();
    assertThat(directory.resolve("one/online.csv")).doesNotExist();
    assertThat(directory.resolve("one/spectrum.csv")).exists();
  }

  @Test
  void whatNormalisesByItsBatchIsPresentedInPairs() throws IOException {
    Object[] common = {"--data", "digits16", "--layers", "256-bn-10", "--top", 1, "--bottom", 0};
    ProgramRun run =
        spectrum("bn", with(common, "--examples", 40, "--online", "--rates", "--batch", 1))
            .succeeded();
    assertThat(run.line("online")).contains("after 500 presentations");
    assertThat(rows("bn", "rates.csv")).hasSize(6 * 11);
    spectrum("one", with(common, "--examples", 1)).refused("batch has 1 example");
  }

  @Test
  void threadsChangeNothing() throws IOException {
    Object[] common = {
      "--data", "digits16", "--layers", "256-5-10", "--examples", 300, "--density"
    };
    spectrum("one", common).succeeded();
    spectrum("two", with(common, "--threads", 2)).succeeded();
    for (String file : List.of("spectrum.csv", "density.csv", "layers.csv")) {
      assertThat(directory.resolve("two").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("one").resolve(file));
    }
  }

  @Test
  void aStoredModelIsMeasuredOnWhatItWasTrainedOn() throws IOException {
    Path model = directory.resolve("run/model.safetensors");
    ProgramRun.of(
            "train",
            "--data",
            "digits16",
            "--layers",
            "256-5-10",
            "--epochs",
            1,
            "--out",
            directory.resolve("run"))
        .succeeded();
    spectrum("stored", "--model", model, "--examples", 100, "--top", 2).succeeded();
    spectrum("same", "--model", model, "--examples", 100, "--top", 2, "--data", "digits16")
        .succeeded();
    assertThat(directory.resolve("stored/spectrum.csv"))
        .hasSameBinaryContentAs(directory.resolve("same/spectrum.csv"));
    ProgramRun wide =
        spectrum("wide", "--model", model, "--examples", 100, "--top", 2, "--precision", "double")
            .succeeded();
    double single = Double.parseDouble(rows("stored", "spectrum.csv").getFirst()[2]);
    double twice = Double.parseDouble(rows("wide", "spectrum.csv").getFirst()[2]);
    assertThat(twice).isNotEqualTo(single).isCloseTo(single, within(1e-5 * single));
    assertThat(wide.line("lambda max")).isNotEmpty();
    for (String matrix : List.of("fisher", "gauss-newton")) {
      spectrum(matrix, "--model", model, "--examples", 100, "--matrix", matrix).succeeded();
      String[] last = rows(matrix, "spectrum.csv").getLast();
      assertThat(Double.parseDouble(last[2])).isGreaterThanOrEqualTo(-Double.parseDouble(last[3]));
    }
    spectrum("x", "--model", model, "--layers", "256-5-10")
        .refused("--layers is for a network that begins; --model has its own");
    Path other = directory.resolve("other.csv");
    Files.writeString(other, "a,b\n1,2\n2,3\n3,5\n");
    spectrum("x", "--model", model, "--data", other).refused("");
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    spectrum("x", "--top", 0).refused("--top is 0, must be at least 1");
    spectrum("x", "--examples", 0).refused("--examples is 0, must be at least 1");
    spectrum("x", "--precision", "half").refused("--precision is 'half', must be float or double");
    spectrum("x", "--model", directory.resolve("none")).refused("does not exist");
    spectrum("x", "--matrix", "curvature").refused("");
    spectrum(
            "x",
            "--data",
            "digits16",
            "--layers",
            "256-bn-10",
            "--matrix",
            "fisher",
            "--examples",
            20)
        .refused("the empirical Fisher matrix");
  }
}
