package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.batch.ConjugateGradient.Formula;
import io.github.curvelane.optim.batch.FirstOrderMethods.Quadratic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Methods that know E by its gradients: what theory promises, and the contract of runs. */
final class FirstOrderTest {
  private static final List<Minimizer> SEARCHING = FirstOrderMethods.SEARCHING;
  private static final List<Minimizer> ALL = FirstOrderMethods.ALL;

  /** All but these reach the minimum of Rosenbrock's function in some hundred iterations. */
  private static boolean isSlow(Minimizer minimizer) {
    return minimizer instanceof SteepestDescent || minimizer instanceof RuleDescent;
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void everyRunKeepsItsContract(Minimizer minimizer) throws IOException {
    Minimizer limited = minimizer.stopping(Stopping.DEFAULT.iterations(60));
    new RunContract<>(
            limited,
            () -> FirstOrderMethods.rosenbrock(Precision.DOUBLE, 1),
            new double[] {-1.2, 1})
        .check();
    new RunContract<>(
            limited, () -> FirstOrderMethods.rosenbrock(Precision.FLOAT, 1), new float[] {-1.2f, 1})
        .check();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void rosenbrocksValleyIsLeft(Minimizer minimizer) {
    double[] theta = {-1.2, 1};
    Minimum end = minimizer.minimize(FirstOrderMethods.rosenbrock(Precision.DOUBLE, 1), theta);
    if (isSlow(minimizer)) {
      assertThat(end.value()).as(end.toString()).isLessThan(1e-2);
    } else {
      assertThat(theta[0]).as(end.toString()).isEqualTo(1, within(1e-7));
      assertThat(end.orThrow().counts().evaluations()).isLessThan(400);
    }
    float[] single = {-1.2f, 1};
    end = minimizer.minimize(FirstOrderMethods.rosenbrock(Precision.FLOAT, 1), single);
    if (!isSlow(minimizer)) {
      assertThat(single[0]).as(end.toString()).isEqualTo(1, within(1e-2f));
      assertThat(end.orThrow().counts().evaluations()).isLessThan(400);
    }
  }

  @ParameterizedTest
  @FieldSource("SEARCHING")
  void aPowerOfTwoOfEChangesNoDigitOfThePath(Minimizer minimizer) {
    Minimizer limited = minimizer.stopping(Stopping.DEFAULT.iterations(200));
    double[] start = {-1.2, 1};
    List<double[]> path =
        FirstOrderMethods.path(limited, FirstOrderMethods.rosenbrock(Precision.DOUBLE, 1), start);
    for (double factor : new double[] {0x1p-60, 0x1p-1, 0x1p30}) {
      List<double[]> scaled =
          FirstOrderMethods.path(
              limited, FirstOrderMethods.rosenbrock(Precision.DOUBLE, factor), start);
      assertThat(scaled).hasSameSizeAs(path);
      for (int k = 0; k < path.size(); k++) {
        assertThat(scaled.get(k)).as("factor %s, iteration %d", factor, k).isEqualTo(path.get(k));
      }
    }
  }

  @Test
  void scaledGradientsDoNotFeelAPowerOfTwoEither() {
    aPowerOfTwoOfEChangesNoDigitOfThePath(new ScaledConjugateGradient());
  }

  // ---------------------------------------------------------------- quadratics

  @Test
  void conjugateMethodsEndAQuadraticInAsManyIterationsAsVariables() {
    LineSearch exact = new MoreThuente(1e-12, 1e-9);
    Stopping stopping = Stopping.DEFAULT.relativeGradient(1e-8);
    for (Minimizer minimizer :
        List.of(
            new ConjugateGradient(Formula.FLETCHER_REEVES, 6, exact, stopping),
            new ConjugateGradient(Formula.POLAK_RIBIERE_PLUS, 6, exact, stopping),
            new ConjugateGradient(Formula.HAGER_ZHANG, 6, exact, stopping),
            new ScaledConjugateGradient(6, stopping),
            new Lbfgs(25, exact, stopping),
            new Bfgs(exact, stopping))) {
      Quadratic quadratic = Quadratic.ofCondition1000(20);
      Minimum end = minimizer.minimize(quadratic, quadratic.start());
      assertThat(end.reason()).as(minimizer + ": " + end).isEqualTo(Reason.CONVERGED);
      assertThat(end.iterations()).as(minimizer + ": " + end).isLessThanOrEqualTo(22);
    }
  }

  @Test
  void bfgsEndsWithTheInverseOfTheHessian() {
    int n = 20;
    Quadratic quadratic = Quadratic.ofCondition1000(n);
    Bfgs bfgs =
        new Bfgs(new MoreThuente(1e-12, 1e-9), Stopping.DEFAULT.relativeGradient(0).iterations(n));
    MinimizerRun<double[]> run = bfgs.start(quadratic, quadratic.start());
    while (run.step()) {}
    double[] inverse = run.save().arrays().get("inverse Hessian");
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double element = 0;
        for (int k = 0; k < n; k++) {
          int row = Math.max(i, k);
          element += inverse[row * (row + 1) / 2 + Math.min(i, k)] * quadratic.h[k][j];
        }
        assertThat(element).as("(MH)[%d][%d]", i, j).isEqualTo(i == j ? 1 : 0, within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void conjugateGradientsRestartAfterSoManyIterations(Formula formula) {
    // Consecutive gradients of a parabola are orthogonal, so Powell's restart is not met; rounding
    // keeps eigenvalues in geometric steps from being done with after N iterations.
    int n = 20;
    double[] eigenvalues = new double[n];
    for (int i = 0; i < n; i++) {
      eigenvalues[i] = Math.pow(1000, i / (n - 1.0));
    }
    Quadratic quadratic = new Quadratic(eigenvalues);
    ConjugateGradient method =
        new ConjugateGradient(formula, 1, new MoreThuente(1e-12, 1e-9), Stopping.DEFAULT);
    MinimizerRun<double[]> run = method.start(quadratic, quadratic.start());
    for (int k = 1; k <= n; k++) {
      assertThat(run.step()).isTrue();
      Map<String, Double> numbers = run.save().numbers();
      assertThat(numbers.get("iterations since restart")).isEqualTo(k);
      assertThat(numbers.get("beta") == 0).as("restart after %d", k).isEqualTo(k == n);
    }
    run.step();
    assertThat(run.save().numbers().get("iterations since restart")).isEqualTo(1);
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void wrongSettingsAreRefusedByName() {
    assertThatThrownBy(() -> new Lbfgs(0, new Armijo(), Stopping.DEFAULT))
        .hasMessage("pairs is 0, must be at least 1");
    assertThatThrownBy(
            () -> new ConjugateGradient(Formula.HAGER_ZHANG, 0, new Armijo(), Stopping.DEFAULT))
        .hasMessage("cycles is 0, must be at least 1");
    assertThatThrownBy(() -> new ScaledConjugateGradient(0, Stopping.DEFAULT))
        .hasMessage("cycles is 0, must be at least 1");
    Objective<double[]> large = Objective.of(Precision.DOUBLE, 70_000, t -> 0, (t, g) -> {});
    assertThatThrownBy(() -> new Bfgs().start(large, new double[70_000]))
        .hasMessage(
            "BFGS with 70000 parameters needs an array of 2450035000 elements,"
                + " at most 2147483639 are possible");
    Lbfgs many = new Lbfgs(40_000, new Armijo(), Stopping.DEFAULT);
    assertThatThrownBy(() -> many.start(large, new double[70_000]))
        .hasMessageStartingWith("L-BFGS with 40000 pairs needs an array of 2800000000 elements");
    assertThatThrownBy(() -> new ScaledConjugateGradient().start(large, new double[70_000]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need Hessian-vector products");
  }

  // ---------------------------------------------------------------- memory

  @ParameterizedTest
  @FieldSource("ALL")
  void anIterationAllocatesNothing(Minimizer minimizer) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Stopping endless = Stopping.DEFAULT.relativeGradient(0).iterations(0);
    // so few that kernels, which have tests of their own, need no warming up
    double[] start = {1, 1, 1, 1, 1, 1, 1};
    HessianProducts<double[]> bowl = bowl(1, 1e-1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-9);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 1000 && least > 0; round++) {
      MinimizerRun<double[]> run = minimizer.stopping(endless).start(bowl, start.clone());
      for (int i = 0; i < 5; i++) {
        run.step();
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      int made = 0;
      while (made < 15 && run.step()) {
        made++;
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      assertThat(made).as("iterations of %s", run).isEqualTo(15);
    }
    assertThat(least).as("bytes in 15 iterations of %s", minimizer).isZero();
  }

  /** Σ ½λ_i x_i² + x_i⁴, without allocation. */
  private static HessianProducts<double[]> bowl(double... lambda) {
    return Objective.of(
        Precision.DOUBLE,
        lambda.length,
        t -> {
          double sum = 0;
          for (int i = 0; i < t.length; i++) {
            sum += 0.5 * lambda[i] * t[i] * t[i] + t[i] * t[i] * t[i] * t[i];
          }
          return sum;
        },
        (t, g) -> {
          for (int i = 0; i < t.length; i++) {
            g[i] = lambda[i] * t[i] + 4 * t[i] * t[i] * t[i];
          }
        },
        (t, v, p) -> {
          for (int i = 0; i < t.length; i++) {
            p[i] = (lambda[i] + 12 * t[i] * t[i]) * v[i];
          }
        });
  }

  @Test
  void aRuleThatStepsOutOfTheDomainEndsThere() {
    Objective<double[]> logarithm =
        Objective.of(
            Precision.DOUBLE,
            1,
            t -> t[0] > 0 ? t[0] - StrictMath.log(t[0]) : Double.NaN,
            (t, g) -> g[0] = 1 - 1 / t[0]);
    double[] theta = {3};
    RuleDescent far = new RuleDescent(new Momentum(0.9), Schedule.constant(5));
    Minimum end = far.minimize(logarithm, theta);
    assertThat(end.reason()).as(end.toString()).isEqualTo(Reason.NOT_FINITE);
    assertThat(end.message()).contains("rate of 5.0");
    assertThat(theta[0] - StrictMath.log(theta[0])).isEqualTo(end.value());
  }
}
