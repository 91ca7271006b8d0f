package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.curvelane.Precision;
import io.github.curvelane.nn.Targets;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Precision<float[]> FLOAT = Precision.FLOAT;

  private static Dataset<float[]> three() {
    return Dataset.classification(FLOAT, new float[] {1, 2, 3, 4, 5, 6}, 2, new int[] {0, 2, 1}, 3);
  }

  @Test
  void holdsWhatItWasGiven() {
    Dataset<float[]> data = three();
    assertThat(data.examples()).isEqualTo(3);
    assertThat(data.features()).isEqualTo(2);
    assertThat(data.outputs()).isEqualTo(3);
    assertThat(data.isClassification()).isTrue();
    assertThat(data.labels()).containsExactly(0, 2, 1);
    assertThatIllegalStateException().isThrownBy(data::targets);
  }

  @Test
  void selectsRowsInTheOrderAskedFor() {
    Dataset<float[]> chosen = three().select(2, 0, 2);
    assertThat(chosen.inputs()).containsExactly(5, 6, 1, 2, 5, 6);
    assertThat(chosen.labels()).containsExactly(1, 0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three().select(3))
        .withMessage("row 3 is outside the examples, 0 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three().select())
        .withMessageContaining("at least one example");
  }

  @Test
  void turnsLabelsIntoTargetRows() {
    Dataset<float[]> rows = three().oneHot(-1, 1);
    assertThat(rows.targets()).containsExactly(1, -1, -1, -1, -1, 1, -1, 1, -1);
    assertThat(rows.select(1).targets()).containsExactly(-1, -1, 1);
    Targets<float[]> coded = Targets.coded(FLOAT, three().labels(), 3, -1, 1);
    for (int i = 0; i < 9; i++) {
      assertThat(coded.value(i / 3, i % 3)).isEqualTo(rows.targets()[i]);
    }
    assertThatIllegalStateException().isThrownBy(rows::labels);
  }

  @Test
  void namesTheExampleAndColumnOfANumberThatIsNotFinite() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Dataset.classification(FLOAT, new float[] {1, 2, 3, Float.NaN}, 2, new int[2], 1))
        .withMessage("inputs of example 1, column 1, is NaN, must be finite");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Dataset.regression(
                    Precision.DOUBLE,
                    new double[3],
                    1,
                    new double[] {0, Double.NEGATIVE_INFINITY, 0},
                    1))
        .withMessage("targets of example 1, column 0, is -Infinity, must be finite");
  }

  @Test
  void namesALabelOutsideTheClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.classification(FLOAT, new float[2], 1, new int[] {0, 10}, 10))
        .withMessage("label of example 1 is 10, must be from 0 to 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.classification(FLOAT, new float[1], 1, new int[] {-1}, 10))
        .withMessage("label of example 0 is -1, must be from 0 to 9");
  }

  @Test
  void refusesShapesThatDoNotBelongTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.classification(FLOAT, new float[0], 1, new int[0], 2))
        .withMessage("the dataset is empty: it has no example");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.classification(FLOAT, new float[5], 2, new int[3], 2))
        .withMessage("inputs has 5 elements, must have 3 x 2 = 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.classification(FLOAT, new float[5], 0, new int[3], 2))
        .withMessage("features is 0, must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.classification(FLOAT, new float[5], 1, new int[5], -2))
        .withMessage("classes is -2, must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.regression(FLOAT, new float[3], 1, new float[5], 2))
        .withMessage("targets has 5 elements, not a multiple of outputs = 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Dataset.classification(FLOAT, new float[8], Integer.MAX_VALUE / 2, new int[8], 2))
        .withMessage("inputs has 8 elements, must have 8 x 1073741823 = 8589934584");
  }

  @Test
  void refusesAMatrixThatIsTooLargeForAnArray() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.elements("targets", 1 << 20, 1 << 20))
        .withMessage("targets of 1048576 x 1048576 elements is too large for an array");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.elements("targets", Long.MAX_VALUE, 3))
        .withMessageContaining("too large");
  }
}
