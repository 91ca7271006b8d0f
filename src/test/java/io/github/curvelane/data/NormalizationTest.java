package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationTest {
  private static final int FEATURES = 30;

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

  /** Chains over canonical chunks, the tree of their sums, one multiplication by fl(1/B). */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100, 4095, 4096, 4097, 5 * 4096 + 17})
  void momentsAreMeansOverExamples(int examples) {
    double[] inputs =
        new SplittableRandom(examples)
            .doubles((long) FEATURES * examples, -1, 5)
            .map(x -> x * x)
            .toArray();
    Normalization fitted = Normalization.perFeature(data(FEATURES, inputs), 0);
    double scale = 1.0 / examples;
    for (int feature = 0; feature < FEATURES; feature++) {
      double mean = examples == 1 ? inputs[feature] : tree(inputs, feature, null) * scale;
      double variance = tree(inputs, feature, mean) * scale;
      assertThat(fitted.means()[feature]).isEqualTo(mean);
      double expected = variance == 0 ? 0 : 1 / Math.sqrt(variance);
      assertThat(fitted.scales()[feature]).isEqualTo(expected);
    }
  }

  private static double tree(double[] inputs, int feature, Double centre) {
    int examples = inputs.length / FEATURES;
    double[] chunks = new double[Math.ceilDiv(examples, Arithmetic.EXAMPLE_CHUNK)];
    for (int i = 0; i < examples; i++) {
      double x = inputs[FEATURES * i + feature];
      int chunk = i / Arithmetic.EXAMPLE_CHUNK;
      double d = centre == null ? 1 : x - centre;
      chunks[chunk] = Math.fma(centre == null ? x : d, d, chunks[chunk]);
    }
    return tree(chunks, 0, chunks.length);
  }

  private static double tree(double[] sums, int from, int count) {
    if (count == 1) {
      return sums[from];
    }
    int left = Integer.highestOneBit(count - 1);
    return tree(sums, from, left) + tree(sums, from + left, count - left);
  }

  @Test
  void perFeatureScalingGivesUnitVariance() {
    Dataset<double[]> training = data(2, 0, 0, 2, 6);
    assertThat(Normalization.perFeature(training, 0).apply(training).inputs())
        .containsExactly(new double[] {-1, -1, 1, 1}, within(1e-15));
  }

  @Test
  void theFloorKeepsAnAlmostConstantFeatureSmall() {
    double noise = 0x1p-40;
    Dataset<double[]> training = data(2, 0, 1, 0, 1 + noise, 2, 1, 2, 1 + noise);
    assertThat(Normalization.perFeature(training, 0).scales()[1]).isEqualTo(2 / noise);
    assertThat(Normalization.perFeature(training, 0x1p-30).scales()[1])
        .isEqualTo(0x1p30 / (1 + noise));
  }

  @Test
  void theFloorOfAFeatureIsItsOwn() {
    Dataset<double[]> training = data(2, -2e4, 0, -2e4, 0.6, 2e4, 0, 2e4, 0.6);
    Normalization fitted = Normalization.perFeature(training, 0x1p-30);
    assertThat(fitted.scales()).containsExactly(1 / 2e4, 1 / 0.3);
  }

  @Test
  void largeNumbersAreCentredBeforeTheyAreRounded() {
    Inputs milliseconds =
        new Inputs() {
          @Override
          public int examples() {
            return 2;
          }

          @Override
          public int features() {
            return 1;
          }

          @Override
          public double input(int example, int feature) {
            return 1.7e12 + 100 * example;
          }
        };
    float[] centred = Normalization.centring(milliseconds).apply(milliseconds, Precision.FLOAT);
    assertThat(centred).containsExactly(-50, 50);
    assertThat((float) 1.7e12).isEqualTo((float) (1.7e12 + 100));
  }

  @Test
  void rowsAreTheInputsInEitherPrecisionAndWithoutAFastPath() {
    double[] numbers = {0.1, -2, 3e-9, 7, 0.7, -0.0};
    Dataset<double[]> doubles = data(3, numbers);
    Dataset<float[]> floats =
        Dataset.classification(
            Precision.FLOAT, Precision.FLOAT.of(numbers), 3, new int[] {0, 1}, 2);
    for (Dataset<?> data : List.of(doubles, floats)) {
      Inputs plain =
          new Inputs() {
            @Override
            public int examples() {
              return data.examples();
            }

            @Override
            public int features() {
              return data.features();
            }

            @Override
            public double input(int example, int feature) {
              return data.input(example, feature);
            }
          };
      double[] row = new double[3];
      double[] slow = new double[3];
      for (int i = 0; i < 2; i++) {
        data.row(i, row);
        plain.row(i, slow);
        assertThat(row).isEqualTo(slow);
        assertThat(slow[2]).isEqualTo(data.input(i, 2));
      }
      Normalization fitted = Normalization.perFeature(data, 0);
      assertThat(fitted).isEqualTo(Normalization.perFeature(plain, 0));
      assertThat(fitted.apply(plain, Precision.FLOAT))
          .isEqualTo(fitted.apply(data, Precision.FLOAT));
    }
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
