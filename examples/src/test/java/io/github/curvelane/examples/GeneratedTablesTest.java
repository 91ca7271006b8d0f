package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.Part;
import io.github.curvelane.optim.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What the program makes of tables at its defaults: read as they are meant, and no worse than the
 * classical models, which are fitted here by other means than the program's.
 */
class GeneratedTablesTest {
  @TempDir private Path directory;

  static List<GeneratedTable> tables() {
    return GeneratedTable.all();
  }

  @CommandLine.Command
  private static final class Holder {
    @CommandLine.Mixin private final TrainOptions options = new TrainOptions();
  }

  private TrainOptions options(GeneratedTable table) throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), table.text());
    List<String> arguments = new ArrayList<>(List.of("--data", file.toString(), "--quiet"));
    arguments.addAll(table.options());
    Holder holder = new Holder();
    new CommandLine(holder)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(arguments.toArray(String[]::new));
    return holder.options;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void noWorseThanTheClassicalModels(GeneratedTable table) throws IOException {
    TrainOptions options = options(table);
    Examples examples = DataSource.read(Precision.FLOAT, options.data, options.seed);
    assertThat(examples.names()).isEqualTo(table.names());
    assertThat(examples.training().inputs().features()).isEqualTo(table.inputs());
    assertThat(examples.origin()).anyMatch(said -> said.contains(table.remark()));
    Outcome<float[]> outcome =
        new Training<>(
                Settings.of(options, examples),
                examples,
                Precision.FLOAT,
                Parallelism.none(),
                options.console())
            .run(() -> false);
    assertThat(outcome.stop()).isEqualTo(TrainingResult.Stop.FINISHED);
    List<Double> errors = ErrorLines.errors(outcome.test());
    Classical classical = new Classical(examples);
    if (table.kind() == GeneratedTable.Kind.CLASSES) {
      classes(errors.getFirst(), classical, examples.test().examples(), outcome);
    } else {
      for (int j = 0; j < errors.size(); j++) {
        numbers(table.kind(), errors.get(j), classical, j, outcome);
      }
    }
  }

  private static void classes(
      double error, Classical classical, int tested, Outcome<float[]> outcome) {
    double logistic = classical.logisticError();
    double share = Math.max(logistic, 1) / 100;
    double standardError = 100 * Math.sqrt(share * (1 - share) / tested);
    assertThat(error).isLessThanOrEqualTo(logistic + 2 * standardError);
    assertThat(error).isLessThanOrEqualTo(classical.commonestError());
    assertThat(outcome.baselines().constant().getFirst()).isEqualTo(classical.commonestError());
    assertThat(outcome.baselines().linear().getFirst())
        .isBetween(logistic - 2 * standardError, logistic + 2 * standardError);
  }

  private static void numbers(
      GeneratedTable.Kind kind,
      double error,
      Classical classical,
      int target,
      Outcome<float[]> outcome) {
    double least = classical.leastSquaresError(target);
    double mean = classical.meanError(target);
    assertThat(error).isLessThan(mean);
    assertThat(error).isLessThan(kind == GeneratedTable.Kind.LINEAR ? 1.25 * least : least);
    assertThat(outcome.baselines().constant().get(target)).isCloseTo(mean, within(1e-9));
    assertThat(outcome.baselines().linear().get(target)).isCloseTo(least, within(2e-3));
  }

  private static Percentage within(double share) {
    return Percentage.withPercentage(100 * share);
  }

  /** Least squares and logistic regression of the training and validation rows, in plain loops. */
  private static final class Classical {
    private static final double RIDGE = 1e-9;
    private static final int LOGISTIC_STEPS = 3000;

    private final double[][] seen;
    private final double[][] tested;
    private final Part[] parts;
    private final Part test;
    private final int outputs;

    Classical(Examples examples) {
      List<Part> all = new ArrayList<>(List.of(examples.training()));
      examples.validation().ifPresent(all::add);
      parts = all.toArray(Part[]::new);
      test = examples.test();
      outputs = examples.names().size();
      List<double[]> rows = new ArrayList<>();
      for (Part part : parts) {
        rows.addAll(List.of(rows(part.inputs())));
      }
      seen = rows.toArray(double[][]::new);
      tested = rows(test.inputs());
      standardise();
    }

    /** The inputs with a 1 before them. */
    private static double[][] rows(Inputs inputs) {
      double[][] rows = new double[inputs.examples()][inputs.features() + 1];
      for (int i = 0; i < rows.length; i++) {
        rows[i][0] = 1;
        for (int j = 0; j < inputs.features(); j++) {
          rows[i][j + 1] = inputs.input(i, j);
        }
      }
      return rows;
    }

    private void standardise() {
      for (int j = 1; j < seen[0].length; j++) {
        int column = j;
        double mean = Arrays.stream(seen).mapToDouble(row -> row[column]).average().orElseThrow();
        double variance =
            Arrays.stream(seen)
                .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                .average()
                .orElseThrow();
        double scale = variance == 0 ? 0 : 1 / Math.sqrt(variance);
        for (double[][] rows : List.of(seen, tested)) {
          for (double[] row : rows) {
            row[column] = (row[column] - mean) * scale;
          }
        }
      }
    }

    private double[] targets(int target) {
      return Arrays.stream(parts)
          .flatMapToDouble(
              part ->
                  Arrays.stream(Evaluator.column(part.targets().orElseThrow(), target, outputs)))
          .toArray();
    }

    double meanError(int target) {
      double mean = Arrays.stream(targets(target)).average().orElseThrow();
      double[] wanted = Evaluator.column(test.targets().orElseThrow(), target, outputs);
      return Math.sqrt(
          Arrays.stream(wanted).map(y -> (y - mean) * (y - mean)).average().orElseThrow());
    }

    /** Solves the normal equations, in which standardised columns are well scaled. */
    double leastSquaresError(int target) {
      int n = seen[0].length;
      double[] y = targets(target);
      double[][] a = new double[n][n + 1];
      for (int i = 0; i < seen.length; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            a[j][k] += seen[i][j] * seen[i][k];
          }
          a[j][n] += seen[i][j] * y[i];
        }
      }
      for (int j = 0; j < n; j++) {
        a[j][j] += RIDGE * seen.length;
      }
      double[] solution = solve(a);
      double[] wanted = Evaluator.column(test.targets().orElseThrow(), target, outputs);
      double sum = 0;
      for (int i = 0; i < tested.length; i++) {
        double d = dot(tested[i], solution) - wanted[i];
        sum += d * d;
      }
      return Math.sqrt(sum / tested.length);
    }

    private static double[] solve(double[][] a) {
      int n = a.length;
      for (int j = 0; j < n; j++) {
        for (int i = j + 1; i < n; i++) {
          double factor = a[i][j] / a[j][j];
          for (int k = j; k <= n; k++) {
            a[i][k] -= factor * a[j][k];
          }
        }
      }
      double[] x = new double[n];
      for (int j = n - 1; j >= 0; j--) {
        double sum = a[j][n];
        for (int k = j + 1; k < n; k++) {
          sum -= a[j][k] * x[k];
        }
        x[j] = sum / a[j][j];
      }
      return x;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int j = 0; j < a.length; j++) {
        sum += a[j] * b[j];
      }
      return sum;
    }

    private int[] labels() {
      return Arrays.stream(parts)
          .flatMapToInt(part -> Arrays.stream(part.labels().orElseThrow()))
          .toArray();
    }

    double commonestError() {
      int[] counts = new int[outputs];
      Arrays.stream(labels()).forEach(label -> counts[label]++);
      int best = 0;
      for (int c = 1; c < outputs; c++) {
        best = counts[c] > counts[best] ? c : best;
      }
      int commonest = best;
      long others =
          Arrays.stream(test.labels().orElseThrow()).filter(label -> label != commonest).count();
      return 100.0 * others / tested.length;
    }

    /** Accelerated gradient descent on the mean loss with the penalty ½‖w‖²/n. */
    double logisticError() {
      int n = seen[0].length;
      int[] labels = labels();
      double[][] weights = new double[outputs][n];
      double[][] ahead = new double[outputs][n];
      double squares =
          Arrays.stream(seen).mapToDouble(row -> dot(row, row)).average().orElseThrow();
      int steps = Math.max(100, (int) Math.min(LOGISTIC_STEPS, 4e7 / seen.length / n / outputs));
      for (int step = 0; step < steps; step++) {
        double[][] gradient = new double[outputs][n];
        for (int i = 0; i < seen.length; i++) {
          double[] p = probabilities(ahead, seen[i]);
          for (int c = 0; c < outputs; c++) {
            double d = (p[c] - (labels[i] == c ? 1 : 0)) / seen.length;
            for (int j = 0; j < n; j++) {
              gradient[c][j] += d * seen[i][j];
            }
          }
        }
        for (int c = 0; c < outputs; c++) {
          for (int j = 0; j < n; j++) {
            double penalty = j == 0 ? 0 : ahead[c][j] / seen.length;
            double next = ahead[c][j] - 2 / squares * (gradient[c][j] + penalty);
            ahead[c][j] = next + (double) step / (step + 3) * (next - weights[c][j]);
            weights[c][j] = next;
          }
        }
      }
      int wrong = 0;
      int[] wanted = test.labels().orElseThrow();
      for (int i = 0; i < tested.length; i++) {
        double[] p = probabilities(weights, tested[i]);
        int best = 0;
        for (int c = 1; c < outputs; c++) {
          best = p[c] > p[best] ? c : best;
        }
        wrong += best == wanted[i] ? 0 : 1;
      }
      return 100.0 * wrong / tested.length;
    }

    private static double[] probabilities(double[][] weights, double[] row) {
      double[] p = Arrays.stream(weights).mapToDouble(w -> dot(w, row)).toArray();
      double most = Arrays.stream(p).max().orElseThrow();
      double sum = 0;
      for (int c = 0; c < p.length; c++) {
        p[c] = Math.exp(p[c] - most);
        sum += p[c];
      }
      for (int c = 0; c < p.length; c++) {
        p[c] /= sum;
      }
      return p;
    }
  }
}
