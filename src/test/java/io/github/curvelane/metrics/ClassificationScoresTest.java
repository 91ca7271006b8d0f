package io.github.curvelane.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.nn.ConfusionMatrix;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassificationScoresTest {
  private static final int[] LABELS = {0, 1, 2, 0, 1, 2};
  private static final int[] PREDICTED = {0, 2, 1, 0, 0, 1};

  @Test
  void scoresByHand() {
    ClassificationScores scores = ClassificationScores.of(LABELS, PREDICTED, 3);
    assertThat(scores.accuracy()).isEqualTo(2.0 / 6);
    assertThat(scores.error()).isEqualTo(4.0 / 6);
    // Class 0: 2 hits of 3 predicted and of 2; classes 1 and 2: none of 2 and 1, all of 2.
    assertThat(scores.ofClass(0)).isEqualTo(new PrecisionRecall(2.0 / 3, 1, 4.0 / 5));
    assertThat(scores.ofClass(1)).isEqualTo(new PrecisionRecall(0, 0, 0));
    assertThat(scores.ofClass(2)).isEqualTo(new PrecisionRecall(0, 0, 0));
    assertThat(scores.macro()).isEqualTo(new PrecisionRecall(2.0 / 9, 1.0 / 3, 0.8 / 3));
    assertThat(scores.micro()).isEqualTo(new PrecisionRecall(2.0 / 6, 2.0 / 6, 2.0 / 6));
    assertThat(scores.weight(1, 2)).isEqualTo(1);
    assertThat(scores.weight(2, 1)).isEqualTo(2);
    assertThat(scores.support(2)).isEqualTo(2);
  }

  @Test
  void theExampleOfTheComment() {
    ClassificationScores scores =
        ClassificationScores.of(new int[] {0, 0, 1, 2}, new int[] {0, 1, 1, 2}, 3);
    assertThat(scores.accuracy()).isEqualTo(0.75);
    assertThat(scores.ofClass(1)).hasToString("precision 0.5000, recall 1.0000, F1 0.6667");
  }

  @Test
  void classesWithoutRowsOrPredictions() {
    // Class 1 is never predicted, class 2 has no rows, class 3 neither.
    ClassificationScores scores =
        ClassificationScores.of(new int[] {0, 0, 1}, new int[] {0, 2, 0}, 4);
    assertThat(scores.ofClass(1)).isEqualTo(new PrecisionRecall(0, 0, 0));
    assertThat(scores.ofClass(2)).isEqualTo(new PrecisionRecall(0, 0, 0));
    assertThat(scores.ofClass(3))
        .isEqualTo(new PrecisionRecall(Double.NaN, Double.NaN, Double.NaN));
    assertThat(scores.macro()).isEqualTo(new PrecisionRecall(0.5 / 3, 0.5 / 3, 0.5 / 3));
  }

  @Test
  void rowsWithoutPredictionAreErrorsOfTheirClass() {
    ClassificationScores scores =
        ClassificationScores.of(new int[] {0, 0, 1, 1}, new int[] {0, -1, 1, 1}, 2);
    assertThat(scores.unpredicted(0)).isEqualTo(1);
    assertThat(scores.support(0)).isEqualTo(2);
    assertThat(scores.accuracy()).isEqualTo(0.75);
    assertThat(scores.error()).isEqualTo(0.25);
    assertThat(scores.ofClass(0)).isEqualTo(new PrecisionRecall(1, 0.5, 2.0 / 3));
    assertThat(scores.micro()).isEqualTo(new PrecisionRecall(1, 0.75, 6.0 / 7));
    ClassificationScores none = ClassificationScores.of(new int[] {0}, new int[] {-1}, 1);
    assertThat(none.micro()).isEqualTo(new PrecisionRecall(0, 0, 0));
    assertThat(none.error()).isEqualTo(1);
  }

  @Test
  void equalWhatTheDefinitionsSay() {
    Random random = new Random(17);
    for (int trial = 0; trial < 200; trial++) {
      int classes = 1 + random.nextInt(5);
      int rows = 1 + random.nextInt(30);
      int[] labels = random.ints(rows, 0, classes).toArray();
      int[] predicted = random.ints(rows, -1, classes).toArray();
      double[] weights = random.ints(rows, 0, 4).asDoubleStream().toArray();
      weights[random.nextInt(rows)] = 1;
      ClassificationScores scores = ClassificationScores.of(labels, predicted, classes, weights);
      double all = 0;
      double right = 0;
      for (int i = 0; i < rows; i++) {
        all += weights[i];
        right += labels[i] == predicted[i] ? weights[i] : 0;
      }
      assertThat(scores.accuracy()).isEqualTo(right / all);
      assertThat(scores.error()).isEqualTo((all - right) / all);
      for (int c = 0; c < classes; c++) {
        double hits = 0;
        double misses = 0;
        double alarms = 0;
        for (int i = 0; i < rows; i++) {
          hits += labels[i] == c && predicted[i] == c ? weights[i] : 0;
          misses += labels[i] == c && predicted[i] != c ? weights[i] : 0;
          alarms += labels[i] != c && predicted[i] == c ? weights[i] : 0;
        }
        PrecisionRecall got = scores.ofClass(c);
        if (hits + misses + alarms == 0) {
          assertThat(got.f1()).isNaN();
        } else {
          assertThat(got.precision()).isEqualTo(hits + alarms == 0 ? 0 : hits / (hits + alarms));
          assertThat(got.recall()).isEqualTo(hits + misses == 0 ? 0 : hits / (hits + misses));
          double harmonic = hits == 0 ? 0 : 2 / (1 / got.precision() + 1 / got.recall());
          assertThat(got.f1()).isCloseTo(harmonic, within(1e-15));
        }
      }
    }
  }

  @Test
  void aWeightIsARowSoManyTimes() {
    ClassificationScores weighted =
        ClassificationScores.of(
            new int[] {0, 1, 1}, new int[] {0, 0, 1}, 2, new double[] {2, 0, 3});
    ClassificationScores repeated =
        ClassificationScores.of(new int[] {0, 0, 1, 1, 1}, new int[] {0, 0, 1, 1, 1}, 2);
    assertThat(weighted).isEqualTo(repeated).hasSameHashCodeAs(repeated);
    assertThat(weighted).isNotEqualTo(ClassificationScores.of(new int[] {0}, new int[] {0}, 2));
  }

  @Test
  void countsOfAnEvaluationScoreTheSame() {
    ConfusionMatrix counts = new ConfusionMatrix(3);
    int[] predicted = {0, 2, 1, -1, 0, 1};
    for (int i = 0; i < LABELS.length; i++) {
      counts.add(LABELS[i], predicted[i]);
    }
    ClassificationScores scores = ClassificationScores.of(counts);
    assertThat(scores).isEqualTo(ClassificationScores.of(LABELS, predicted, 3));
    counts.clear();
    assertThat(scores.accuracy()).isEqualTo(1.0 / 6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassificationScores.of(counts))
        .withMessage("counts has no examples, must have at least one");
  }

  @Test
  void textsForPeople() {
    ClassificationScores scores = ClassificationScores.of(LABELS, PREDICTED, 3);
    assertThat(scores)
        .hasToString(
            """
            accuracy 0.3333, error 0.6667
            class  precision  recall      F1  rows
            0         0.6667  1.0000  0.8000     2
            1         0.0000  0.0000  0.0000     2
            2         0.0000  0.0000  0.0000     2
            macro     0.2222  0.3333  0.2667     6
            micro     0.3333  0.3333  0.3333     6
            """);
    assertThat(scores.confusion(List.of("ant", "bee", "spider")))
        .isEqualTo(
            """
                    ant  bee  spider
            ant       2    0       0
            bee       1    0       1
            spider    0    2       0
            """);
    ClassificationScores weighted =
        ClassificationScores.of(new int[] {0, 1}, new int[] {0, -1}, 3, new double[] {0.25, 2});
    assertThat(weighted.confusion(List.of("a", "b", "c")))
        .isEqualTo(
            """
                      a  b  c  none
            a  0.250000  0  0     0
            b         0  0  0     2
            c         0  0  0     0
            """);
    assertThat(weighted.report(List.of("a", "b", "c")))
        .contains("c              -       -       -         0\n");
    assertThat(scores.micro()).hasToString("precision 0.3333, recall 0.3333, F1 0.3333");
  }

  @Test
  void refusesWrongArguments() {
    refuses(new int[0], new int[0], 2, null, "labels is empty, must have at least one row");
    refuses(new int[2], new int[3], 2, null, "predicted has 3 elements, must have 2");
    refuses(new int[] {0, 2}, new int[2], 2, null, "labels[1] is 2, must be from 0 to 1");
    refuses(new int[] {0, -1}, new int[2], 2, null, "labels[1] is -1, must be from 0 to 1");
    refuses(new int[2], new int[] {0, -2}, 2, null, "predicted[1] is -2, must be from -1 to 1");
    refuses(new int[2], new int[2], 0, null, "classes is 0, must be from 1 to 46340");
    refuses(new int[2], new int[2], 50000, null, "classes is 50000, must be from 1 to 46340");
    refuses(new int[2], new int[2], 1, new double[1], "weights has 1 elements, must have 2");
    refuses(
        new int[2],
        new int[2],
        1,
        new double[] {1, Double.NaN},
        "weights[1] is NaN, must be finite and at least 0");
    refuses(
        new int[2],
        new int[2],
        1,
        new double[2],
        "weights sum to 0.0, must have a positive, finite sum");
    ClassificationScores scores = ClassificationScores.of(LABELS, PREDICTED, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores.report(List.of("a")))
        .withMessage("names has 1 elements, must have 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores.ofClass(3))
        .withMessage("actual is 3, must be from 0 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores.weight(0, -1))
        .withMessage("predicted is -1, must be from 0 to 2");
  }

  private static void refuses(
      int[] labels, int[] predicted, int classes, double[] weights, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassificationScores.of(labels, predicted, classes, weights))
        .withMessage(message);
  }
}
