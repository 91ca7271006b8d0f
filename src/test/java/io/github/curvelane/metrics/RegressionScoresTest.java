package io.github.curvelane.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegressionScoresTest {
  @Test
  void scoresByHand() {
    RegressionScores scores =
        RegressionScores.of(new double[] {3, -0.5, 2, 7}, new double[] {2.5, 0, 2, 8});
    assertThat(scores.mae()).isEqualTo(0.5);
    assertThat(scores.rmse()).isEqualTo(Math.sqrt(0.375));
    // Mean 2.875; squared distances 0.015625 + 11.390625 + 0.765625 + 17.015625 = 29.1875.
    assertThat(scores.r2()).isEqualTo(1 - 1.5 / 29.1875);
    assertThat(scores).hasToString("RMSE 0.612372, MAE 0.500000, R² 0.9486");
  }

  @Test
  void theExampleOfTheComment() {
    assertThat(RegressionScores.of(new double[] {1, 2, 3}, new double[] {1, 2, 5}))
        .hasToString("RMSE 1.15470, MAE 0.666667, R² -1.0000");
  }

  @Test
  void theMeanHasNoR2AndWorseIsNegative() {
    double[] targets = {1, 2, 3};
    assertThat(RegressionScores.of(targets, new double[] {2, 2, 2}).r2()).isZero();
    assertThat(RegressionScores.of(targets, new double[] {3, 2, 1}).r2()).isEqualTo(-3);
    assertThat(RegressionScores.of(targets, targets)).isEqualTo(new RegressionScores(0, 0, 1));
  }

  @Test
  void constantTargetsHaveNoVarianceToExplain() {
    double[] tenths = {0.1, 0.1, 0.1};
    assertThat(RegressionScores.of(tenths, tenths))
        .isEqualTo(new RegressionScores(0, 0, Double.NaN))
        .hasToString("RMSE 0.00000, MAE 0.00000, R² undefined (constant targets)");
    assertThat(RegressionScores.of(tenths, new double[3]).r2()).isNaN();
    assertThat(RegressionScores.of(new double[] {5}, new double[] {4}).r2()).isNaN();
    double[] weights = {1, 1, 0};
    assertThat(RegressionScores.of(new double[] {1, 1, 2}, new double[3], weights).r2()).isNaN();
  }

  @Test
  void equalWhatTheDefinitionsSayInFiftyDigits() {
    Random random = new Random(3);
    MathContext digits = new MathContext(50);
    for (int trial = 0; trial < 60; trial++) {
      int rows = 2 + random.nextInt(50);
      double centre = trial % 2 == 0 ? 0 : 1e6;
      double[] targets = random.doubles(rows, centre - 1, centre + 1).toArray();
      double[] predicted = random.doubles(rows, centre - 1, centre + 1).toArray();
      double[] weights = random.doubles(rows, 0.1, 3).toArray();
      BigDecimal total = BigDecimal.ZERO;
      BigDecimal squares = BigDecimal.ZERO;
      BigDecimal magnitudes = BigDecimal.ZERO;
      BigDecimal sum = BigDecimal.ZERO;
      for (int i = 0; i < rows; i++) {
        BigDecimal w = new BigDecimal(weights[i]);
        BigDecimal d = new BigDecimal(predicted[i]).subtract(new BigDecimal(targets[i]));
        total = total.add(w);
        squares = squares.add(w.multiply(d).multiply(d));
        magnitudes = magnitudes.add(w.multiply(d.abs()));
        sum = sum.add(w.multiply(new BigDecimal(targets[i])));
      }
      BigDecimal mean = sum.divide(total, digits);
      BigDecimal variation = BigDecimal.ZERO;
      for (int i = 0; i < rows; i++) {
        BigDecimal d = new BigDecimal(targets[i]).subtract(mean);
        variation = variation.add(new BigDecimal(weights[i]).multiply(d).multiply(d));
      }
      RegressionScores scores = RegressionScores.of(targets, predicted, weights);
      // A term rounds thrice, the compensated sum and the quotient once each: 8u, with margin.
      double bound = 8 * 0x1p-53;
      double rmse = squares.divide(total, digits).sqrt(digits).doubleValue();
      double mae = magnitudes.divide(total, digits).doubleValue();
      double unexplained = squares.divide(variation, digits).doubleValue();
      assertThat(scores.rmse()).isCloseTo(rmse, within(bound * rmse));
      assertThat(scores.mae()).isCloseTo(mae, within(bound * mae));
      // y − ȳ is off by the rounding of ȳ, 3u·centre, where y's distances are of size 1/2.
      double off = 16 * 0x1p-53 * (1 + unexplained) + 12 * 0x1p-53 * centre * unexplained;
      assertThat(scores.r2()).isCloseTo(1 - unexplained, within(off));
    }
  }

  @Test
  void aWeightIsARowSoManyTimes() {
    assertThat(
            RegressionScores.of(
                new double[] {1, 2, 9}, new double[] {2, 2, 9}, new double[] {2, 1, 0}))
        .isEqualTo(RegressionScores.of(new double[] {1, 1, 2}, new double[] {2, 2, 2}));
  }

  @Test
  void sumsLoseNothing() {
    // A plain sum from 2⁵³ on takes no 1.
    int rows = 100_001;
    double[] predicted = new double[rows];
    Arrays.fill(predicted, 1);
    predicted[0] = 0x1p53;
    double[] targets = new double[rows];
    assertThat(RegressionScores.of(targets, predicted).mae()).isEqualTo((0x1p53 + 100_000) / rows);
  }

  @Test
  void refusesWrongArguments() {
    refuses(new double[0], new double[0], null, "targets is empty, must have at least one row");
    refuses(new double[2], new double[1], null, "predicted has 1 elements, must have 2");
    refuses(new double[] {0, Double.NaN}, new double[2], null, "targets[1] is NaN, must be finite");
    refuses(
        new double[2],
        new double[] {0, Double.NEGATIVE_INFINITY},
        null,
        "predicted[1] is -Infinity, must be finite");
    refuses(new double[2], new double[2], new double[3], "weights has 3 elements, must have 2");
    refuses(
        new double[2],
        new double[2],
        new double[] {Double.MAX_VALUE, Double.MAX_VALUE},
        "weights sum to Infinity, must have a positive, finite sum");
  }

  private static void refuses(
      double[] targets, double[] predicted, double[] weights, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegressionScores.of(targets, predicted, weights))
        .withMessage(message);
  }
}
