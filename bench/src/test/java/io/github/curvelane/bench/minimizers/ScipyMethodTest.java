package io.github.curvelane.bench.minimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.bench.problems.MghProblem;
import io.github.curvelane.bench.problems.MghProblems;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScipyMethodTest {
  @Test
  void itsCountsAreThoseOfTheFile() {
    List<MghProblem> problems = MghProblems.small();
    assertThat(ScipyMethod.L_BFGS_B.countUntilReached(problems.getFirst())).isEqualTo(45);
    assertThat(ScipyMethod.TRUST_NCG_PRODUCTS.countUntilReached(problems.getFirst())).isEqualTo(81);
    assertThat(ScipyMethod.TRUST_NCG.countUntilReached(problems.getLast())).isEqualTo(17);
    assertThat(reached(ScipyMethod.L_BFGS_B)).isEqualTo(38);
    assertThat(reached(ScipyMethod.BFGS)).isEqualTo(41);
    assertThat(reached(ScipyMethod.CG)).isEqualTo(35);
    assertThat(reached(ScipyMethod.LM)).isEqualTo(42);
    assertThat(reached(ScipyMethod.TRUST_NCG)).isEqualTo(41);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScipyMethod.LM.countUntilReached(MghProblems.large().getFirst()))
        .withMessage("SciPy was not measured on 21 Extended Rosenbrock, n = 100");
  }

  private static long reached(ScipyMethod method) {
    return MghProblems.small().stream()
        .filter(problem -> method.countUntilReached(problem) > 0)
        .count();
  }
}
