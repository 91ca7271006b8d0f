package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Least squares and the generalised Gauss-Newton method on networks, whose K has many blocks. */
final class NetworkSquaresTest {
  /** Twice 300 rows: two blocks. */
  private static final int EXAMPLES = 300;

  private static final LevenbergMarquardt QR =
      new LevenbergMarquardt().stopping(Stopping.DEFAULT.iterations(6));
  private static final LevenbergMarquardt NORMAL = QR.solver(LeastSquaresSolver.NORMAL_EQUATIONS);

  private static <A> Network<A> network(Precision<A> precision) {
    return Network.of(
        precision, new Dense(3, 5, Activation.tanh()), new Dense(5, 2, Activation.identity()));
  }

  private static <A> NetworkObjective<A> objective(
      Precision<A> precision, Loss loss, Parallelism parallelism) {
    Random random = new Random(5);
    double[] inputs = new double[3 * EXAMPLES];
    double[] values = new double[2 * EXAMPLES];
    int[] labels = new int[EXAMPLES];
    for (int p = 0; p < EXAMPLES; p++) {
      for (int i = 0; i < 3; i++) {
        inputs[3 * p + i] = random.nextInt(-64, 65) / 32.0;
      }
      double sum = inputs[3 * p] * inputs[3 * p + 1] + inputs[3 * p + 2];
      values[2 * p] = Math.rint(16 * sum) / 32 + random.nextInt(-4, 5) / 64.0;
      values[2 * p + 1] = inputs[3 * p] - random.nextInt(-4, 5) / 64.0;
      labels[p] = sum + random.nextInt(-32, 33) / 32.0 > 0 ? 1 : 0;
    }
    Targets<A> targets =
        loss.equals(Loss.halfSquaredError())
            ? Targets.matrix(precision, precision.of(values), 2)
            : Targets.labels(precision, labels, 2);
    return new NetworkObjective<>(
        network(precision).newWorkspace(EXAMPLES, parallelism),
        loss,
        precision.of(inputs),
        targets);
  }

  private static <A> A start(Precision<A> precision) {
    return network(precision).initialize(Initializer.GLOROT, 3);
  }

  @Test
  void bothSolversTakeTheSameStepsOnSquaredErrors() {
    assertSolversAgree(Loss.halfSquaredError());
  }

  /** K of the generalised Gauss-Newton matrix, and the gradient. */
  @Test
  void bothSolversTakeTheSameStepsOnCrossEntropy() {
    assertSolversAgree(Loss.softmaxCrossEntropy());
  }

  private static void assertSolversAgree(Loss loss) {
    double[] theta = start(Precision.DOUBLE);
    double[] other = theta.clone();
    var damping = LevenbergMarquardt.Damping.NIELSEN;
    MinimizerRun<double[]> qr =
        QR.damping(damping).start(objective(Precision.DOUBLE, loss, Parallelism.none()), theta);
    MinimizerRun<double[]> normal =
        NORMAL.damping(damping).start(objective(Precision.DOUBLE, loss, Parallelism.none()), other);
    double first = qr.value();
    for (int k = 0; k < 6; k++) {
      qr.step();
      normal.step();
      assertThat(normal.value()).isCloseTo(qr.value(), within(1e-7 * qr.value()));
    }
    assertThat(qr.value()).isLessThan(0.8 * first);
  }

  /** (G + λ diag G)s = −g for some λ ≥ 0, the same for all parameters. */
  @Test
  void aGeneralizedStepSolvesWithTheGaussNewtonMatrix() {
    double[] theta = start(Precision.DOUBLE);
    double[] from = theta.clone();
    var loss = Loss.softmaxCrossEntropy();
    var objective = objective(Precision.DOUBLE, loss, Parallelism.none());
    MinimizerRun<double[]> run =
        QR.damping(LevenbergMarquardt.Damping.NIELSEN).start(objective, theta);
    run.step();
    int n = theta.length;
    double[] step = new double[n];
    for (int j = 0; j < n; j++) {
      step[j] = run.x[j] - from[j];
    }
    double[] gradient = new double[n];
    double[] product = new double[n];
    objective.linearize(from, gradient);
    objective.gaussNewtonVector(step, product);
    double[] column = new double[n];
    double[] unit = new double[n];
    double[] diagonal = new double[n];
    for (int j = 0; j < n; j++) {
      unit[j] = 1;
      objective.gaussNewtonVector(unit, column);
      unit[j] = 0;
      diagonal[j] = column[j];
    }
    double lambda = (-gradient[0] - product[0]) / (diagonal[0] * step[0]);
    assertThat(lambda).isPositive();
    for (int j = 0; j < n; j++) {
      double sum = product[j] + lambda * diagonal[j] * step[j];
      assertThat(sum).isCloseTo(-gradient[j], within(1e-10));
    }
  }

