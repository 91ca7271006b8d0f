package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import io.github.curvelane.curvature.DenseCurvature;
import io.github.curvelane.kernel.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators, rows, residuals and questions of a network's objective. */
final class NetworkCapabilitiesTest {
  private static final int N = 3 * 4 + 4 + 4 * 2 + 2;

  private static double[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, length).mapToDouble(i -> 2 * random.nextDouble() - 1).toArray();
  }

  private static NetworkObjective<double[]> objective(Loss loss, int examples) {
    Network<double[]> network =
        Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 3, 4, 2);
    double[] targets = random(examples * 2, 3);
    for (int i = 0; i < targets.length; i++) {
      switch (loss.toString()) {
        case "softmax-cross-entropy" -> targets[i] = 0.5;
        case "hinge" -> targets[i] = Math.signum(targets[i]);
        default -> {}
      }
    }
    return new NetworkObjective<>(
        network.newWorkspace(examples),
        loss,
        random(examples * 3, 2),
        Targets.matrix(Precision.DOUBLE, targets, 2));
  }

  private static final double[] THETA = random(N, 1);

  // ---------------------------------------------------------------- operators

  @Test
  void operatorsAreThoseOfTheKeptPoint() {
    NetworkObjective<double[]> objective = objective(Loss.softmaxCrossEntropy(), 9);
    List<SymmetricOperator<double[]>> operators =
        List.of(objective.hessian(), objective.gaussNewton(), objective.empiricalFisher());
    double[] v = random(N, 5);
    double[] w = random(N, 6);
    double[] expected = new double[N];
    double[] result = new double[N];
    double[] other = new double[N];
    for (double[] theta : List.of(THETA, random(N, 7))) {
      objective.linearize(theta, new double[N]);
      for (int k = 0; k < operators.size(); k++) {
        operators.get(k).apply(v, result);
        switch (k) {
          case 0 -> objective.hessianVector(v, expected);
          case 1 -> objective.gaussNewtonVector(v, expected);
          default -> objective.empiricalFisherVector(v, expected);
        }
        assertThat(result).containsExactly(expected);
        operators.get(k).apply(List.of(w, v), List.of(result, other));
        assertThat(other).containsExactly(expected);
        assertThat(operators.get(k).dimension()).isEqualTo(N);
        assertThat(operators.get(k).precision()).isSameAs(Precision.DOUBLE);
      }
    }
    objective.value(THETA);
    for (SymmetricOperator<double[]> operator : operators) {
      assertThatThrownBy(() -> operator.apply(v, result))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no point is kept: call linearize first");
      assertThatThrownBy(() -> operator.apply(List.of(v), List.of(result)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> operator.apply(List.of(), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("0 vectors and 0 ");
    }
  }

  @Test
  void anyOperatorHasADenseMatrix() {
    NetworkObjective<double[]> objective = objective(Loss.halfSquaredError(), 9);
    double[] expected = DenseCurvature.gaussNewton(objective, THETA);
    assertThat(DenseCurvature.of(objective.gaussNewton())).containsExactly(expected);
    double[] fisher = DenseCurvature.empiricalFisher(objective, THETA);
    double[] diagonal = new double[N];
    objective.diagonal(Diagonal.EMPIRICAL_FISHER, diagonal);
    for (int i = 0; i < N; i++) {
      assertThat(fisher[i * N + i]).isCloseTo(diagonal[i], Close.to(1));
    }
  }

  // ---------------------------------------------------------------- rows and residuals

  private static double[] rows(NetworkObjective<double[]> objective) {
    double[] rows = new double[objective.rows() * N];
    objective.jacobianRows(0, objective.rows(), rows);
    return rows;
  }

  /** c KᵀK v = Gv. */
  @ParameterizedTest
  @ValueSource(strings = {"half-squared-error", "mean-squared-error", "softmax-cross-entropy"})
  void rowsAreARootOfTheGaussNewtonMatrix(String loss) {
    NetworkObjective<double[]> objective = objective(Loss.parse(loss), 7);
    objective.linearize(THETA, new double[N]);
    double[] v = random(N, 5);
    double[] expected = new double[N];
    objective.gaussNewtonVector(v, expected);
    assertThat(objective.rows()).isEqualTo(7 * objective.rowsPerExample());
    double[] rows = rows(objective);
    double[] sum = new double[N];
    for (int row = 0; row < objective.rows(); row++) {
      double kv = 0;
      for (int i = 0; i < N; i++) {
        kv += rows[row * N + i] * v[i];
      }
      for (int i = 0; i < N; i++) {
        sum[i] += objective.rowScale() * rows[row * N + i] * kv;
      }
    }
    Close.assertClose("cKᵀKv", sum, expected);
  }

  /** E = ½c‖r‖² and ∇E = c Kᵀr, over several chunks. */
  @ParameterizedTest
  @ValueSource(ints = {7, Arithmetic.EXAMPLE_CHUNK + 5})
  void residualsGiveValueAndGradient(int examples) {
    NetworkObjective<double[]> objective = objective(Loss.meanSquaredError(), examples);
    double[] gradient = new double[N];
    double value = objective.linearize(THETA, gradient);
    double[] v = random(N, 5);
    double[] product = new double[N];
    objective.hessianVector(v, product);
    objective.value(random(N, 8));

    double[] r = new double[objective.residuals()];
    assertThat(objective.residuals(THETA, r)).isEqualTo(value);
    assertThat(objective.residuals()).isEqualTo(objective.rows()).isEqualTo(2 * examples);
    double[] again = new double[N];
    objective.hessianVector(v, again);
    assertThat(again).as("the point is kept").containsExactly(product);

    double[] rows = rows(objective);
    double squares = 0;
    double[] sum = new double[N];
    for (int row = 0; row < r.length; row++) {
      squares += r[row] * r[row];
      for (int i = 0; i < N; i++) {
        sum[i] += objective.rowScale() * rows[row * N + i] * r[row];
      }
    }
    assertThat(objective.rowScale() / 2 * squares).isCloseTo(value, Close.to(1));
    Close.assertClose("cKᵀr", sum, gradient);
  }

  /** Whatever the borders of blocks: within an example, and on both sides of a chunk's. */
  @Test
  void rowsAreTheSameInAnyBlocks() {
    NetworkObjective<double[]> objective =
        objective(Loss.halfSquaredError(), Arithmetic.EXAMPLE_CHUNK + 5);
    objective.linearize(THETA, new double[N]);
    double[] whole = rows(objective);
    int border = 2 * Arithmetic.EXAMPLE_CHUNK;
    int[][] blocks = {
      {0, 1},
      {1, 2},
      {3, 8},
      {border - 3, border + 3},
      {border - 1, border},
      {border, border + 1},
      {border + 1, border + 10},
      {border + 9, border + 10},
      {4, 4}
    };
    for (int[] block : blocks) {
      double[] rows = new double[(block[1] - block[0]) * N];
      Arrays.fill(rows, Double.NaN);
      objective.jacobianRows(block[0], block[1], rows);
      assertThat(rows)
          .as("rows %d to %d", block[0], block[1])
          .containsExactly(Arrays.copyOfRange(whole, block[0] * N, block[1] * N));
    }
  }

  @Test
  void movedDirectionsAreRefusedByName() {
    NetworkObjective<double[]> objective = objective(Loss.halfSquaredError(), 4);
    double[] theta = THETA.clone();
    double[] v = THETA.clone();
    CoordinateUpdate<double[]> update = (moved, along, from, to) -> moved[from] = Double.NaN;
    assertThatThrownBy(() -> objective.hessianVectorAndUpdate(v, new double[N], update))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no point is kept: call linearize first");
    refused("theta and scratch are the same array", () -> objective.keep(theta, theta));
    objective.keep(theta, new double[N]);
    refused(
        "theta and v are the same array",
        () -> objective.hessianVectorAndUpdate(theta, new double[N], update));
    refused(
        "v and product are the same array", () -> objective.hessianVectorAndUpdate(v, v, update));
    refused(
        "theta and product are the same array",
        () -> objective.hessianVectorAndUpdate(v, theta, update));
    refused(
        "v has 2 elements, must have the network's 26 parameters",
        () -> objective.hessianVectorAndUpdate(new double[2], new double[N], update));
    assertThat(v).containsExactly(THETA);
    assertThat(theta).containsExactly(THETA);
  }

  @Test
  void rowsAndResidualsAreRefusedByName() {
    NetworkObjective<double[]> objective = objective(Loss.halfSquaredError(), 4);
    double[] out = {7, 7};
    double[] theta = THETA.clone();
    assertThatThrownBy(() -> objective.jacobianRows(0, 1, new double[N]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no point is kept: call linearize first");
    objective.linearize(theta, new double[N]);
    assertThatThrownBy(() -> objective.jacobianRows(7, 9, new double[2 * N]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    refused(
        "rows has 2 elements, must have at least 52: 2 rows of the network's 26 parameters",
        () -> objective.jacobianRows(1, 3, out));
    refused("theta and rows are the same array", () -> objective.jacobianRows(1, 2, theta));
    refused("theta and gradients are the same array", () -> objective.gradients(1, 2, theta));
    refused("residuals has 2 elements, must have 8", () -> objective.residuals(theta, out));
    assertThat(out).containsExactly(7, 7);
    assertThat(theta).containsExactly(THETA);
    double[] bad = theta.clone();
    bad[3] = Double.NaN;
    refused("theta[3] is NaN, must be finite", () -> objective.residuals(bad, new double[8]));
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  // ---------------------------------------------------------------- questions

  @Test
  void aNetworkSaysWhatItCanGive() {
    NetworkObjective<double[]> squared = objective(Loss.halfSquaredError(), 4);
    assertThat(squared.hasResiduals()).isTrue();
    assertThat(squared.hasDistribution()).isTrue();
    assertThat(squared.hasExamples()).isTrue();
    assertThat(squared.diagonals()).containsExactly(Diagonal.values());
    NetworkObjective<double[]> hinge = objective(Loss.hinge(), 4);
    assertThat(hinge.hasResiduals()).isFalse();
    assertThat(hinge.hasDistribution()).isFalse();
    assertThat(hinge.rows()).isZero();
    for (Runnable call :
        List.<Runnable>of(hinge::residuals, () -> hinge.residuals(THETA, new double[8]))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("hinge is not a sum of squares");
    }
  }

  @Test
  void checksSayWhatANetworkCannotGive() {
    Verdict squared = Checks.all(objective(Loss.halfSquaredError(), 4), THETA);
    assertThat(squared).matches(Verdict::passed);
    assertThat(squared.skipped()).isEmpty();
    assertThat(squared.check()).contains("Jacobian products", "empirical Fisher", "residuals");
    Verdict softmax = Checks.all(objective(Loss.softmaxCrossEntropy(), 4), THETA);
    assertThat(softmax).matches(Verdict::passed);
    assertThat(softmax.skipped()).containsExactly("residuals: not a sum of squares (hasResiduals)");
    assertThat(softmax.toString()).contains("skipped: residuals: not a sum of squares");
  }
}
