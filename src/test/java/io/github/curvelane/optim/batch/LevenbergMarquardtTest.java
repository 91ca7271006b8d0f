package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.LeastSquaresObjective;
import io.github.curvelane.optim.batch.LevenbergMarquardt.Damping;
import io.github.curvelane.optim.batch.LevenbergMarquardt.Scaling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class LevenbergMarquardtTest {
  private static final LevenbergMarquardt DEFAULT = new LevenbergMarquardt();

  /** Every kind of damping, scaling, solver and step. */
  private static List<LevenbergMarquardt> kinds() {
    List<LevenbergMarquardt> kinds = new ArrayList<>();
    for (Damping damping : Damping.values()) {
      for (LeastSquaresSolver solver : LeastSquaresSolver.values()) {
        for (Scaling scaling : Scaling.values()) {
          kinds.add(DEFAULT.damping(damping).solver(solver).scaling(scaling));
        }
        kinds.add(DEFAULT.damping(damping).solver(solver).acceleration(true));
        kinds.add(DEFAULT.damping(damping).solver(solver).polishing(false));
      }
    }
    return kinds;
  }

  // ---------------------------------------------------------------- the path

  private static final double[] FAR = {1, 1};

  @Test
  void trustRegionTakesTheStepsOfItsReference() {
    assertFollowsReference(Damping.TRUST_REGION);
  }

  @Test
  void nielsensDampingTakesTheStepsOfItsReference() {
    assertFollowsReference(Damping.NIELSEN);
  }

  private static void assertFollowsReference(Damping damping) {
    double[] valley = {-1.2, 1, 5000};
    UnaryOperator<double[]> r =
        t -> new double[] {10 * (t[1] - t[0] * t[0]), 1 - t[0], t[2] / 1024 - 3};
    UnaryOperator<double[]> j = t -> new double[] {-20 * t[0], 10, 0, -1, 0, 0, 0, 0, 1 / 1024.0};
    int steps = 10;
    boolean nielsen = damping == Damping.NIELSEN;
    var plain = new PlainLevenbergMarquardt(r, j, nielsen, valley, steps);
    for (LeastSquaresSolver solver : LeastSquaresSolver.values()) {
      MinimizerRun<double[]> run =
          DEFAULT
              .damping(damping)
              .solver(solver)
              .start(Curve.valley(Precision.DOUBLE).objective(), valley.clone());
      for (int k = 0; k < steps; k++) {
        run.step();
        double[] expected = plain.path.get(k);
        for (int i = 0; i < expected.length; i++) {
          assertThat(run.x[i])
              .as("%s, %s, step %d, parameter %d", damping, solver, k, i)
              .isCloseTo(expected[i], within(1e-9 * Math.abs(expected[i]) + 1e-11));
        }
      }
    }
  }

  @Test
  void allKindsFindTheSameMinimum() {
    for (LevenbergMarquardt kind : kinds()) {
      double[] theta = FAR.clone();
      Minimum end = kind.minimize(Curve.exponential(Precision.DOUBLE).objective(), theta).orThrow();
      assertThat(theta[0]).as("%s: %s", kind, end).isCloseTo(4.95, within(0.05));
      double bound = kind.polishing() ? 1e-13 : 1e-6;
      assertThat(theta[0]).as(kind.toString()).isCloseTo(polished()[0], within(10 * bound));
      assertThat(theta[1]).as(kind.toString()).isCloseTo(polished()[1], within(bound));
      float[] single = {1, 1};
      kind.minimize(Curve.exponential(Precision.FLOAT).objective(), single).orThrow();
      assertThat(single[0]).as(kind.toString()).isCloseTo((float) theta[0], within(4e-4f));
    }
  }

  private static double[] polished() {
    double[] theta = FAR.clone();
    DEFAULT.minimize(Curve.exponential(Precision.DOUBLE).objective(), theta);
    return theta;
  }

  /** Where Jᵀr vanishes, which values of E tell to half of the digits only. */
  @Test
  void polishingFindsTheLastDigits() {
    double[] theta = polished();
    Curve<double[]> curve = Curve.exponential(Precision.DOUBLE);
    double[] gradient = new double[2];
    curve.objective().valueAndGradient(theta, gradient);
    assertThat(Math.abs(gradient[0])).isLessThan(1e-13);
    assertThat(Math.abs(gradient[1])).isLessThan(5e-13);
    double[] rough = FAR.clone();
    Minimum end = DEFAULT.polishing(false).minimize(curve.objective(), rough);
    curve.objective().valueAndGradient(rough, gradient);
    assertThat(Math.abs(gradient[1])).as(end.toString()).isGreaterThan(1e-11);
  }

  @Test
  void accelerationTakesFewerJacobiansInACurvedValley() {
    double[] start = {-1.2, 1, 5000};
    var objective = Curve.valley(Precision.DOUBLE).objective();
    long plain = DEFAULT.minimize(objective, start.clone()).counts().jacobians();
    Minimum bent = DEFAULT.acceleration(true).minimize(objective, start.clone()).orThrow();
    assertThat(bent.counts().jacobians()).as("%s", bent).isLessThan(plain);
  }

  // ---------------------------------------------------------------- units

  /**
   * θ₀ and θ₂ in other units by powers of two, and residuals too: every digit of the path stays.
   */
  @Test
  void powersOfTwoChangeNoDigitOfThePath() {
    for (Damping damping : Damping.values()) {
      for (LeastSquaresSolver solver : LeastSquaresSolver.values()) {
        LevenbergMarquardt method = DEFAULT.damping(damping).solver(solver);
        List<double[]> path = path(method, 0, 0);
        assertThat(path(method, 20, 0))
            .as("parameter: %s", method)
            .usingElementComparator(SAME)
            .isEqualTo(path);
        assertThat(path(method, -9, 0))
            .as("parameter: %s", method)
            .usingElementComparator(SAME)
            .isEqualTo(path);
        assertThat(path(method, 0, 40))
            .as("residuals: %s", method)
            .usingElementComparator(SAME)
            .isEqualTo(path);
        assertThat(path(method, 3, -12))
            .as("both: %s", method)
            .usingElementComparator(SAME)
            .isEqualTo(path);
      }
    }
  }

  private static final java.util.Comparator<double[]> SAME = java.util.Arrays::compare;

  /** The valley's path with x in units of 2⁻ᵏ and residuals times 2ˡ, in the valley's units. */
  private static List<double[]> path(LevenbergMarquardt method, int k, int l) {
    double unit = Math.scalb(1.0, k);
    double factor = Math.scalb(1.0, l);
    double[] start = {-1.2 * unit, 1, 5000};
    Curve<double[]> curve =
        new Curve<>(
            Precision.DOUBLE,
            start,
            t -> {
              double x = t[0] / unit;
              return new double[] {
                factor * (10 * (t[1] - x * x)), factor * (1 - x), factor * (t[2] / 1024 - 2.9)
              };
            },
            t ->
                new double[] {
                  factor * (-20 * (t[0] / unit)) / unit,
                  factor * 10,
                  0,
                  -factor / unit,
                  0,
                  0,
                  0,
                  0,
                  factor / 1024.0
                });
    List<double[]> path = new ArrayList<>();
    MinimizerRun<double[]> run = method.start(curve.objective(), start);
    while (run.step()) {
      path.add(new double[] {run.x[0] / unit, run.x[1], run.x[2]});
    }
    assertThat(path).hasSizeGreaterThan(8);
    return path;
  }

  // ---------------------------------------------------------------- contract

  @Test
  void everyKindKeepsTheContractOfRuns() throws IOException {
    for (LevenbergMarquardt kind : kinds()) {
      new RunContract<>(kind, () -> Curve.exponential(Precision.DOUBLE).objective(), FAR).check();
    }
    new RunContract<>(
            DEFAULT, () -> Curve.valley(Precision.FLOAT).objective(), new float[] {-1.2f, 1, 5000})
        .check();
  }

  @Test
  void stepsAllocateNothing() {
    for (LevenbergMarquardt kind :
        List.of(
            DEFAULT.damping(Damping.NIELSEN),
            DEFAULT,
            DEFAULT.acceleration(true),
            DEFAULT.solver(LeastSquaresSolver.NORMAL_EQUATIONS))) {
      double[] theta = {-9, 4};
      MinimizerRun<double[]> run = kind.start(new PlainValley().objective(), theta);
      Allocations.assertNone(
          200,
          () -> {
            theta[0] = -9;
            theta[1] = 4;
            run.begin();
            for (int k = 0; k < 3; k++) {
              run.step();
            }
          });
    }
  }

  /** Rosenbrock's valley without an allocation. */
  private static final class PlainValley implements LeastSquares<double[]> {
    LeastSquaresObjective<double[]> objective() {
      return new LeastSquaresObjective<>(this);
    }

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public int residuals() {
      return 2;
    }

    @Override
    public void residuals(double[] theta, double[] residuals) {
      residuals[0] = 10 * (theta[1] - theta[0] * theta[0]);
      residuals[1] = 1 - theta[0];
    }

    @Override
    public void jacobianRows(double[] theta, int from, int to, double[] rows) {
      rows[0] = -20 * theta[0];
      rows[1] = 10;
      rows[2] = -1;
      rows[3] = 0;
    }
  }

  // ---------------------------------------------------------------- hostile problems

  @Test
  void aColumnOfZerosLeavesItsParameter() {
    for (LevenbergMarquardt kind : kinds()) {
      double[] theta = {3, 7, 0};
      Minimum end =
          kind.minimize(
              curve(
                  theta,
                  t -> new double[] {t[0] - 1, 2 * t[0] - 2.5, t[2] - 4},
                  t -> new double[] {1, 0, 0, 2, 0, 0, 0, 0, 1}),
              theta);
      assertThat(end.isMinimum()).as("%s: %s", kind, end).isTrue();
      assertThat(theta[0]).isCloseTo(1.2, within(1e-7));
      assertThat(theta[1]).isEqualTo(7);
      assertThat(theta[2]).isCloseTo(4, within(1e-7));
    }
  }

  @Test
  void equalColumnsShareTheirStep() {
    for (LevenbergMarquardt kind : kinds()) {
      double[] theta = {3, -5};
      Minimum end =
          kind.minimize(
              curve(
                  theta,
                  t -> new double[] {t[0] + t[1] - 1, 2 * (t[0] + t[1]) - 3},
                  t -> new double[] {1, 1, 2, 2}),
              theta);
      assertThat(end.isMinimum()).as("%s: %s", kind, end).isTrue();
      assertThat(theta[0] + theta[1]).as("%s: %s", kind, end).isCloseTo(1.4, within(1e-7));
    }
  }

  @Test
  void fewerResidualsThanParametersAreFitted() {
    for (LevenbergMarquardt kind : kinds()) {
      double[] theta = {1, 2, 3};
      Minimum end =
          kind.minimize(
              curve(
                  theta,
                  t -> new double[] {t[0] * t[1] - t[2] - 4},
                  LevenbergMarquardtTest::saddleRow),
              theta);
      assertThat(end.isMinimum()).as("%s: %s", kind, end).isTrue();
      assertThat(end.value()).as("%s: %s", kind, end).isLessThan(1e-12);
    }
  }

  private static double[] saddleRow(double[] t) {
    return new double[] {t[1], t[0], -1};
  }

  @Test
  void aStartThatIsNotFiniteIsRefusedByName() {
    double[] nan = {Double.NaN, 1};
    assertThatThrownBy(() -> DEFAULT.minimize(Curve.exponential(Precision.DOUBLE).objective(), nan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("theta[0] is NaN");
    assertRefused(t -> new double[] {Double.NaN, t[0]}, t -> new double[] {1, 0, 0, 1}, "E is NaN");
    UnaryOperator<double[]> column = t -> new double[] {1, Double.NaN, 0, Double.NaN};
    assertRefused(t -> t.clone(), column, "the gradient's element 1 is NaN at the start");
  }

  private static void assertRefused(
      UnaryOperator<double[]> r, UnaryOperator<double[]> j, String words) {
    for (LevenbergMarquardt kind : kinds()) {
      double[] theta = {1, 2};
      assertThatThrownBy(() -> kind.minimize(curve(theta, r, j), theta))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(words);
    }
  }

  @Test
  void aJacobianThatBecomesNaNEndsTheRunByName() {
    for (LevenbergMarquardt kind : kinds()) {
      double[] theta = {2, 5};
      Minimum end =
          kind.minimize(
              curve(
                  theta,
                  t -> new double[] {t[0] * t[0], t[1] - 1},
                  t -> new double[] {2 * t[0], 0, 0, t[1] < 5 ? Double.NaN : 1}),
              theta);
      assertThat(end.reason()).as("%s: %s", kind, end).isEqualTo(Reason.NOT_FINITE);
      assertThat(end.message()).contains("column 1 of the Jacobian");
      assertThat(end.value()).isLessThan(end.firstValue());
    }
  }

  /** Where x < 1 there is no value: r = x − ½. */
  @Test
  void anEdgeBehindWhichThereIsNoValueIsApproached() {
    for (LevenbergMarquardt kind : kinds()) {
      double[] theta = {64};
      Minimum end =
          kind.minimize(
              curve(
                  theta,
                  t -> new double[] {t[0] < 1 ? Double.NaN : t[0] - 0.5},
                  t -> new double[] {1}),
              theta);
      assertThat(end.reason()).as("%s: %s", kind, end).isEqualTo(Reason.TRUST_REGION);
      assertThat(theta[0]).as("%s: %s", kind, end).isBetween(1.0, 1.01);
    }
  }

  @Test
  void aWrongJacobianIsNoMinimum() {
    for (LevenbergMarquardt kind : kinds()) {
      double[] theta = {3, 2};
      Minimum end =
          kind.minimize(
              curve(theta, t -> new double[] {t[0], t[1] - 1}, t -> new double[] {-1, 0, 0, -1}),
              theta);
      assertThat(end.reason()).as("%s: %s", kind, end).isEqualTo(Reason.TRUST_REGION);
      assertThat(end.message()).contains("see Checks");
      assertThat(theta).containsExactly(3, 2);
    }
  }

  /** Freudenstein and Roth's local minimum, where J is singular and E is not zero. */
  @Test
  void aMinimumWhereTheJacobianIsSingularIsOne() {
    for (LeastSquaresSolver solver : LeastSquaresSolver.values()) {
      double[] theta = {0.5, -2};
      Minimum end =
          DEFAULT
              .solver(solver)
              .minimize(
                  curve(
                      theta,
                      t ->
                          new double[] {
                            -13 + t[0] + ((5 - t[1]) * t[1] - 2) * t[1],
                            -29 + t[0] + ((t[1] + 1) * t[1] - 14) * t[1]
                          },
                      t ->
                          new double[] {
                            1, (10 - 3 * t[1]) * t[1] - 2, 1, (3 * t[1] + 2) * t[1] - 14
                          }),
                  theta)
              .orThrow();
      assertThat(theta[0]).as("%s", end).isCloseTo(11.41277903, within(1e-5));
    }
  }

  @Test
  void stationaryStartsAreNamed() {
    for (LevenbergMarquardt kind : kinds()) {
      double[] constant = {1, 2};
      Minimum end =
          kind.minimize(curve(constant, t -> new double[] {3, 4}, t -> new double[4]), constant);
      assertThat(end.reason()).isEqualTo(Reason.STATIONARY_START);
      double[] minimum = {0, 0};
      end = kind.minimize(curve(minimum, double[]::clone, t -> new double[] {1, 0, 0, 1}), minimum);
      assertThat(end.reason()).isEqualTo(Reason.STATIONARY_START);
    }
  }

  private static Objective<double[]> curve(
      double[] start, UnaryOperator<double[]> r, UnaryOperator<double[]> j) {
    return new Curve<>(Precision.DOUBLE, start, r, j).objective();
  }

  @Test
  void objectivesWithoutRowsAreRefusedByName() {
    Objective<double[]> bowl =
        Objective.of(Precision.DOUBLE, 1, t -> t[0] * t[0], (t, g) -> g[0] = 2 * t[0]);
    assertThatThrownBy(() -> DEFAULT.minimize(bowl, new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Levenberg-Marquardt needs SquareRootJacobian");
    assertThatThrownBy(
            () -> DEFAULT.minimize(Curve.exponential(Precision.DOUBLE).objective(), new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("theta has 3 elements, must have the objective's 2");
  }
}
