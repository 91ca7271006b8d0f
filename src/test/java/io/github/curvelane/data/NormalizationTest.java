package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static Dataset<double[]> data(int features, double... inputs) {
    int[] labels = new int[inputs.length / features];
    return Dataset.classification(Precision.DOUBLE, inputs, features, labels, 1);
  }

  @Test
  void globalScalingKeepsTheRelativeSizeOfFeatures() {
    Dataset<double[]> training = data(2, 0, 0, 2, 6);
    Normalization fitted = Normalization.global(training);
    double deviation = Math.sqrt((1 + 9) / 2.0);
    assertThat(fitted.means()).containsExactly(1, 3);
    assertThat(fitted.apply(training).inputs())
        .containsExactly(
            new double[] {-1 / deviation, -3 / deviation, 1 / deviation, 3 / deviation},
            within(1e-15));
  }

  @Test
  void perFeatureScalingGivesUnitVariance() {
    Dataset<double[]> training = data(2, 0, 0, 2, 6);
    assertThat(Normalization.perFeature(training, 0).apply(training).inputs())
        .containsExactly(new double[] {-1, -1, 1, 1}, within(1e-15));
  }

  @Test
  void theFloorKeepsAnAlmostConstantFeatureSmall() {
    Dataset<double[]> training = data(2, 0, 0, 0, 2e-9, 2, 0, 2, 2e-9);
    assertThat(Normalization.perFeature(training, 0).scales()[1]).isCloseTo(1e9, within(1.0));
    assertThat(Normalization.perFeature(training, 0.1).scales()[1]).isLessThan(15);
  }

  @Test
  void aFeatureWithoutVarianceIsZeroEverAfter() {
    Dataset<double[]> training = data(3, 0.1, 5, 1, 0.1, 6, 1, 0.1, 9, 1);
    Dataset<double[]> unseen = data(3, 7, 7, 7);
    for (Normalization fitted :
        new Normalization[] {
          Normalization.centring(training),
          Normalization.global(training),
          Normalization.perFeature(training, 0.01)
        }) {
      double[] mapped = fitted.apply(unseen).inputs();
      assertThat(mapped[0]).isZero();
      assertThat(mapped[1]).isNotZero();
      assertThat(mapped[2]).isZero();
    }
  }

  @Test
  void aDatasetOfOneExampleBecomesZero() {
    Dataset<double[]> one = data(2, 3, 4);
    assertThat(Normalization.global(one).apply(one).inputs()).containsExactly(0, 0);
  }

  @Test
  void testDataAreMappedByWhatTrainingDataTaught() {
    Normalization fitted = Normalization.centring(data(1, 1, 3));
    assertThat(fitted.apply(data(1, 10)).inputs()).containsExactly(8);
    assertThat(Normalization.of(fitted.means(), fitted.scales()).apply(data(1, 10)).inputs())
        .containsExactly(8);
    assertThat(Normalization.none(1).apply(data(1, 10)).inputs()).containsExactly(10);
  }

  @Test
  void labelsAndTargetsStay() {
    Dataset<double[]> rows =
        Dataset.regression(Precision.DOUBLE, new double[] {1, 2}, 1, new double[] {3, 4}, 1);
    assertThat(Normalization.centring(rows).apply(rows).targets()).containsExactly(3, 4);
  }

  @Test
  void resultsAreRoundedOnceToFloat() {
    Dataset<float[]> single =
        Dataset.classification(Precision.FLOAT, new float[] {0.1f, 0.2f, 0.7f}, 1, new int[3], 1);
    Normalization fitted = Normalization.global(single);
    float[] mapped = fitted.apply(single).inputs();
    for (int i = 0; i < 3; i++) {
      double exact = (single.inputs()[i] - fitted.means()[0]) * fitted.scales()[0];
      assertThat(mapped[i]).isEqualTo((float) exact);
    }
  }

  @Test
  void refusesWhatCannotBeApplied() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalization.none(2).apply(data(3, 1, 2, 3)))
        .withMessage("the data have 3 features, must have 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalization.of(new double[2], new double[1]))
        .withMessageContaining("one of each for every feature");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalization.of(new double[1], new double[] {Double.NaN}))
        .withMessage("scales[0] is NaN, must be finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalization.perFeature(data(1, 1, 2), -1))
        .withMessageContaining("floor is -1.0");
  }
}
