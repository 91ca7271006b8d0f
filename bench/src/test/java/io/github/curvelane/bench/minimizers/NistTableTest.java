package io.github.curvelane.bench.minimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.bench.problems.NistProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NistTableTest {
  private static final String FILE =
      """
                     Starting Values   (lines 5 to 6)
                     Data              (lines  11 to 12)
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

  /** Knows the answer to a few digits, and gives up on the near start. */
  private static final class Knowing implements SquaresFitter {
    @Override
    public String name() {
      return "knowing";
    }

    @Override
    public double[] fit(LeastSquares<double[]> problem, double[] start) {
      problem.residuals(start, new double[2]);
      problem.residuals(start, new double[2]);
      problem.jacobianRows(start, 0, 1, new double[2]);
      problem.jacobianRows(start, 1, 2, new double[2]);
      if (start[0] == 250) {
        throw new IllegalStateException("no");
      }
      return new double[] {240 * (1 + 1e-7), 5.5e-4};
    }
  }

  @Test
  void digitsCountsAndFailures() throws IOException {
    Path file = Files.writeString(directory.resolve("Misra1a.dat"), FILE);
    List<NistProblem> problems = List.of(NistProblem.read(file));
    NistTable table = NistTable.of(new Knowing(), problems);
    assertThat(table.to(6)).isEqualTo(1);
    assertThat(table.to(9)).isZero();
    assertThat(table.closingLine(List.of(table)))
        .isEqualTo(
            "nist: 1 of 2 to 6 digits, 0 to 9, mean 3.5, 4 residuals, 2 jacobians"
                + " (knowing 1, 0, 3.5, 4, 2)");
    var words = new StringWriter();
    NistTable.print(List.of(table), new PrintWriter(words));
    assertThat(words.toString())
        .contains("Misra1a          1  |      7.0        2        1")
        .contains("knowing on Misra1a: java.lang.IllegalStateException: no");
  }
}
