package io.github.curvelane.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.ChunkedMean;
import io.github.curvelane.kernel.ExampleChunks;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.RowSoftmax;
import io.github.curvelane.kernel.Rows;
import io.github.curvelane.nn.Workspace;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arrays that are passed twice where that gives other numbers are refused, and what would have been
 * overwritten stays; where a contract allows them the numbers are those of arrays apart.
 */
final class AliasingTest {
  private static final Kernels<double[]> DOUBLES = Kernels.of(Precision.DOUBLE);
  private static final Kernels<float[]> FLOATS = Kernels.of(Precision.FLOAT);

  private final double[] numbers = new Random(1).doubles(200, -1, 1).toArray();

  /**
   * Five columns in, three out: the outputs of 24 examples take the place of 14 of their inputs.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void predictionsOverTheirInputsAreRefused(int from) {
    Workspace<double[]> workspace = ObjectiveThings.NETWORK.newWorkspace(4);
    double[] theta = ObjectiveThings.theta(0);
    double[] shared = numbers.clone();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> workspace.predict(theta, shared, from, 24, shared))
        .withMessage(
            "inputs and outputs are the same array: the outputs to 71 overlap the inputs from %d to"
                + " %d",
            5 * from, 5 * (from + 24) - 1);
    assertThat(shared).isEqualTo(numbers);
  }

  @Test
  void predictionsBeforeTheirInputsAreAllowed() {
    Workspace<double[]> workspace = ObjectiveThings.NETWORK.newWorkspace(4);
    double[] theta = ObjectiveThings.theta(0);
    double[] shared = numbers.clone();
    double[] apart = new double[36];
    workspace.predict(theta, numbers, 8, 12, apart);
    workspace.predict(theta, shared, 8, 12, shared);
    assertThat(Arrays.copyOf(shared, 36)).isEqualTo(apart);
    workspace.predict(theta, shared, 0, 0, shared);
  }

  @Test
  void aConversionOverItsSourceIsRefused() {
    double[] shared = numbers.clone();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DOUBLES.vectorAlgebra().convert(20, shared, 0, shared, 3))
        .withMessage(
            "the result (offset 3) overlaps x (offset 0): they must be the same or apart, with n ="
                + " 20");
    float[] floats = Precision.FLOAT.of(numbers);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FLOATS.vectorAlgebra().convert(20, floats, 3, floats, 0));
    assertThat(shared).isEqualTo(numbers);
    DOUBLES.vectorAlgebra().convert(20, shared, 5, shared, 5);
    assertThat(shared).isEqualTo(numbers);
    DOUBLES.vectorAlgebra().convert(20, shared, 0, shared, 20);
    assertThat(Arrays.copyOfRange(shared, 20, 40)).isEqualTo(Arrays.copyOf(numbers, 20));
  }

  @Test
  void aSegmentOfTheArrayIsRefusedAlsoIfItIsReadOnly() {
    double[] shared = numbers.clone();
    MemorySegment segment = MemorySegment.ofArray(shared);
    for (MemorySegment one : List.of(segment, segment.asReadOnly())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DOUBLES.segments().read(5, 6, one, 0, 7, shared, 8, 9))
          .withMessage("x is a segment of the array y, must be apart from it");
    }
    assertThat(shared).isEqualTo(numbers);
    double[] apart = new double[100];
    DOUBLES.segments().read(5, 6, segment.asReadOnly(), 0, 7, apart, 8, 9);
    assertThat(apart[8 + 9]).isEqualTo(numbers[7]);
  }

  private static Rows<double[]> rows(double[] array, int offset, int stride, int count) {
    return new Rows<>(array, offset, stride, count);
  }

  @Test
  void aCrossEntropyRefusesRowsThatOverlap() {
    RowSoftmax<double[]> softmax = DOUBLES.newSoftmax();
    int n = 4;
    double[] kept = new double[3 * RowSoftmax.width(n)];
    Rows<double[]> x = rows(numbers, 0, n, 3);
    Rows<double[]> keptRows = rows(kept, 0, RowSoftmax.width(n), 3);
    softmax.keep(n, x, keptRows);
    double[] before = kept.clone();
    // A gradient over what is kept, for a class and for a distribution.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> softmax.crossEntropy(n, 1, 0, x, 0, 2, keptRows, rows(kept, 3, n + 3, 3)))
        .withMessage("gradient at 3 overlaps kept at 0");
    // A distribution where the gradient goes, and one where L and h go.
    double[] shared = {0.1, 0.2, 0.3, 0.4, 0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0, 0};
    Rows<double[]> targets = rows(shared, 0, n, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> softmax.crossEntropy(n, 1, 0, x, 0, targets, 0, keptRows, rows(shared, 1, n, 3)))
        .withMessage("gradient at 1 overlaps target at 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> softmax.crossEntropy(n, 1, 0, x, 0, rows(kept, 1, n, 3), 0, keptRows, null))
        .withMessage("kept at 0 overlaps target at 1");
    assertThat(kept).isEqualTo(before);
    // Products over what is kept.
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                softmax.hessianVector(n, keptRows, 0, rows(numbers, 50, n, 3), rows(kept, 3, 7, 3)))
        .withMessage("out at 3 overlaps kept at 0");
    assertThat(kept).isEqualTo(before);
  }

  @Test
  void aGradientMayTakeThePlaceOfTheLogits() {
    RowSoftmax<double[]> softmax = DOUBLES.newSoftmax();
    int n = 4;
    double[] kept = new double[RowSoftmax.width(n)];
    double[] apart = new double[n];
    double[] shared = numbers.clone();
    Rows<double[]> keptRow = rows(kept, 0, RowSoftmax.width(n), 1);
    softmax.keep(n, rows(numbers, 0, n, 1), keptRow);
    double loss =
        softmax.crossEntropy(
            n, 1, 0.1, rows(numbers, 0, n, 1), 0, 2, keptRow, rows(apart, 0, n, 1));
    softmax.keep(n, rows(shared, 0, n, 1), keptRow);
    Rows<double[]> x = rows(shared, 0, n, 1);
    assertThat(softmax.crossEntropy(n, 1, 0.1, x, 0, 2, keptRow, x)).isEqualTo(loss);
    assertThat(Arrays.copyOf(shared, n)).isEqualTo(apart);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, -Double.MIN_VALUE, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void smoothingOutsideItsBoundsIsRefused(double smoothing) {
    RowSoftmax<double[]> softmax = DOUBLES.newSoftmax();
    double[] kept = new double[7];
    Rows<double[]> x = rows(numbers, 0, 4, 1);
    Rows<double[]> keptRow = rows(kept, 0, 7, 1);
    softmax.keep(4, x, keptRow);
    double[] before = kept.clone();
    String message = "smoothing is " + smoothing + ", must be at least 0 and less than 1";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> softmax.crossEntropy(4, 1, smoothing, x, 0, 1, keptRow, null))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                softmax.crossEntropy(
                    4, 1, smoothing, x, 0, rows(numbers, 9, 4, 1), 0, keptRow, null))
        .withMessage(message);
    assertThat(kept).isEqualTo(before);
  }

  @Test
  void oneArrayForTwoTotalsIsRefused() {
    double[] result = {5, 5};
    ChunkTree<double[]> tree = new ChunkTree<>(DOUBLES);
    tree.begin(1, 2, 2);
    tree.add(0, 1, List.of(new double[] {1, 2}, new double[] {3, 4}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tree.total(1, List.of(result, result)))
        .withMessage("results 0 and 1 are the same array");
    ExampleChunks<double[]> chunks =
        new ExampleChunks<>() {
          @Override
          public long examples() {
            return 3;
          }

          @Override
          public double sum(int chunk, List<double[]> sums, double scale) {
            throw new AssertionError("summed");
          }
        };
    ChunkedMean<double[]> mean = new ChunkedMean<>(DOUBLES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mean.of(chunks, List.of(result, result)))
        .withMessage("results 0 and 1 are the same array");
    assertThat(result).containsExactly(5, 5);
    assertThat(catchThrowable(() -> mean.sum(chunks, List.of(result)))).hasMessage("summed");
  }
}
