package io.github.curvelane.bench.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.check.Checks;
import io.github.curvelane.curvature.LeastSquaresObjective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NistProblemTest {
  /** A header and two observations, as NIST writes them. */
  private static final String SMALL =
      """
      Dataset Name:  Misra1a
                     Starting Values   (lines 6 to 7)
                     Data              (lines  12 to 13)
      Data:          1 Response Variable  (y)
                     1 Predictor Variable (x)
        b1 =   500   250   2.4E+02   .5E-01
        b2 =  0.0001 0.0005 5.5E-04  7.2E-06
      Residual Sum of Squares:  1.2E-01
      Residual Standard Deviation:  1.0E-01
      Number of Observations:  2
      Data:   y  x
          10.07E0   77.6E0
          14.73E0  114.9E0
      """;

  @TempDir private Path directory;

  private static List<NistProblem> problems() {
    Path nist = Path.of(System.getProperty("curvelane.test.nist", "none"));
    assumeTrue(NistProblem.areIn(nist), "no NIST files in " + nist);
    return NistProblem.readAll(nist);
  }

  @Test
  void theCertifiedSumsAreThoseOfTheModels() {
    List<NistProblem> problems = problems();
    assertThat(problems).hasSize(27);
    for (NistProblem problem : problems) {
      double[] r = new double[problem.residuals().residuals()];
      problem.residuals().residuals(problem.certified(), r);
      double sum = 0;
      for (double each : r) {
        sum += each * each;
      }
      // Of Lanczos1 rounding is larger than the sum.
      double bound = problem.name().equals("Lanczos1") ? 1e-20 : 2e-10 * problem.residualSum();
      assertThat(sum).as(problem.toString()).isEqualTo(problem.residualSum(), within(bound));
      int freedom = r.length - problem.residuals().dimension();
      assertThat(problem.residualDeviation())
          .as(problem.toString())
          .isEqualTo(
              Math.sqrt(problem.residualSum() / freedom),
              within(1e-9 * problem.residualDeviation()));
    }
  }

  @Test
  void rowsAreTheDerivatives() {
    for (NistProblem problem : problems()) {
      var objective = new LeastSquaresObjective<>(problem.residuals());
      double[] theta = problem.certified();
      for (int j = 0; j < theta.length; j++) {
        // Off the minimum, where a gradient of 0 would agree with much.
        theta[j] *= 1 + 0.01 * Math.sin(j + 1);
      }
      assertThat(Checks.all(objective, theta).failed())
          .as(() -> problem + "\n" + Checks.all(objective, theta))
          .isFalse();
      differences(problem.residuals(), theta, problem.toString());
    }
  }

  /** Every element of J against central differences: products would hide the small columns. */
  private static void differences(LeastSquares<double[]> curve, double[] theta, String name) {
    int n = curve.dimension();
    int m = curve.residuals();
    double[] r = new double[m];
    double[] rows = new double[m * n];
    curve.residuals(theta, r);
    curve.jacobianRows(theta, 0, m, rows);
    double[] above = new double[m];
    double[] below = new double[m];
    for (int j = 0; j < n; j++) {
      double[] moved = theta.clone();
      double step = 1e-5 * Math.abs(theta[j]);
      moved[j] = theta[j] + step;
      double width = moved[j];
      curve.residuals(moved, above);
      moved[j] = theta[j] - step;
      width -= moved[j];
      curve.residuals(moved, below);
      double largest = 0;
      for (int i = 0; i < m; i++) {
        largest = Math.max(largest, Math.abs(rows[i * n + j]));
      }
      for (int i = 0; i < m; i++) {
        assertThat((above[i] - below[i]) / width)
            .as("%s: row %d, column %d", name, i, j)
            .isEqualTo(rows[i * n + j], within(1e-6 * largest));
      }
    }
  }

  @Test
  void blocksOfRowsAreThoseOfTheWhole() {
    for (NistProblem problem : problems()) {
      LeastSquares<double[]> curve = problem.residuals();
      int n = curve.dimension();
      int m = curve.residuals();
      double[] all = new double[m * n];
      double[] part = new double[2 * n];
      curve.residuals(problem.start(1), new double[m]);
      curve.jacobianRows(problem.start(1), 0, m, all);
      curve.jacobianRows(problem.start(1), 3, 5, part);
      for (int k = 0; k < part.length; k++) {
        assertThat(part[k]).as(problem.toString()).isEqualTo(all[3 * n + k]);
      }
    }
  }

  @Test
  void digits() {
    double[] certified = {2, -4};
    assertThat(NistProblem.digits(new double[] {2, -4}, certified)).isEqualTo(11);
    assertThat(NistProblem.digits(new double[] {2.002, -4}, certified)).isEqualTo(3, within(1e-9));
    assertThat(NistProblem.digits(new double[] {2.002, -4.04}, certified))
        .isEqualTo(2, within(1e-9));
    assertThat(NistProblem.digits(new double[] {20, -4}, certified)).isZero();
    assertThat(NistProblem.digits(new double[] {2, Double.NaN}, certified)).isZero();
  }

  // ---------------------------------------------------------------- files

  @Test
  void aFileIsRead() throws IOException {
    NistProblem problem = NistProblem.read(written(SMALL));
    assertThat(problem).hasToString("Misra1a: 2 observations, 2 parameters");
    assertThat(problem.start(0)).containsExactly(500, 0.0001);
    assertThat(problem.start(1)).containsExactly(250, 0.0005);
    assertThat(problem.certified()).containsExactly(240, 5.5e-4);
    assertThat(problem.standardDeviations()).containsExactly(0.05, 7.2e-6);
    assertThat(problem.residualSum()).isEqualTo(0.12);
    assertThat(problem.residualDeviation()).isEqualTo(0.1);
  }

  @Test
  void whatIsNotAsTheFormatHasItIsNamed() {
    refused("(lines 6 to 7)", "(lines 6 to 70)", "Misra1a.dat, line 2 is", "the file's 13");
    refused("(lines 6 to 7)", "(lines 7 to 6)", "line 2 is");
    refused("Starting", "Started", "has no line 'Starting Values (lines … to …)'");
    refused("b2 =", "b3 =", "line 7 is", "must be 'b2 = ' and four numbers");
    refused("7.2E-06", "", "line 7 is", "must have 4 numbers");
    refused("250", "NaN", "line 6 is", "'NaN' is none");
    refused("250", "0x1p3", "line 6 is", "'0x1p3' is none");
    refused("250", "1e999", "line 6 is", "1e999 is too large");
    refused("77.6E0", "77.6E0 1", "line 12 is", "must have 2 numbers");
    refused("Observations:  2", "Observations:  3", "has 2 lines of data, its header says 3");
    refused("Residual Sum", "Sum", "has no line 'Residual Sum of Squares:'");
    refused("1 Predictor", "no predictor", "must say how many predictors there are");
    refused("1 Response", "no response", "has no line 'Data: 1 Response'");
  }

  private void refused(String text, String by, String... message) {
    assertThat(SMALL).contains(text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NistProblem.read(written(SMALL.replace(text, by))))
        .satisfies(e -> assertThat(e.getMessage()).contains(message));
  }

  @Test
  void aFileWithoutModelIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("Other.dat"), SMALL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NistProblem.read(file))
        .withMessage("there is no model for Other");
    Path rat = Files.writeString(directory.resolve("Rat42.dat"), SMALL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NistProblem.read(rat))
        .withMessage("Rat42 has 2 parameters, its model has 3");
    Path nelson = Files.writeString(directory.resolve("Nelson.dat"), SMALL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NistProblem.read(nelson))
        .withMessage("Nelson has 1 predictors, its model has 2");
  }

  private Path written(String text) throws IOException {
    return Files.writeString(directory.resolve("Misra1a.dat"), text);
  }
}
