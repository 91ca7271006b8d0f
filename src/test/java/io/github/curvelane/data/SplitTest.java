package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static void assertPartition(Split split, int examples, int test) {
    assertThat(split.test()).hasSize(test);
    int[] all =
        IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.test()))
            .sorted()
            .toArray();
    assertThat(all).containsExactly(IntStream.range(0, examples).toArray());
  }

  @Test
  void everyFifthExampleTests() {
    Split split = Split.everyKth(11, 5);
    assertThat(split.test()).containsExactly(4, 9);
    assertThat(split.training()).containsExactly(0, 1, 2, 3, 5, 6, 7, 8, 10);
  }

  @Test
  void everySplitIsAPartitionWithTwoParts() {
    for (int n = 2; n < 40; n++) {
      for (int k = 2; k <= n; k++) {
        assertPartition(Split.everyKth(n, k), n, n / k);
      }
      for (int test = 1; test < n; test++) {
        assertPartition(Split.last(n, test), n, test);
      }
      assertPartition(Split.shuffled(n, 1e-9, n), n, 1);
      assertPartition(Split.shuffled(n, 0.999999, n), n, n - 1);
    }
  }

  @Test
  void shuffledSplitsDependOnTheSeedAlone() {
    assertThat(Split.shuffled(100, 0.2, 7).test())
        .isEqualTo(Split.shuffled(100, 0.2, 7).test())
        .isNotEqualTo(Split.shuffled(100, 0.2, 8).test());
  }

  /** The number of tested examples of a class. */
  private static int tested(Split split, int[] labels, int label) {
    return (int) Arrays.stream(split.test()).filter(i -> labels[i] == label).count();
  }

  @Test
  void stratifiedSplitsShareOutByLargestRemainders() {
    // 10 examples, 3 tested: 6·0.3 = 1.8, 3·0.3 = 0.9, 1·0.3 = 0.3.
    int[] labels = {5, 5, 5, 5, 5, 5, 8, 8, 8, 9};
    Split split = Split.stratified(labels, 0.3, 1);
    assertPartition(split, 10, 3);
    assertThat(tested(split, labels, 5)).isEqualTo(2);
    assertThat(tested(split, labels, 8)).isEqualTo(1);
    // 2 tested: 1.2, 0.6 and 0.2. Of equal remainders the lower class comes first.
    assertThat(tested(Split.stratified(labels, 0.2, 1), labels, 8)).isEqualTo(1);
    int[] halves = {0, 0, 1, 1};
    assertThat(tested(Split.stratified(halves, 0.25, 1), halves, 0)).isEqualTo(1);
    // A class of one example trains while another can give one: 0.5 and 2.5 of three tested.
    int[] single = {0, 1, 1, 1, 1, 1};
    assertThat(tested(Split.stratified(single, 0.5, 1), single, 0)).isZero();
    int[] different = {3, 1, 2};
    assertPartition(Split.stratified(different, 0.5, 1), 3, 2);
  }

  @Test
  void stratifiedSplitsKeepTheShareOfEachClass() {
    Random random = new Random(4);
    for (int trial = 0; trial < 300; trial++) {
      int n = 2 + random.nextInt(80);
      int classes = 1 + random.nextInt(5);
      int[] labels = random.ints(n, 0, classes).toArray();
      double fraction = 0.01 + 0.98 * random.nextDouble();
      Split split = Split.stratified(labels, fraction, trial);
      int test = Split.shuffled(n, fraction, trial).test().length;
      assertPartition(split, n, test);
      assertThat(split.test()).isSorted();
      assertThat(split.training()).isSorted();
      for (int c = 0; c < classes; c++) {
        int label = c;
        long size = Arrays.stream(labels).filter(l -> l == label).count();
        double share = (double) test * size / n;
        assertThat(tested(split, labels, c))
            .isBetween((int) Math.floor(share), (int) Math.floor(share) + 1);
      }
    }
  }

  @Test
  void noGroupIsOnBothSides() {
    Random random = new Random(6);
    for (int trial = 0; trial < 300; trial++) {
      int n = 10 + random.nextInt(60);
      int[] groups = random.ints(n, -2, 6).toArray();
      double fraction = 0.1 + 0.8 * random.nextDouble();
      Split split = Split.grouped(groups, fraction, trial);
      assertPartition(split, n, split.test().length);
      Set<Integer> tests = new HashSet<>();
      Arrays.stream(split.test()).forEach(i -> tests.add(groups[i]));
      assertThat(Arrays.stream(split.training()).noneMatch(i -> tests.contains(groups[i])))
          .isTrue();
      assertThat(tests).isNotEmpty();
      assertThat(split.training()).isNotEmpty();
      int wanted = (int) Math.clamp(Math.rint(fraction * n), 1, n - 1);
      assertThat(tests.size() == 1 || split.test().length <= wanted).isTrue();
    }
  }

  @Test
  void groupedSplitsTestWhatFits() {
    // Of 10 examples 3 are asked for: only the groups of 2 and 1 fit, in any order.
    int[] groups = {1, 1, 1, 1, 1, 1, 1, 2, 2, 3};
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Split.grouped(groups, 0.3, seed).test()).containsExactly(7, 8, 9);
    }
    // One is asked for, and no group is so small: the smallest.
    int[] large = {1, 1, 1, 2, 2};
    assertThat(Split.grouped(large, 0.2, 1).test()).containsExactly(3, 4);
  }

  @Test
  void stratifiedAndGroupedSplitsDependOnTheSeedAlone() {
    int[] labels = new Random(8).ints(100, 0, 20).toArray();
    assertThat(Split.stratified(labels, 0.3, 7).test())
        .isEqualTo(Split.stratified(labels, 0.3, 7).test())
        .isNotEqualTo(Split.stratified(labels, 0.3, 8).test());
    assertThat(Split.grouped(labels, 0.3, 7).test())
        .isEqualTo(Split.grouped(labels, 0.3, 7).test())
        .isNotEqualTo(Split.grouped(labels, 0.3, 8).test());
  }

  @Test
  void refusesSplitsOfOneGroup() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.grouped(new int[5], 0.5, 1))
        .withMessage("groups has 1 different group, must have at least 2 to be split");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.stratified(new int[1], 0.5, 1))
        .withMessage("examples is 1, must be at least 2 to be split");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.stratified(new int[5], 1, 1))
        .withMessage("fraction is 1.0, must be greater than 0 and less than 1");
  }

  @Test
  void refusesEmptyParts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.everyKth(1, 2))
        .withMessage("examples is 1, must be at least 2 to be split");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.everyKth(10, 1))
        .withMessage("k is 1, must be from 2 to 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.last(10, 10))
        .withMessage("test is 10, must be from 1 to 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.shuffled(10, Double.NaN, 1))
        .withMessageContaining("fraction is NaN");
  }
}
