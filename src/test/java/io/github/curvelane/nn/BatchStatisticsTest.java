package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import io.github.curvelane.kernel.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The statistics of batch normalisation: collected, averaged, and in a network of their own. */
final class BatchStatisticsTest {
  private static final Activation TANH = Activation.tanh();
  private static final Activation NONE = Activation.identity();

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  /** Units, maps, and units within others. */
  private static <A> Network<A> network(Precision<A> precision) {
    return Network.of(
        precision,
        new Dense(3, 8, NONE),
        new BatchNormalization(new ImageShape(2, 2, 2), 1e-5, TANH),
        Residual.of(
            new Dense(8, 4, NONE), new BatchNormalization(4, 0.1, TANH), new Dense(4, 8, NONE)),
        new Dense(8, 3, NONE));
  }

  private static <A> NetworkObjective<A> objective(Network<A> network, int examples, int most) {
    Precision<A> precision = network.precision();
    int[] labels = new int[examples];
    Arrays.setAll(labels, p -> p * p % 3);
    return new NetworkObjective<>(
        network.newWorkspace(most),
        Loss.softmaxCrossEntropy(),
        precision.of(random(examples * 3, 7)),
        Targets.labels(precision, labels, 3));
  }

  /** Of one batch: the same bits as in training, for every quantity that both have. */
  @Test
  void withTheStatisticsOfTheBatchOutputsAreThoseOfTraining() {
    withTheStatisticsOfTheBatch(Precision.FLOAT);
    withTheStatisticsOfTheBatch(Precision.DOUBLE);
  }

  private static <A> void withTheStatisticsOfTheBatch(Precision<A> precision) {
    Network<A> network = network(precision);
    NetworkObjective<A> batch = objective(network, 40, 40);
    A theta = precision.of(random(network.parameters(), 8));
    A statistics = network.newStatistics();
    double value = batch.value(theta);
    batch.updateStatistics(1, statistics);
    A collected = batch.collectStatistics(theta);
    for (int i = 0; i < network.statistics(); i++) {
      assertThat(precision.get(statistics, i))
          .isCloseTo(precision.get(collected, i), within(3 * precision.unitRoundoff()));
    }
    Network<A> fixed = network.withStatistics(collected);
    assertThat(fixed.parameters()).isEqualTo(network.parameters());
    assertThat(fixed.blocks()).isEqualTo(network.blocks());
    assertThat(fixed.statistics()).isZero();
    assertThat(objective(fixed, 40, 40).value(theta)).isEqualTo(value);
    A together = precision.newArray(40 * 3);
    A inputs = precision.of(random(40 * 3, 7));
    fixed.newWorkspace(40).predict(theta, inputs, 0, 40, together);
    A alone = precision.newArray(3);
    fixed.newWorkspace(1).predict(theta, inputs, 17, 1, alone);
    for (int c = 0; c < 3; c++) {
      assertThat(precision.get(alone, c)).isEqualTo(precision.get(together, 17 * 3 + c));
    }
  }

  @Test
  void theNetworkWithStatisticsGivesEverything() {
    Network<double[]> network = network(Precision.DOUBLE);
    double[] theta = random(network.parameters(), 8);
    double[] statistics = objective(network, 9, 9).collectStatistics(theta);
    NetworkObjective<double[]> fixed = objective(network.withStatistics(statistics), 9, 9);
    assertThat(fixed.diagonals()).containsExactly(Diagonal.values());
    Verdict verdict = Checks.all(fixed, theta);
    assertThat(verdict).matches(Verdict::passed);
    assertThat(verdict.skipped()).containsExactly("residuals: not a sum of squares (hasResiduals)");
    double[] block = new double[9];
    fixed.outputCurvature(3, 3, true, block);
    assertThat(block[0]).isPositive();
  }

