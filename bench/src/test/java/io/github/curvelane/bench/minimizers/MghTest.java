package io.github.curvelane.bench.minimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.bench.problems.MghProblem;
import io.github.curvelane.bench.problems.MghProblems;
import io.github.curvelane.optim.batch.Stopping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each method must reach on the collection of Moré, Garbow and Hillstrom. */
class MghTest {
  /** Those whose minima are singular: linear convergence is no fault there. */
  private static final List<Integer> SINGULAR = List.of(13, 22);

  /**
   * Bounds of a method.
   *
   * @param reached minima reached, of 42
   * @param mean evaluations until reached over SciPy's, in the geometric mean
   * @param sum the same of the sums
   */
  private record Bounds(int reached, double mean, double sum) {
    Bounds(int reached) {
      this(reached, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
  }

  private static final Map<String, Bounds> BOUNDS =
      Map.of(
          "lm", new Bounds(42, 1.1, Double.POSITIVE_INFINITY),
          "l-bfgs", new Bounds(40, 1.05, 1),
          "bfgs", new Bounds(41, 1.05, 0.9),
          "cg", new Bounds(34, 1.05, 0.9),
          "scaled cg", new Bounds(38),
          "steihaug", new Bounds(40),
          "saddle-free", new Bounds(40));

  static Stream<Method> methods() {
    return Methods.ofFunctions().stream();
  }

  @Test
  void allMethodsAreHeldToBounds() {
    assertThat(methods().map(Method::name)).containsAll(BOUNDS.keySet());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void fromTheStandardStarts(Method method) {
    MghTable table = MghTable.of(method, MghProblems.small(), 1);
    assertThat(table.falseClaims())
        .allSatisfy(
            run -> assertThat(SINGULAR).as(run.toString()).contains(run.problem().number()));
    table.runs().forEach(MghTest::endsWell);
    Bounds bounds = BOUNDS.get(method.name());
    if (bounds == null) {
      return;
    }
    assertThat(table.reached()).as(table.summary()).isGreaterThanOrEqualTo(bounds.reached());
    method
        .peer()
        .map(table::against)
        .ifPresent(
            ratios -> {
              assertThat(ratios.geometricMean()).as(table.summary()).isLessThan(bounds.mean());
              assertThat(ratios.ofSums()).as(table.summary()).isLessThan(bounds.sum());
            });
  }

  @ParameterizedTest
  @MethodSource("methods")
  void fromFartherStartsAndOfManyVariables(Method method) {
    Method limited =
        new Method(
            method.name(),
            method.minimizer().stopping(Stopping.DEFAULT.iterations(300)),
            method.ofResiduals(),
            Optional.empty());
    for (double factor : new double[] {10, 100}) {
      for (MghProblem problem : MghProblems.small()) {
        endsWell(MghRun.of(limited, problem, factor));
      }
    }
    for (MghProblem problem : MghProblems.large()) {
      endsWell(MghRun.of(limited, problem, 1));
    }
  }

  /** The run ended in a reason, in words, and nowhere higher than it began. */
  private static void endsWell(MghRun run) {
    if (run.end().isEmpty()) {
      assertThat(run.refusal()).as(run.toString()).contains("at the start, must be finite");
      assertThat(run.evaluations()).as(run.toString()).isEqualTo(1);
      return;
    }
    assertThat(run.end().get().message()).as(run.toString()).isNotBlank();
    assertThat(run.end().get().counts().evaluations())
        .as(run.toString())
        .isEqualTo(run.evaluations());
    // At a minimum values that differ by rounding alone are equally good.
    if (!run.problem().isReached(run.last())) {
      assertThat(run.last()).as(run.toString()).isLessThanOrEqualTo(run.first());
      assertThat(run.last()).as(run.toString()).isLessThanOrEqualTo(run.lowest() * (1 + 1e-9));
    }
  }
}
