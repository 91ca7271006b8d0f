package io.github.curvelane.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AucTest {
  /** The definition: every pair of a one and a zero, equal scores counting half. */
  private static double byPairs(int[] labels, double[] scores, double[] weights) {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < labels.length; j++) {
        if (labels[i] == 1 && labels[j] == 0) {
          double weight = weights[i] * weights[j];
          won += scores[i] > scores[j] ? weight : scores[i] == scores[j] ? weight / 2 : 0;
          pairs += weight;
        }
      }
    }
    return won / pairs;
  }

  @Test
  void areasByHand() {
    // Of the four pairs three are in order: 0.35 and 0.4 are not.
    assertThat(Auc.of(new int[] {0, 0, 1, 1}, new double[] {0.1, 0.4, 0.35, 0.8})).isEqualTo(0.75);
    assertThat(Auc.of(new int[] {1, 0}, new double[] {2, 1})).isEqualTo(1);
    assertThat(Auc.of(new int[] {0, 1}, new double[] {2, 1})).isEqualTo(0);
    assertThat(Auc.of(new int[] {0, 1, 0}, new double[] {7, 7, 7})).isEqualTo(0.5);
    assertThat(Auc.of(new int[] {0, 1}, new double[] {0.0, -0.0})).isEqualTo(0.5);
    double inf = Double.POSITIVE_INFINITY;
    assertThat(Auc.of(new int[] {0, 1, 1}, new double[] {-inf, inf, -inf})).isEqualTo(0.75);
  }

  @Test
  void equalsTheSumOverAllPairs() {
    Random random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      int rows = 2 + random.nextInt(40);
      int levels = 1 + random.nextInt(12);
      int[] labels = random.ints(rows, 0, 2).toArray();
      labels[0] = 0;
      labels[1] = 1;
      double[] scores = new double[rows];
      Arrays.setAll(scores, i -> (random.nextInt(levels) - levels / 2) / 3.0);
      double[] ones = new double[rows];
      Arrays.fill(ones, 1);
      assertThat(Auc.of(labels, scores)).isEqualTo(byPairs(labels, scores, ones));
      double[] weights = random.doubles(rows, 0.1, 2).toArray();
      assertThat(Auc.of(labels, scores, weights))
          .isCloseTo(byPairs(labels, scores, weights), within(1e-14));
      // Increasing functions change nothing, the other class is the rest of the square.
      double[] cubes = Arrays.stream(scores).map(s -> s * s * s - 5).toArray();
      assertThat(Auc.of(labels, cubes, weights)).isEqualTo(Auc.of(labels, scores, weights));
      int[] others = Arrays.stream(labels).map(label -> 1 - label).toArray();
      assertThat(Auc.of(others, scores)).isCloseTo(1 - Auc.of(labels, scores), within(1e-15));
    }
  }

  @Test
  void aWeightIsARowSoManyTimes() {
    double weighted =
        Auc.of(new int[] {1, 0, 1, 0}, new double[] {1, 2, 3, 2}, new double[] {2, 1, 1, 0});
    double repeated = Auc.of(new int[] {1, 1, 0, 1}, new double[] {1, 1, 2, 3});
    assertThat(weighted).isEqualTo(repeated).isEqualTo(1.0 / 3);
  }

  @Test
  void manyRowsAreCountedExactly() {
    // 1,000,000 rows of which every third is a one; scores i mod 1,000, so ties abound.
    int rows = 1_000_000;
    int[] labels = new int[rows];
    double[] scores = new double[rows];
    long[][] counts = new long[2][1000];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 3 == 0 ? 1 : 0;
      scores[i] = i % 1000;
      counts[labels[i]][i % 1000]++;
    }
    long twiceWon = 0;
    long below = 0;
    long ones = 0;
    for (int s = 0; s < 1000; s++) {
      twiceWon += counts[1][s] * (2 * below + counts[0][s]);
      below += counts[0][s];
      ones += counts[1][s];
    }
    assertThat(Auc.of(labels, scores)).isEqualTo((double) twiceWon / (2 * below * ones));
  }

  @Test
  void refusesWrongArguments() {
    refuses(new int[0], new double[0], null, "labels is empty, must have at least one row");
    refuses(new int[2], new double[1], null, "scores has 1 elements, must have 2");
    refuses(new int[] {0, 2}, new double[2], null, "labels[1] is 2, must be from 0 to 1");
    refuses(
        new int[] {0, 1}, new double[] {0, Double.NaN}, null, "scores[1] is NaN, must be a number");
    refuses(
        new int[2],
        new double[2],
        null,
        "class 1 has no rows of positive weight, must have at least one");
    refuses(
        new int[] {0, 1},
        new double[2],
        new double[] {0, 1},
        "class 0 has no rows of positive weight, must have at least one");
    refuses(
        new int[] {0, 1},
        new double[2],
        new double[] {-1, 1},
        "weights[0] is -1.0, must be finite and at least 0");
  }

  private static void refuses(int[] labels, double[] scores, double[] weights, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Auc.of(labels, scores, weights))
        .withMessage(message);
  }
}