  /** Means over blocks with their own means between them: exactly those of all rows. */
  @Test
  void batchesAreCombined() {
    int examples = 23;
    Network<double[]> network = Network.of(Precision.DOUBLE, new BatchNormalization(3, 1e-5, NONE));
    double[] theta = random(6, 8);
    double[] x = random(examples * 3, 7);
    double[] collected = objective(network, examples, 5).collectStatistics(theta);
    for (int j = 0; j < 3; j++) {
      double mean = 0;
      for (int p = 0; p < examples; p++) {
        mean += x[3 * p + j] / examples;
      }
      double variance = 0;
      for (int p = 0; p < examples; p++) {
        variance += (x[3 * p + j] - mean) * (x[3 * p + j] - mean) / examples;
      }
      assertThat(collected[j]).isCloseTo(mean, within(1e-15));
      assertThat(collected[3 + j]).isCloseTo(variance, within(1e-15));
    }
    assertThat(objective(network, 7, 3).collectStatistics(theta)).hasSize(6);
  }

  @Test
  void averagesMoveTowardsTheBatch() {
    Network<float[]> network = network(Precision.FLOAT);
    NetworkObjective<float[]> objective = objective(network, 30, 10);
    float[] theta = Precision.FLOAT.of(random(network.parameters(), 8));
    float[] averages = network.newStatistics();
    assertThat(averages).containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1);
    objective.select(new int[] {1, 2, 3, 4, 5, 6}, 0, 6);
    objective.valueAndGradient(theta, new float[theta.length]);
    float[] batch = network.newStatistics();
    objective.updateStatistics(1, batch);
    objective.updateStatistics(0.25, averages);
    float[] start = network.newStatistics();
    float[] exact = new float[batch.length];
    objective.updateStatistics(0.5, exact);
    for (int i = 0; i < exact.length; i++) {
      float statistic = 2 * exact[i];
      assertThat(averages[i]).isEqualTo(Math.fma(0.25f, statistic - start[i], start[i]));
    }
  }

  @Test
  void statisticsComeAndGo() {
    Network<float[]> network = network(Precision.FLOAT);
    float[] statistics = new float[12];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = 0.125f * i;
    }
    Network<float[]> fixed = network.withStatistics(statistics);
    assertThat(fixed.layers()).isNotEqualTo(network.layers());
    assertThat(fixed.withBatchStatistics().layers()).isEqualTo(network.layers());
    assertThat(fixed.layers().get(1).describe().fields().get("variance"))
        .isEqualTo(new LayerDescription.Numbers(List.of(2), new double[] {0.25, 0.375}));
    Network<float[]> without = Network.of(Precision.FLOAT, new Dense(3, 3, NONE));
    assertThat(without.withStatistics(new float[0])).isSameAs(without);
    assertThat(objective(without, 5, 5).collectStatistics(new float[12])).isEmpty();
  }

  @Test
  void badStatisticsAreRefusedByName() {
    Network<float[]> network = network(Precision.FLOAT);
    refused("statistics has 3 elements, must have the network's 12", new float[3], network);
    float[] bad = network.newStatistics();
    bad[5] = Float.NaN;
    refused("statistics[5] is NaN, must be finite", bad, network);
    float[] negative = network.newStatistics();
    negative[3] = -1;
    refused(
        "variance[1] of a batch-normalization layer is -1.0, must be finite and at least 0",
        negative,
        network);
    NetworkObjective<float[]> objective = objective(network, 30, 10);
    float[] averages = network.newStatistics();
    assertThatThrownBy(() -> objective.updateStatistics(0.1, averages))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "no batch was evaluated, or the workspace was used for something else afterwards");
    for (double momentum : new double[] {0, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> objective.updateStatistics(momentum, averages))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("momentum is " + momentum + ", must be greater than 0 and at most 1");
    }
    assertThat(averages).containsExactly(network.newStatistics());
    float[] theta = new float[network.parameters()];
    assertThatThrownBy(() -> objective(network, 2, 1).collectStatistics(theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "batch has 1 example: batch statistics of one row, by which layer 2");
  }

  private static void refused(String message, float[] statistics, Network<float[]> network) {
    assertThatThrownBy(() -> network.withStatistics(statistics))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
