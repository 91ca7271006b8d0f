package io.github.curvelane.bench.minimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curvelane.bench.problems.NistProblem;
import io.github.curvelane.curvature.LeastSquaresObjective;
import io.github.curvelane.optim.batch.LeastSquaresFit;
import io.github.curvelane.optim.batch.LevenbergMarquardt;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Digits and evaluations on NIST's regressions from both starts. */
class NistTest {
  private List<NistProblem> problems = List.of();

  @BeforeEach
  void read() {
    Path nist = Path.of(System.getProperty("curvelane.test.nist", "none"));
    assumeTrue(NistProblem.areIn(nist), "no NIST files in " + nist);
    problems = NistProblem.readAll(nist);
  }

  private NistTable table(String name) {
    return Methods.ofSquares().stream()
        .filter(fitter -> fitter.name().equals(name))
        .map(fitter -> NistTable.of(fitter, problems))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theDefaults() {
    NistTable table = table("Curvelane");
    assertThat(table.to(6)).isEqualTo(54);
    assertThat(table.to(9)).isGreaterThanOrEqualTo(52);
    assertThat(table.meanDigits()).isGreaterThanOrEqualTo(10.5);
    assertThat(table.residuals()).isLessThanOrEqualTo(4_000);
    assertThat(table.jacobians()).isLessThanOrEqualTo(3_600);
  }

  @Test
  void standardDeviations() {
    for (NistProblem problem : problems) {
      if (problem.name().equals("Lanczos1")) {
        continue; // Its residuals are below rounding.
      }
      var objective = new LeastSquaresObjective<>(problem.residuals());
      double[] theta = problem.start(1);
      new LevenbergMarquardt().minimize(objective, theta).orThrow();
      LeastSquaresFit fit = LeastSquaresFit.of(objective, theta);
      double[] found =
          IntStream.range(0, theta.length).mapToDouble(fit::standardDeviation).toArray();
      assertThat(NistProblem.digits(found, problem.standardDeviations()))
          .as(problem.toString())
          .isGreaterThanOrEqualTo(6);
      double[] residual = {fit.residualStandardDeviation()};
      assertThat(NistProblem.digits(residual, new double[] {problem.residualDeviation()}))
          .as(problem.toString())
          .isGreaterThanOrEqualTo(9);
    }
  }

  @Test
  void geodesicAccelerationSavesJacobians() {
    NistTable table = table("geodesic");
    assertThat(table.to(6)).isEqualTo(54);
    assertThat(table.jacobians()).isLessThanOrEqualTo(2_000);
  }

  @Test
  void otherSettings() {
    assertThat(table("Nielsen").to(6)).isGreaterThanOrEqualTo(52);
    assertThat(table("D = I").to(6)).isGreaterThanOrEqualTo(43);
    assertThat(table("normal equations").to(6)).isGreaterThanOrEqualTo(52);
    assertThat(table("not polished").to(6)).isEqualTo(54);
  }

  @Test
  void limitedMemoryBfgs() {
    NistTable table = table("L-BFGS");
    assertThat(table.to(6)).isGreaterThanOrEqualTo(48);
    assertThat(table.runs()).allMatch(run -> run.jacobians() <= 1_500);
  }
}
