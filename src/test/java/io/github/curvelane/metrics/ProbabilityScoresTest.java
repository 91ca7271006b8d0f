package io.github.curvelane.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbabilityScoresTest {
  @Test
  void scoresByHand() {
    int[] labels = {1, 0, 0, 1};
    double[] probabilities = {0.1, 0.9, 0.9, 0.1, 0.8, 0.2, 0.35, 0.65};
    ProbabilityScores scores = ProbabilityScores.of(labels, probabilities, 2);
    // −(2 ln 0.9 + ln 0.8 + ln 0.65)/4 = 0.8646475/4, by a table of logarithms.
    assertThat(scores.logLoss()).isCloseTo(0.2161619, within(5e-8));
    // 2·(0.01 + 0.01 + 0.04 + 0.1225)/4
    assertThat(scores.brier()).isCloseTo(0.09125, within(1e-16));
    assertThat(scores.auc()).isEqualTo(1);
    assertThat(scores.topAccuracy(1)).isEqualTo(1);
    assertThat(scores.classification())
        .isEqualTo(ClassificationScores.of(labels, new int[] {1, 0, 0, 1}, 2));
    assertThat(scores)
        .hasToString("log loss 0.216162, Brier 0.0912500, accuracy 1.0000, AUC 1.0000");
  }

  @Test
  void theExampleOfTheComment() {
    double[] probabilities = {0.8, 0.2, 0.4, 0.6, 0.7, 0.3};
    ProbabilityScores scores = ProbabilityScores.of(new int[] {0, 1, 1}, probabilities, 2);
    assertThat(scores.logLoss()).isCloseTo(0.64598, within(5e-6));
    assertThat(scores.topAccuracy(1)).isEqualTo(2.0 / 3);
  }

  @Test
  void perfectAndEqualProbabilities() {
    ProbabilityScores perfect =
        ProbabilityScores.of(new int[] {2, 0}, new double[] {0, 0, 1, 1, 0, 0}, 3);
    assertThat(perfect.logLoss()).isZero();
    assertThat(perfect.brier()).isZero();
    double[] quarters = new double[8];
    Arrays.fill(quarters, 0.25);
    ProbabilityScores equal = ProbabilityScores.of(new int[] {0, 3}, quarters, 4);
    assertThat(equal.logLoss()).isEqualTo(StrictMath.log(4));
    assertThat(equal.brier()).isEqualTo(0.75);
    assertThat(equal.auc()).isNaN();
    // Of equal probabilities the lower class comes first.
    assertThat(IntStream.rangeClosed(1, 4).mapToDouble(equal::topAccuracy))
        .containsExactly(0.5, 0.5, 0.5, 1.0);
  }

  @Test
  void aProbabilityOfZeroIsInfinitelySurprising() {
    int[] labels = {0, 1, 0};
    double[] probabilities = {0, 1, 0.5, 0.5, 0.5, 0.5};
    assertThat(ProbabilityScores.of(labels, probabilities, 2).logLoss())
        .isEqualTo(Double.POSITIVE_INFINITY);
    double[] weights = {0, 1, 1};
    ProbabilityScores without = ProbabilityScores.of(labels, probabilities, 2, weights);
    assertThat(without.logLoss()).isEqualTo(StrictMath.log(2));
    assertThat(without.auc()).isEqualTo(0.5);
  }

  @Test
  void equalWhatTheDefinitionsSay() {
    Random random = new Random(23);
    for (int trial = 0; trial < 200; trial++) {
      int classes = 2 + random.nextInt(7);
      int rows = 1 + random.nextInt(25);
      int[] labels = random.ints(rows, 0, classes).toArray();
      double[] weights = random.doubles(rows, 0.1, 2).toArray();
      double[] p = new double[rows * classes];
      for (int i = 0; i < rows; i++) {
        // Few levels, so that many probabilities are equal.
        int[] parts = random.ints(classes, 1, 4).toArray();
        double sum = IntStream.of(parts).sum();
        for (int j = 0; j < classes; j++) {
          p[i * classes + j] = parts[j] / sum;
        }
      }
      ProbabilityScores scores = ProbabilityScores.of(labels, p, classes, weights);
      double total = 0;
      double surprise = 0;
      double brier = 0;
      double[] within = new double[classes];
      for (int i = 0; i < rows; i++) {
        total += weights[i];
        surprise -= weights[i] * Math.log(p[i * classes + labels[i]]);
        int row = i * classes;
        int[] ranking =
            IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -p[row + j]))
                .mapToInt(j -> j)
                .toArray();
        for (int k = 0; k < classes; k++) {
          brier += weights[i] * Math.pow(p[row + k] - (k == labels[i] ? 1 : 0), 2);
          int first = k + 1;
          within[k] +=
              IntStream.range(0, first).anyMatch(r -> ranking[r] == labels[row / classes])
                  ? weights[i]
                  : 0;
        }
      }
      assertThat(scores.logLoss()).isCloseTo(surprise / total, within(1e-13));
      assertThat(scores.brier()).isCloseTo(brier / total, within(1e-14));
      for (int k = 1; k <= classes; k++) {
        assertThat(scores.topAccuracy(k)).isCloseTo(within[k - 1] / total, within(1e-14));
      }
      assertThat(scores.topAccuracy(classes)).isCloseTo(1, within(1e-15)).isLessThanOrEqualTo(1);
      assertThat(scores.topAccuracy(1))
          .isCloseTo(scores.classification().accuracy(), within(1e-14));
    }
  }

  @Test
  void aWeightIsARowSoManyTimes() {
    ProbabilityScores weighted =
        ProbabilityScores.of(
            new int[] {0, 1}, new double[] {0.75, 0.25, 0.5, 0.5}, 2, new double[] {1, 2});
    ProbabilityScores repeated =
        ProbabilityScores.of(new int[] {0, 1, 1}, new double[] {0.75, 0.25, 0.5, 0.5, 0.5, 0.5}, 2);
    assertThat(weighted).isEqualTo(repeated).hasSameHashCodeAs(repeated);
    assertThat(weighted)
        .isNotEqualTo(ProbabilityScores.of(new int[] {0}, new double[] {0.5, 0.5}, 2));
  }

  @Test
  void manyClassesShowTheFirstFive() {
    // Brier: (7/8)² + 2/16 + 3/64.
    double[] probabilities = {0.25, 0.25, 0.125, 0.125, 0.125, 0.125};
    assertThat(ProbabilityScores.of(new int[] {4}, probabilities, 6))
        .hasToString("log loss 2.07944, Brier 0.937500, accuracy 0.0000, top-5 1.0000");
  }

  @Test
  void refusesWrongArguments() {
    refuses(new int[0], new double[0], 2, "labels is empty, must have at least one row");
    refuses(
        new int[2],
        new double[3],
        2,
        "probabilities has 3 elements, must have 4, 2 rows of 2 classes");
    refuses(new int[] {2}, new double[] {1, 0}, 2, "labels[0] is 2, must be from 0 to 1");
    refuses(
        new int[1],
        new double[] {Double.NaN, 1},
        2,
        "the probability of class 0 in row 0 is NaN, must be from 0 to 1");
    refuses(
        new int[2],
        new double[] {1, 0, -0.25, 1.25},
        2,
        "the probability of class 0 in row 1 is -0.25, must be from 0 to 1");
    refuses(
        new int[1],
        new double[] {0.5, 0.25},
        2,
        "the probabilities of row 0 sum to 0.75, must sum to 1 within 0.001");
    refuses(new int[1], new double[1], 0, "classes is 0, must be from 1 to 46340");
    ProbabilityScores scores = ProbabilityScores.of(new int[1], new double[] {1, 0}, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores.topAccuracy(3))
        .withMessage("k is 3, must be from 1 to 2");
    // Probabilities rounded to single precision are probabilities.
    ProbabilityScores.of(new int[1], new double[] {1 / 3f, 1 / 3f, 1 / 3f}, 3);
  }

  private static void refuses(int[] labels, double[] probabilities, int classes, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityScores.of(labels, probabilities, classes))
        .withMessage(message);
  }
}
