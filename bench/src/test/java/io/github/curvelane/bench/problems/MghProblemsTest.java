package io.github.curvelane.bench.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.check.CheckOptions;
import io.github.curvelane.check.Checks;
import io.github.curvelane.curvature.LeastSquaresObjective;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MghProblemsTest {
  static Stream<MghProblem> small() {
    return MghProblems.small().stream();
  }

  static Stream<MghProblem> all() {
    return Stream.concat(small(), MghProblems.large().stream());
  }

  @Test
  void allOfTheCollection() {
    assertThat(small()).hasSize(42).allMatch(problem -> problem.variables() <= 12);
    assertThat(small().map(MghProblem::number).distinct().toList())
        .isEqualTo(IntStream.rangeClosed(1, 35).boxed().toList());
    assertThat(MghProblems.large()).hasSize(9);
    assertThat(MghProblems.small().get(2)).hasToString("3 Powell badly scaled, n = 2");
  }

  @ParameterizedTest
  @MethodSource("all")
  void theValueAtTheStart(MghProblem problem) {
    double value = problem.newObjective().value(problem.start(1));
    assertThat(value).isEqualTo(problem.startValue(), within(6e-6 * problem.startValue()));
    assertThat(problem.isReached(value)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameOfResidualsRowsAndTheFunction(MghProblem problem) {
    int n = problem.variables();
    int m = problem.residuals();
    double[] x = near(problem);
    LeastSquares<double[]> squares = problem.newResiduals();
    double[] f = new double[m];
    double[] rows = new double[m * n];
    squares.residuals(x, f);
    squares.jacobianRows(x, 0, m, rows);
    double[] last = new double[n];
    squares.jacobianRows(x, m - 1, m, last);
    assertThat(last).containsExactly(Arrays.copyOfRange(rows, (m - 1) * n, m * n));
    double sum = 0;
    double[] expected = new double[n];
    for (int i = 0; i < m; i++) {
      sum += f[i] * f[i];
      for (int j = 0; j < n; j++) {
        expected[j] += 2 * f[i] * rows[i * n + j];
      }
    }
    MghObjective objective = problem.newObjective();
    double[] gradient = new double[n];
    assertThat(objective.value(x)).isEqualTo(sum);
    assertThat(objective.linearize(x, gradient)).isEqualTo(sum);
    assertThat(gradient).containsExactly(expected);
    assertThat(new LeastSquaresObjective<>(squares).value(x))
        .isEqualTo(sum / 2, within(1e-14 * sum));
  }

  @ParameterizedTest
  @MethodSource("small")
  void derivatives(MghProblem problem) {
    CheckOptions options = CheckOptions.DEFAULT.withSeed(7);
    double[] x = near(problem);
    var verdict = Checks.all(problem.newObjective(), x, options);
    assertThat(verdict.failed()).as(verdict::toString).isFalse();
    var squares = Checks.all(new LeastSquaresObjective<>(problem.newResiduals()), x, options);
    assertThat(squares.failed()).as(squares::toString).isFalse();
  }

  /** A point near x₀ that is nowhere special. */
  private static double[] near(MghProblem problem) {
    SplittableRandom random = new SplittableRandom(problem.number());
    double[] x = problem.start(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] * random.nextDouble(0.9, 1.1) + random.nextDouble(0.01, 0.1);
    }
    return x;
  }

  // ---------------------------------------------------------------- minima

  @Test
  void minimaAtKnownPoints() {
    List<MghProblem> problems = MghProblems.small();
    minimum(problems.get(0), 0, 1, 1);
    minimum(problems.get(1), 0, 5, 4);
    minimum(problems.get(1), 1, 11.41277903, -0.89680525);
    minimum(problems.get(2), 0, 1.09815933e-5, 9.10614674);
    minimum(problems.get(3), 0, 1e6, 2e-6);
    minimum(problems.get(4), 0, 3, 0.5);
    minimum(problems.get(5), 0, 0.257825, 0.257825);
    minimum(problems.get(6), 0, 1, 0, 0);
    minimum(problems.get(10), 0, 50, 25, 1.5);
    minimum(problems.get(11), 0, 1, 10, 1);
    minimum(problems.get(11), 0, 10, 1, -1);
    minimum(problems.get(11), 0, 3, 3, 0);
    minimum(problems.get(12), 0, 0, 0, 0, 0);
    minimum(problems.get(13), 0, 1, 1, 1, 1);
    minimum(problems.get(17), 0, 1, 10, 1, 5, 4, 3);
    minimum(problems.get(17), 0, 4, 10, 3, 5, 1, 1);
    minimum(problems.get(30), 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    minimum(problems.get(30), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11);
    minimum(problems.get(35), 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  }

  private static void minimum(MghProblem problem, int index, double... x) {
    double value = problem.newObjective().value(x);
    double expected = problem.minima()[index];
    assertThat(value)
        .as(problem.toString())
        .isEqualTo(expected, within(1e-8 * Math.max(1e-4, expected)));
    assertThat(problem.isReached(value)).as(problem.toString()).isTrue();
  }

  @Test
  void reachedIsAtTheLowestFromBelowToo() {
    MghProblem two = MghProblems.small().get(1);
    assertThat(two.isReached(1e-12)).isTrue();
    assertThat(two.isReached(2e-12)).isFalse();
    assertThat(two.isReached(48.98425368 + 4e-7)).isTrue();
    assertThat(two.isReached(48.98425368 + 6e-7)).isFalse();
    assertThat(two.isReached(48.98425368 - 6e-7)).isFalse();
    assertThat(two.isReached(Double.NaN)).isFalse();
    MghProblem chebyquad = MghProblems.small().getLast();
    assertThat(chebyquad.isReached(4.8e-3)).isTrue();
  }

  @Test
  void fartherStarts() {
    List<MghProblem> problems = MghProblems.small();
    assertThat(problems.getFirst().start(10)).containsExactly(-12, 10);
    MghProblem watson = problems.get(19);
    assertThat(watson.start(1)).containsOnly(0);
    assertThat(watson.start(100)).containsOnly(100);
  }

  // ---------------------------------------------------------------- arguments

  @Test
  void argumentsOfTheFunction() {
    MghObjective objective = MghProblems.small().getFirst().newObjective();
    double[] x = {1, 2};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objective.value(new double[3]))
        .withMessage("theta has 3 elements, must have 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objective.linearize(new double[] {1, Double.NaN}, new double[2]))
        .withMessage("theta[1] is NaN, must be finite");
    objective.linearize(x, new double[2]);
    objective.hessianVector(new double[] {1, 0}, new double[2]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objective.hessianVector(new double[2], x))
        .withMessage("product and theta are the same array");
    objective.value(x);
    assertThatIllegalStateException()
        .isThrownBy(() -> objective.gaussNewtonVector(new double[2], new double[2]))
        .withMessage("no point is kept: call linearize first");
  }
}
