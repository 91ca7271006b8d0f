package io.github.curvelane.bench.minimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.bench.problems.MghProblem;
import io.github.curvelane.bench.problems.MghProblems;
import io.github.curvelane.curvature.LeastSquaresObjective;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final MghProblem problem = MghProblems.small().getFirst();
  private final Tally tally = new Tally(problem::isReached);

  @Test
  void evaluationsOfTheFunctionAreCounted() {
    var objective = new TalliedObjective(problem.newObjective(), tally);
    double[] x = problem.start(1);
    double[] gradient = new double[2];
    double[] minimum = {1, 1};
    assertThat(tally.lowest()).isNaN();
    objective.value(x);
    objective.valueAndGradient(x, gradient);
    objective.linearize(x, gradient);
    objective.hessianVector(new double[2], gradient);
    objective.gaussNewtonVector(new double[2], gradient);
    assertThat(tally.reachedAt()).isZero();
    objective.linearize(minimum, gradient);
    objective.hessianVector(new double[2], gradient);
    objective.value(minimum);
    assertThat(tally.evaluations()).isEqualTo(5);
    assertThat(tally.products()).isEqualTo(3);
    assertThat(tally.reachedAt()).isEqualTo(4);
    assertThat(tally.productsUntilReached()).isEqualTo(2);
    assertThat(tally.first()).isEqualTo(problem.newObjective().value(x));
    assertThat(tally.lowest()).isZero();
  }

  @Test
  void evaluationsOfResidualsAreCounted() {
    var objective = new LeastSquaresObjective<>(new TalliedSquares(problem.newResiduals(), tally));
    double[] x = problem.start(1);
    double value = objective.linearize(x, new double[2]);
    objective.gaussNewtonVector(new double[2], new double[2]);
    assertThat(tally.evaluations()).isEqualTo(1);
    assertThat(tally.jacobians()).isEqualTo(2);
    assertThat(tally.first()).isEqualTo(2 * value);
    assertThat(tally.reachedAt()).isZero();
    objective.value(new double[] {1, 1});
    assertThat(tally.reachedAt()).isEqualTo(2);
  }

  @Test
  void notANumberIsNeverTheLowest() {
    tally.evaluated(Double.NaN);
    tally.evaluated(3);
    tally.evaluated(Double.NaN);
    tally.evaluated(5);
    assertThat(tally.lowest()).isEqualTo(3);
    assertThat(tally.reachedAt()).isZero();
  }
}