  @Test
  void runsKeepTheirContract() throws IOException {
    for (Loss loss : new Loss[] {Loss.halfSquaredError(), Loss.softmaxCrossEntropy()}) {
      LevenbergMarquardt few = QR.stopping(Stopping.DEFAULT.iterations(2));
      new RunContract<>(
              few,
              () -> objective(Precision.DOUBLE, loss, Parallelism.none()),
              start(Precision.DOUBLE))
          .check();
    }
    new RunContract<>(
            NORMAL.acceleration(true).stopping(Stopping.DEFAULT.iterations(2)),
            () -> objective(Precision.FLOAT, Loss.halfSquaredError(), Parallelism.none()),
            start(Precision.FLOAT))
        .check();
  }

  /** Compared with a record at every width and with every provider. */
  @Test
  void bitsAreThoseOfTheRecordForEveryThreadCount() {
    CRC32C digest = new CRC32C();
    for (int threads = 1; threads <= 2; threads++) {
      digest.reset();
      for (LevenbergMarquardt method : new LevenbergMarquardt[] {QR, NORMAL}) {
        for (Loss loss : new Loss[] {Loss.halfSquaredError(), Loss.softmaxCrossEntropy()}) {
          try (Parallelism parallelism = Parallelism.threads(threads)) {
            double[] theta = start(Precision.DOUBLE);
            method.minimize(objective(Precision.DOUBLE, loss, parallelism), theta);
            for (double element : theta) {
              update(digest, Double.doubleToLongBits(element));
            }
            float[] single = start(Precision.FLOAT);
            method.minimize(objective(Precision.FLOAT, loss, parallelism), single);
            for (float element : single) {
              update(digest, Float.floatToIntBits(element));
            }
          }
        }
      }
      assertThat(Long.toHexString(digest.getValue())).as("%d threads", threads).isEqualTo(RECORD);
    }
  }

  private static final String RECORD = "a5b8104e";

  private static void update(CRC32C digest, long bits) {
    for (int shift = 0; shift < 64; shift += 8) {
      digest.update((int) (bits >>> shift) & 0xff);
    }
  }

  /** A batch of two chunks keeps the signals of one: rows are those of the point all the same. */
  @Test
  void rowsOfSeveralChunksAreThoseOfTheLastPoint() {
    var used = twoChunks();
    int n = used.dimension();
    double[] gradient = new double[n];
    double[] rows = new double[3 * n];
    for (double point : new double[] {0.5, -0.75, 0.5}) {
      double[] theta = new double[n];
      Arrays.fill(theta, point);
      used.linearize(theta, gradient);
      for (int from : new int[] {0, 4097, 4, 4090, 0}) {
        var fresh = twoChunks();
        fresh.linearize(theta, gradient);
        double[] expected = new double[3 * n];
        fresh.jacobianRows(from, from + 3, expected);
        used.jacobianRows(from, from + 3, rows);
        assertThat(rows).as("%s, row %d", point, from).isEqualTo(expected);
      }
      used.value(new double[n]);
    }
  }

  private static NetworkObjective<double[]> twoChunks() {
    int examples = 4100;
    double[] inputs = new double[examples];
    for (int p = 0; p < examples; p++) {
      inputs[p] = (p % 37 - 18) / 16.0;
    }
    var network =
        Network.of(
            Precision.DOUBLE,
            new Dense(1, 2, Activation.tanh()),
            new Dense(2, 1, Activation.identity()));
    return new NetworkObjective<>(
        network.newWorkspace(examples),
        Loss.halfSquaredError(),
        inputs,
        Targets.matrix(Precision.DOUBLE, inputs.clone(), 1));
  }

  @Test
  void accelerationNeedsResiduals() {
    var objective = objective(Precision.DOUBLE, Loss.softmaxCrossEntropy(), Parallelism.none());
    assertThatThrownBy(() -> QR.acceleration(true).minimize(objective, start(Precision.DOUBLE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("geodesic acceleration needs Residuals");
  }
}
