package io.github.curvelane.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChecksTest {
  private static final double[] POINT = {-1.2, 1};

  private static double[][] randomMatrix(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, i -> 2 * random.nextDouble() - 1);
    }
    return matrix;
  }

  // ---------------------------------------------------------------- what is right passes

  @Test
  void rightDerivativesPass() {
    Analytic objective = Analytic.rosenbrock();
    assertThat(Checks.gradient(objective, POINT)).matches(Verdict::passed);
    assertThat(Checks.gradientOrder(objective, POINT)).matches(Verdict::passed);
    assertThat(Checks.hessianVector(objective, POINT)).matches(Verdict::passed);
    assertThat(Checks.hessianVectorOrder(objective, POINT)).matches(Verdict::passed);
    assertThat(Checks.hessianDiagonal(objective, POINT)).matches(Verdict::passed);
  }

  @Test
  void everythingPassesAtOnceForLeastSquares() {
    Analytic objective = Analytic.leastSquares(randomMatrix(7, 5));
    Verdict verdict = Checks.all(objective, new double[] {0.3, -0.2, 1.5, 0, -4});
    assertThat(verdict).matches(Verdict::passed);
    assertThat(verdict.check()).contains("gradient", "Hessian-vector", "Gauss-Newton diagonal");
    assertThat(verdict.findings()).anyMatch(row -> row.note().contains("nothing to halve"));
  }

  @Test
  void theGradientIsComparedToTenDigits() {
    Verdict verdict = Checks.gradient(Analytic.rosenbrock(), POINT);
    for (Finding finding : verdict.findings()) {
      assertThat(finding.bound()).isLessThan(2e-8 * Math.max(1, Math.abs(finding.expected())));
    }
  }

  // ---------------------------------------------------------------- what is wrong fails

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0, 1.5, 1.0001, 1.000001})
  void aWrongGradientElementFailsAlone(double factor) {
    Analytic objective = Analytic.leastSquares(randomMatrix(30, 20));
    var right = objective.gradient;
    objective.gradient =
        t -> {
          double[] gradient = right.apply(t);
          gradient[17] *= factor;
          return gradient;
        };
    double[] theta = randomMatrix(1, 20)[0];
    Verdict verdict = Checks.gradient(objective, theta);
    assertThat(verdict).matches(Verdict::failed);
    assertThat(verdict.findings(Outcome.FAILED))
        .extracting(Finding::coordinate)
        .contains(17)
        .isSubsetOf(17, -1);
    assertThat(verdict.toString()).contains("FAILED", "gradient[17]");
  }

  @Test
  void aGradientThatIsAddedToWhatWasThereFails() {
    Objective<double[]> objective =
        new Objective<>() {
          @Override
          public Precision<double[]> precision() {
            return Precision.DOUBLE;
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] t) {
            return Math.sin(t[0]) * t[1];
          }

          @Override
          public double valueAndGradient(double[] t, double[] gradient) {
            gradient[0] += Math.cos(t[0]) * t[1];
            gradient[1] += Math.sin(t[0]);
            return value(t);
          }
        };
    assertThat(Checks.gradient(objective, POINT)).matches(Verdict::failed);
    assertThat(Checks.all(objective, POINT)).matches(Verdict::failed);
  }

  @Test
  void aProductThatIsAddedToWhatWasThereFails() {
    Analytic objective = Analytic.leastSquares(randomMatrix(7, 5));
    objective.adds = true;
    double[] theta = {0.3, -0.2, 1.5, 0, -4};
    assertThat(Checks.hessianVector(objective, theta)).matches(Verdict::failed);
    assertThat(Checks.hessianVectorOrder(objective, theta)).matches(v -> !v.passed());
    assertThat(Checks.gaussNewtonVector(objective, theta)).matches(Verdict::failed);
    assertThat(Checks.hessianDiagonal(objective, theta)).matches(Verdict::failed);
    assertThat(Checks.gaussNewtonDiagonal(objective, theta)).matches(Verdict::failed);
  }

  @Test
  void aFaultOutsideTheSelectionIsSeenAlongDirections() {
    int n = 5000;
    Analytic objective =
        new Analytic(
            n,
            t -> Arrays.stream(t).map(Math::sin).sum(),
            t -> Arrays.stream(t).map(Math::cos).toArray(),
            null);
    double[] theta = new double[n];
    Arrays.setAll(theta, i -> i * 0.001);
    CheckOptions few = CheckOptions.DEFAULT.withCoordinates(10);
    assertThat(Checks.gradient(objective, theta, few)).matches(Verdict::passed);
    var right = objective.gradient;
    objective.gradient =
        t -> {
          double[] gradient = right.apply(t);
          gradient[4321] += 1e-3;
          return gradient;
        };
    Verdict verdict = Checks.gradient(objective, theta, few);
    assertThat(verdict.findings()).noneMatch(row -> row.coordinate() == 4321);
    assertThat(verdict).matches(Verdict::failed);
  }

  @Test
  void theOrderTestSeesAGradientThatDifferencesDoNotApproach() {
    Analytic objective = Analytic.rosenbrock();
    var right = objective.gradient;
    objective.gradient =
        t -> {
          double[] gradient = right.apply(t);
          gradient[0] *= 1.001;
          return gradient;
        };
    assertThat(Checks.gradientOrder(objective, POINT)).matches(Verdict::failed);
  }

  @Test
  void aWrongHessianFails() {
    Analytic objective = Analytic.rosenbrock();
    var right = objective.hessian;
    objective.hessian =
        t -> {
          double[][] h = right.apply(t);
          h[0][0] -= 2;
          return h;
        };
    assertThat(Checks.hessianVector(objective, POINT)).matches(Verdict::failed);
    assertThat(Checks.hessianVectorOrder(objective, POINT)).matches(Verdict::failed);
    Verdict diagonal = Checks.hessianDiagonal(objective, POINT);
    assertThat(diagonal.findings(Outcome.FAILED)).extracting(Finding::coordinate).containsOnly(0);
  }

  @Test
  void anAsymmetricHessianFailsBySymmetry() {
    Analytic objective = Analytic.rosenbrock();
    var right = objective.hessian;
    objective.hessian =
        t -> {
          double[][] h = right.apply(t);
          h[0][1] *= 1 + 1e-9;
          return h;
        };
    assertThat(Checks.hessianVector(objective, POINT).findings(Outcome.FAILED))
        .anyMatch(row -> row.subject().contains("vᵀHu = uᵀHv"));
  }

  @Test
  void aProductThatChangesWhatIsKeptFails() {
    Analytic objective = Analytic.rosenbrock();
    var right = objective.hessian;
    int[] calls = {0};
    objective.hessian =
        t -> {
          double[][] h = right.apply(t);
          h[1][1] += calls[0]++ * 1e-12;
          return h;
        };
    assertThat(Checks.hessianVector(objective, POINT).findings(Outcome.FAILED))
        .anyMatch(row -> row.subject().endsWith("again"));
  }

  @Test
  void oneNegativeEigenvalueAmongFiftyIsFound() {
    Analytic objective = Analytic.leastSquares(randomMatrix(80, 50));
    objective.gaussNewton = new double[50][50];
    for (int i = 0; i < 50; i++) {
      objective.gaussNewton[i][i] = i == 31 ? -0.5 : 1;
    }
    Verdict verdict = Checks.gaussNewtonVector(objective, new double[50]);
    assertThat(verdict.findings(Outcome.FAILED))
        .isNotEmpty()
        .allMatch(row -> row.subject().contains("low direction"));
  }

  @Test
  void aWrongTransposeFails() {
    Analytic objective = Analytic.leastSquares(randomMatrix(7, 5));
    objective.jacobianTransposed = randomMatrix(7, 5);
    objective.jacobianTransposed[3][2] += 1e-9;
    assertThat(Checks.jacobian(objective, new double[5]).findings(Outcome.FAILED))
        .isNotEmpty()
        .allMatch(row -> row.subject().startsWith("(Jᵀu)·v"));
  }

  @Test
  void aWrongGaussNewtonDiagonalFails() {
    Analytic objective = Analytic.leastSquares(randomMatrix(7, 5));
    double[] theta = {1, 2, 3, 4, 5};
    assertThat(Checks.gaussNewtonDiagonal(objective, theta, CheckOptions.DEFAULT))
        .matches(Verdict::passed);
    Analytic wrong =
        new Analytic(5, objective.value, objective.gradient, objective.hessian) {
          @Override
          public void diagonal(Diagonal kind, double[] diagonal) {
            super.diagonal(kind, diagonal);
            diagonal[4] *= 2;
          }
        };
    wrong.gaussNewton = objective.gaussNewton;
    wrong.jacobian = objective.jacobian;
    assertThat(
            Checks.empiricalFisherDiagonal(wrong, theta, CheckOptions.DEFAULT)
                .findings(Outcome.FAILED))
        .extracting(Finding::coordinate)
        .containsExactly(4);
  }

  @Test
  void aWrongFisherProductFails() {
    Analytic objective = Analytic.leastSquares(randomMatrix(7, 5));
    assertThat(Checks.empiricalFisherVector(objective, new double[5])).matches(Verdict::passed);
    objective.gaussNewton = randomMatrix(5, 5);
    assertThat(Checks.empiricalFisherVector(objective, new double[5])).matches(Verdict::failed);
  }

  @Test
  void whatAnObjectiveCannotGiveIsSkippedAndNamed() {
    Analytic objective = Analytic.leastSquares(randomMatrix(7, 5));
    double[] theta = {0.3, -0.2, 1.5, 0, -4};
    assertThat(Checks.all(objective, theta).skipped()).isEmpty();
    objective.examples = false;
    objective.diagonals = EnumSet.of(Diagonal.GAUSS_NEWTON);
    Verdict verdict = Checks.all(objective, theta);
    assertThat(verdict).matches(Verdict::passed);
    assertThat(verdict.skipped())
        .containsExactly(
            "empirical Fisher-vector product: no examples (hasExamples)",
            "Hessian diagonal: not among diagonals()");
    assertThat(verdict.check()).contains("Gauss-Newton diagonal").doesNotContain("Fisher");
    assertThat(verdict.toString().lines())
        .contains(
            "  skipped: empirical Fisher-vector product: no examples (hasExamples)",
            "  skipped: Hessian diagonal: not among diagonals()");
    objective.examples = true;
    objective.diagonals = EnumSet.of(Diagonal.HESSIAN);
    assertThat(Checks.all(objective, theta).skipped())
        .containsExactly(
            "Gauss-Newton diagonal: not among diagonals()",
            "empirical Fisher diagonal: not among diagonals()");
  }

  @Test
  void aGradientThatIsNotANumberFails() {
    Analytic objective = Analytic.rosenbrock();
    objective.gradient = t -> new double[] {1, Double.NaN};
    assertThat(Checks.gradient(objective, POINT).findings(Outcome.FAILED))
        .anyMatch(row -> row.coordinate() == 1 && row.note().equals("not finite"));
  }

  // ---------------------------------------------------------------- kinks

  private static Analytic absolute() {
    return new Analytic(
        2,
        t -> Math.abs(t[0]) + Math.sin(t[1]),
        t -> new double[] {Math.signum(t[0]), Math.cos(t[1])},
        t -> new double[][] {{0, 0}, {0, -Math.sin(t[1])}});
  }

  @Test
  void atAKinkNothingIsSaid() {
    CheckOptions coordinates = CheckOptions.DEFAULT;
    Verdict verdict = Checks.gradient(absolute(), new double[] {0, 0.7}, coordinates);
    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    Finding kink =
        verdict.findings(Outcome.INCONCLUSIVE).stream()
            .filter(row -> row.coordinate() == 0)
            .findFirst()
            .orElseThrow();
    assertThat(kink.note())
        .contains("kink", "-1.000000e+00 on the left", "1.000000e+00 on the right");
    assertThat(verdict.findings(Outcome.PASSED)).anyMatch(row -> row.coordinate() == 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {9e-6, 4e-6, 2.5e-6, -1.7e-6, 3e-7, -2e-8})
  void aKinkBesideThePointIsSteppedAround(double distance) {
    double[] theta = {distance, 0.7};
    Analytic objective = absolute();
    Verdict right = Checks.gradient(objective, theta);
    assertThat(right).matches(Verdict::passed);
    objective.gradient = t -> new double[] {0.999, Math.cos(t[1])};
    assertThat(Checks.gradient(objective, theta)).matches(Verdict::failed);
  }

  @Test
  void aJumpOfTheGradientIsAKinkOfTheHessian() {
    Analytic objective =
        new Analytic(
            2,
            t -> t[0] > 0 ? t[0] * t[0] + t[1] : t[1] + t[0],
            t -> new double[] {t[0] > 0 ? 2 * t[0] : 1, 1},
            t -> new double[][] {{t[0] > 0 ? 2 : 0, 0}, {0, 0}});
    assertThat(Checks.hessianVector(objective, new double[] {0, 1}).outcome())
        .isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(Checks.hessianVector(objective, new double[] {1e-6, 1})).matches(Verdict::passed);
    assertThat(Checks.hessianDiagonal(objective, new double[] {0, 1}).outcome())
        .isEqualTo(Outcome.INCONCLUSIVE);
  }

  /** Differences of max(0, t)² at 0 are off by h/2 where those of smooth functions are by h². */
  @Test
  void aRightGradientWhereTheSecondDerivativeJumpsHasNotFailed() {
    for (double slope : new double[] {1, -3, 1e4}) {
      Analytic objective =
          new Analytic(
              2,
              t -> slope * square(Math.max(0, t[0])) + t[0] + square(t[1]),
              t -> new double[] {2 * slope * Math.max(0, t[0]) + 1, 2 * t[1]},
              t -> new double[][] {{t[0] > 0 ? 2 * slope : 0, 0}, {0, 2}});
      double[] corner = {0, 1};
      for (Verdict verdict :
          new Verdict[] {
            Checks.gradient(objective, corner),
            Checks.gradientOrder(objective, corner),
            Checks.hessianVector(objective, corner),
            Checks.hessianVectorOrder(objective, corner)
          }) {
        assertThat(verdict).matches(v -> !v.failed());
      }
      assertThat(Checks.gradientOrder(objective, corner).findings())
          .anyMatch(finding -> finding.note().contains("the second derivative jumps"));
      var right = objective.gradient;
      objective.gradient =
          t -> {
            double[] wrong = right.apply(t);
            wrong[0] += 1e-3;
            return wrong;
          };
      assertThat(Checks.gradient(objective, corner)).matches(Verdict::failed);
      // The order test sees a fault that is larger than what the jump leaves at its least step.
      assertThat(Checks.gradientOrder(objective, corner).failed()).isEqualTo(slope < 10);
    }
  }

  @Test
  void aNetworkOfRectifiersAtZeroHasNotFailed() {
    Network<double[]> network =
        Network.perceptron(Precision.DOUBLE, Activation.relu(), Activation.identity(), 3, 4, 2);
    double[] inputs = randomMatrix(1, 15)[0];
    double[] targets = randomMatrix(1, 10)[0];
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(5),
            Loss.halfSquaredError(),
            inputs,
            Targets.matrix(Precision.DOUBLE, targets, 2));
    double[] zero = new double[network.parameters()];
    assertThat(Checks.all(objective, zero)).matches(verdict -> !verdict.failed());
    assertThat(Checks.gradientOrder(objective, zero)).matches(verdict -> !verdict.failed());
    assertThat(Checks.hessianVectorOrder(objective, zero)).matches(verdict -> !verdict.failed());
  }

  @Test
  void aKinkWithinTheStepOfTheOrderTestIsNoFault() {
    assertThat(Checks.gradientOrder(absolute(), new double[] {1e-9, 0.7}).failed()).isFalse();
  }

  @Test
  void theEdgeOfTheDomainIsSteppedAround() {
    Analytic objective =
        new Analytic(1, t -> Math.log(t[0]), t -> new double[] {1 / t[0]}, t -> null);
    assertThat(Checks.gradient(objective, new double[] {2e-6})).matches(Verdict::passed);
  }

  // ---------------------------------------------------------------- what rounding hides

  @Test
  void atAMinimumRoundingHidesTheGradient() {
    Analytic objective = Analytic.rosenbrock();
    objective.value =
        t -> 1 + 100 * Analytic.square(t[1] - t[0] * t[0]) + Analytic.square(1 - t[0]);
    objective.gradient = t -> new double[] {1e-12, 0};
    Verdict verdict = Checks.gradient(objective, new double[] {1, 1});
    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
  }

  @Test
  void singlePrecisionFindsGrossFaultsOnly() {
    FloatWell right = new FloatWell(1);
    float[] theta = {0.5f, -1.25f, 2};
    assertThat(Checks.gradient(right, theta).failed()).isFalse();
    assertThat(Checks.gradient(new FloatWell(1.1), theta)).matches(Verdict::failed);
  }

  /** Σ (θ_i − 0.1)⁴ in float. */
  private record FloatWell(double factor) implements Objective<float[]> {
    @Override
    public Precision<float[]> precision() {
      return Precision.FLOAT;
    }

    @Override
    public int dimension() {
      return 3;
    }

    @Override
    public double value(float[] theta) {
      float sum = 0;
      for (float t : theta) {
        float d = t - 0.1f;
        sum += d * d * d * d;
      }
      return sum;
    }

    @Override
    public double valueAndGradient(float[] theta, float[] gradient) {
      for (int i = 0; i < theta.length; i++) {
        float d = theta[i] - 0.1f;
        gradient[i] = (float) (factor * 4 * d * d * d);
      }
      return value(theta);
    }
  }

  // ---------------------------------------------------------------- use

  @Test
  void badInputIsRefusedByName() {
    Analytic objective = Analytic.rosenbrock();
    assertThatThrownBy(() -> Checks.gradient(objective, new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("theta[1] is NaN, must be finite");
    assertThatThrownBy(() -> Checks.gradient(objective, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("theta has 3 elements, must have the objective's 2 parameters");
    objective.value = t -> Double.POSITIVE_INFINITY;
    assertThatThrownBy(() -> Checks.gradient(objective, POINT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Infinity");
    assertThatThrownBy(() -> CheckOptions.DEFAULT.withDirections(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("directions is 1, must be at least 2");
  }

  @Test
  void aCheckIsRepeatableAndLeavesThetaAlone() {
    double[] theta = POINT.clone();
    Analytic objective = Analytic.rosenbrock();
    String first = Checks.gradient(objective, theta).toString();
    assertThat(Checks.gradient(objective, theta).toString()).isEqualTo(first);
    assertThat(theta).isEqualTo(POINT);
    CheckOptions other = CheckOptions.DEFAULT.withSeed(2);
    assertThat(Checks.gradient(objective, theta, other).findings())
        .isNotEqualTo(Checks.gradient(objective, theta).findings());
  }

  @Test
  void aCheckCanBeEndedEarly() {
    Analytic objective = Analytic.leastSquares(randomMatrix(60, 50));
    int[] last = {0, 0};
    CheckOptions options =
        CheckOptions.DEFAULT.withProgress(
            (done, total) -> {
              last[0] = done;
              last[1] = total;
              return done < 5;
            });
    Verdict verdict = Checks.gradient(objective, new double[50], options);
    assertThat(last).containsExactly(5, 54);
    assertThat(verdict.findings()).hasSize(6);
    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.toString()).contains("ended early, after 5 comparisons");
  }

  @Test
  void theVerdictIsATable() {
    Analytic objective = Analytic.rosenbrock();
    objective.gradient = t -> new double[] {232, -88};
    String text = Checks.gradient(objective, POINT).toString();
    assertThat(text)
        .startsWith("gradient: FAILED (")
        .contains("outcome", "what", "expected", "got", "error", "bound", "step")
        .contains("gradient[0]", "-2.156000000", "2.320000000000000e+02");
    assertThat(text.lines().count()).isBetween(4L, 8L);
  }

  private static double square(double x) {
    return x * x;
  }
}
