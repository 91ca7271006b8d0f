package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.examples.report.ChartTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training tells of the curvature that it meets, and rates from it. */
class MonitorProgramTest {
  @TempDir private Path directory;

  private ProgramRun train(String data, String... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", data));
    arguments.addAll(List.of("--out", directory));
    arguments.addAll(List.of(more));
    return ProgramRun.of(arguments.toArray());
  }

  private List<double[]> readings() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("curvature.csv"));
    assertThat(lines.getFirst())
        .isEqualTo(
            "epoch,step,learning_rate,loss,gradient_squares,gradient_curvature,first_order_term,"
                + "second_order_term,lambda_max,residual");
    return lines.stream()
        .skip(1)
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  @Test
  void everyFewStepsThereIsAReadingAndTheRunIsTheSame() throws IOException {
    String[] options = {"--layers", "256-12-10", "--epochs", "2", "--optimizer", "momentum"};
    ProgramRun without = train("digits16", options).succeeded();
    assertThat(directory.resolve("curvature.csv")).doesNotExist();
    String[] monitored = Arrays.copyOf(options, options.length + 2);
    monitored[options.length] = "--monitor";
    monitored[options.length + 1] = "30";
    ProgramRun run = train("digits16", monitored).succeeded();
    assertThat(run.line("parameter digest")).isEqualTo(without.line("parameter digest"));
    assertThat(run.line("epoch ")).endsWith("lambda max  1st order  2nd order");
    List<double[]> readings = readings();
    assertThat(readings).hasSize(8);
    for (int i = 0; i < 8; i++) {
      double[] r = readings.get(i);
      assertThat(r[1]).isEqualTo(30 * (i + 1));
      assertThat(r[0]).isEqualTo(r[1] <= 125 ? 1 : 2);
      assertThat(r[6]).isEqualTo(-r[2] * r[4]);
      assertThat(r[7]).isCloseTo(r[2] * r[2] * r[5] / 2, within(1e-12 * Math.abs(r[7])));
      // No direction is more curved than that of the largest eigenvalue.
      assertThat(r[8]).isGreaterThan(r[5] / r[4]);
      assertThat(r[9]).isBetween(0.0, r[8]);
    }
    String report = Files.readString(directory.resolve("report.html"));
    assertThat(ChartTexts.check(report)).isEqualTo(8);
    assertThat(report)
        .contains("Curvature every 30 steps")
        .contains("Largest eigenvalue of the Hessian")
        .contains("2 / rate");
    String first = Files.readString(directory.resolve("curvature.csv"));
    ProgramRun.of(
            "train", "@" + directory.resolve("options.txt"), "--threads=2", "--out", directory)
        .succeeded();
    assertThat(directory.resolve("curvature.csv")).hasContent(first);
  }

  /**
   * Targets of a linear net on two columns: H of half the squared error is XᵀX/B, X the inputs and
   * a one; standardised columns of correlation c make it [1 c; c 1] and 1.
   */
  @Test
  void theRateIsOneOverTheLargestEigenvalue() throws IOException {
    Random random = new Random(2);
    StringBuilder text = new StringBuilder("a,b,y\n");
    double aa = 0;
    double ab = 0;
    double bb = 0;
    double meanA = 0;
    double meanB = 0;
    int rows = 400;
    double[] as = random.doubles(rows, 0, 1).toArray();
    double[] bs = new double[rows];
    for (int i = 0; i < rows; i++) {
      bs[i] = as[i] + random.nextDouble();
      meanA += as[i] / rows;
      meanB += bs[i] / rows;
      text.append(String.format(Locale.ROOT, "%s,%s,%s%n", as[i], bs[i], as[i] - 2 * bs[i]));
    }
    for (int i = 0; i < rows; i++) {
      aa += (as[i] - meanA) * (as[i] - meanA);
      ab += (as[i] - meanA) * (bs[i] - meanB);
      bb += (bs[i] - meanB) * (bs[i] - meanB);
    }
    double largest = 1 + ab / Math.sqrt(aa * bb);
    Path table = Files.writeString(directory.resolve("table.csv"), text);
    Path same = Files.writeString(directory.resolve("same.csv"), text);
    ProgramRun run =
        train(
                table.toString(),
                "--test",
                same.toString(),
                "--validation",
                "0",
                "--targets",
                "y",
                "--layers",
                "2-1",
                "--lr",
                "lambda",
                "--batch",
                "400",
                "--epochs",
                "200",
                "--schedule",
                "constant",
                "--precision",
                "double",
                "--monitor",
                "100")
            .succeeded();
    String line = run.line("learning rate");
    double lambda = Double.parseDouble(line.replaceAll(".* is ([0-9.]+) \\(residual.*", "$1"));
    assertThat(lambda).isCloseTo(largest, within(1e-4 * largest));
    double rate = Double.parseDouble(line.replaceAll("learning rate ([0-9.]+):.*", "$1"));
    assertThat(rate).isCloseTo(1 / lambda, within(1e-5));
    assertThat(line).contains("Hessian of 400 training examples");
    for (double[] reading : readings()) {
      assertThat(reading[2]).isCloseTo(rate, within(1e-5));
    }
    assertThat(Files.readString(directory.resolve("options.txt"))).contains("\"--lr=lambda\"");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    train("digits16", "--lr", "lambda", "--optimizer", "adam")
        .refused("--lr lambda gives no rate for --optimizer adam, whose steps are scaled");
    train("digits16", "--monitor", "0").refused("--monitor is 0, must be at least 1");
    train("digits16", "--monitor", "5", "--minimizer", "lbfgs")
        .refused("--monitor is for optimizers, which step batch by batch; --minimizer has none");
    train("digits16", "--lr", "lambda", "--minimizer", "lbfgs").refused("--lr is for optimizers");
  }
}
