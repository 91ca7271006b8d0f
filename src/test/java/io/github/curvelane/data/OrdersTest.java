package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.optim.BatchSizes;
import io.github.curvelane.optim.SamplingOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static int[] epoch(SamplingOrder order, int examples, int epoch) {
    int[] arranged = new int[examples];
    order.arrange(epoch, arranged);
    return arranged;
  }

  private static int[] sorted(int[] order) {
    int[] copy = order.clone();
    Arrays.sort(copy);
    return copy;
  }

  @Test
  void interleavingShufflesAnewInEachEpochAndTheSameForASeed() {
    int[] labels = IntStream.range(0, 300).map(i -> i % 7).toArray();
    SamplingOrder order = new InterleavedOrder(labels, 7, 5);
    assertThat(epoch(order, 300, 3)).isEqualTo(epoch(new InterleavedOrder(labels, 7, 5), 300, 3));
    assertThat(epoch(order, 300, 3)).isNotEqualTo(epoch(order, 300, 4));
    assertThat(epoch(order, 300, 3))
        .isNotEqualTo(epoch(new InterleavedOrder(labels, 7, 6), 300, 3));
  }

  @Test
  void theOrderOfASeedIsFixedForEver() {
    int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    assertThat(epoch(new InterleavedOrder(labels, 2, 1), 10, 1))
        .containsExactly(8, 0, 7, 4, 5, 1, 9, 3, 6, 2);
  }

  @Test
  void interleavedClassesTakeTurns() {
    int[] labels = IntStream.range(0, 300).map(i -> i / 100).toArray();
    int[] order = epoch(new InterleavedOrder(labels, 3, 3), 300, 1);
    assertThat(sorted(order)).isEqualTo(IntStream.range(0, 300).toArray());
    for (int i = 0; i < 300; i += 3) {
      assertThat(new int[] {labels[order[i]], labels[order[i + 1]], labels[order[i + 2]]})
          .containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  @Test
  void aRareClassIsSpreadOverTheEpoch() {
    int[] labels = IntStream.range(0, 110).map(i -> i < 100 ? 4 : 1).toArray();
    int[] order = epoch(new InterleavedOrder(labels, 5, 3), 110, 1);
    int[] rare = IntStream.range(0, 110).filter(i -> labels[order[i]] == 1).toArray();
    assertThat(rare).hasSize(10);
    for (int i = 1; i < rare.length; i++) {
      assertThat(rare[i] - rare[i - 1]).isBetween(10, 12);
    }
  }

  @Test
  void emphasisDrawsExamplesByTheirError() {
    EmphasizingOrder order = new EmphasizingOrder(4, 0.8, 9);
    order.report(0, 0);
    order.report(1, 1);
    order.report(2, 3);
    order.report(3, 0);
    int[] counts = new int[4];
    for (int e = 1; e <= 10_000; e++) {
      for (int i : epoch(order, 4, e)) {
        counts[i]++;
      }
    }
    double[] expected = {0.05, 0.25, 0.65, 0.05};
    for (int i = 0; i < 4; i++) {
      assertThat(Math.abs(counts[i] / 40_000.0 - expected[i])).isLessThan(0.012);
    }
  }

  @Test
  void emphasisWithoutErrorsIsUniform() {
    EmphasizingOrder order = new EmphasizingOrder(3, 1, 2);
    for (int i = 0; i < 3; i++) {
      order.report(i, 0);
    }
    int[] counts = new int[3];
    for (int e = 0; e < 10_000; e++) {
      for (int i : epoch(order, 3, e)) {
        counts[i]++;
      }
    }
    for (int count : counts) {
      assertThat(count).isBetween(9600, 10400);
    }
  }

  private static double[] difficulties(int examples) {
    // Example i is the (7 i mod n)-th easiest.
    return IntStream.range(0, examples).mapToDouble(i -> 7 * i % examples - 5.0).toArray();
  }

  @Test
  void aSharpCurriculumBeginsWithTheEasiest() {
    double[] difficulty = difficulties(100);
    SamplingOrder order = CurriculumOrder.sharp(difficulty, 0.2, 5, 3);
    for (int e = 1; e <= 7; e++) {
      int most = Math.min(100, 20 * e);
      int[] times = new int[100];
      for (int i : epoch(order, 100, e)) {
        times[(int) difficulty[i] + 5]++;
      }
      for (int rank = 0; rank < 100; rank++) {
        // Each as often as any other, but for the rest of a division.
        assertThat(times[rank])
            .as("epoch %d, rank %d", e, rank)
            .isBetween(rank < most ? 100 / most : 0, rank < most ? Math.ceilDiv(100, most) : 0);
      }
    }
    assertThat(epoch(order, 100, 2)).isNotEqualTo(epoch(order, 100, 3));
    assertThat(epoch(order, 100, 6)).isNotEqualTo(epoch(order, 100, 7));
    assertThat(epoch(order, 100, 3))
        .isEqualTo(epoch(CurriculumOrder.sharp(difficulty, 0.2, 5, 3), 100, 3));
    assertThat(epoch(CurriculumOrder.sharp(new double[] {3, 1, 2}, 0.6, 9, 1), 3, 1))
        .containsOnly(1, 2);
  }

  @Test
  void aMixedCurriculumAlwaysHasSomeDifficultExamplesAndEverMore() {
    double[] difficulty = difficulties(1000);
    SamplingOrder order = CurriculumOrder.mixed(difficulty, 0.1, 5, 3);
    for (int e = 1; e <= 6; e++) {
      int[] arranged = epoch(order, 1000, e);
      long difficult = Arrays.stream(arranged).filter(i -> difficulty[i] + 5 >= 100).count();
      // 250 (e − 1) examples of any difficulty, 90 % of which are not of the easiest tenth.
      double expected = Math.min(900, 225.0 * (e - 1));
      assertThat((double) difficult).as("epoch %d", e).isBetween(expected - 40, expected + 40);
      // The difficult ones stand everywhere.
      long early = Arrays.stream(arranged).limit(500).filter(i -> difficulty[i] + 5 >= 100).count();
      assertThat((double) early).isBetween(expected / 2 - 60, expected / 2 + 60);
    }
    assertThat(sorted(epoch(order, 1000, 5))).isEqualTo(IntStream.range(0, 1000).toArray());
  }

  @Test
  void curriculaRefuseWhatIsOutsideTheBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CurriculumOrder.sharp(new double[0], 0.1, 2, 1))
        .withMessage("difficulty is empty, must have at least one example");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CurriculumOrder.sharp(new double[] {1, Double.NaN}, 0.1, 2, 1))
        .withMessage("difficulty of example 1 is NaN, must be finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CurriculumOrder.mixed(new double[2], 0, 2, 1))
        .withMessage("start is 0.0, must be in (0, 1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CurriculumOrder.mixed(new double[2], 1, 0, 1))
        .withMessage("epochs is 0, must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CurriculumOrder.mixed(new double[2], 1, 1, 1).arrange(1, new int[3]))
        .withMessage("order has 3 elements, must have 2");
  }

  @Test
  void batchesGrow() {
    BatchSizes sizes = BatchSizes.growing(16, 1.5, 100);
    assertThat(IntStream.range(1, 8).map(sizes::in)).containsExactly(16, 24, 36, 54, 81, 100, 100);
    assertThat(BatchSizes.constant(64).in(1_000_000_000)).isEqualTo(64);
  }

  @Test
  void refusesWhatIsOutsideTheBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InterleavedOrder(new int[0], 2, 1))
        .withMessageContaining("labels is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InterleavedOrder(new int[3], 1, 1).arrange(1, new int[2]))
        .withMessage("order has 2 elements, must have 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InterleavedOrder(new int[] {0, -1}, 2, 1))
        .withMessage("label of example 1 is -1, must be from 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmphasizingOrder(3, 1.5, 1))
        .withMessageContaining("emphasis is 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmphasizingOrder(3, 1, 1).report(0, Double.NaN))
        .withMessageContaining("error of example 0 is NaN");
    assertThatIllegalArgumentException().isThrownBy(() -> BatchSizes.growing(10, 2, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> BatchSizes.growing(10, 0.5, 20));
  }
}
