package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static int[] assignment(Folds folds, int examples) {
    return IntStream.range(0, examples).map(folds::foldOf).toArray();
  }

  /** How many examples of a class, or of all for a negative one, are in each fold. */
  private static int[] sizes(Folds folds, int[] labels, int label) {
    int[] sizes = new int[folds.count()];
    for (int i = 0; i < labels.length; i++) {
      if (label < 0 || labels[i] == label) {
        sizes[folds.foldOf(i)]++;
      }
    }
    return sizes;
  }

  private static int spread(int[] sizes) {
    return Arrays.stream(sizes).max().orElseThrow() - Arrays.stream(sizes).min().orElseThrow();
  }

  @Test
  void theFirstFoldsTakeTheRemainder() {
    Folds folds = Folds.shuffled(11, 4, 1);
    assertThat(folds.count()).isEqualTo(4);
    assertThat(sizes(folds, new int[11], -1)).containsExactly(3, 3, 3, 2);
  }

  @Test
  void eachFoldIsTestedOnce() {
    for (int n = 2; n < 20; n++) {
      for (int k = 2; k <= n; k++) {
        Folds folds = Folds.shuffled(n, k, n);
        int[] tested = new int[n];
        for (int fold = 0; fold < k; fold++) {
          Split split = folds.split(fold);
          assertThat(split.test()).isSorted().isNotEmpty();
          assertThat(split.training()).isSorted();
          for (int i : split.test()) {
            assertThat(folds.foldOf(i)).isEqualTo(fold);
            tested[i]++;
          }
          assertThat(split.training().length + split.test().length).isEqualTo(n);
          int here = fold;
          assertThat(IntStream.of(split.training()).noneMatch(i -> folds.foldOf(i) == here))
              .isTrue();
        }
        assertThat(tested).containsOnly(1);
      }
    }
  }

  @Test
  void stratifiedFoldsKeepTheShareOfEachClass() {
    Random random = new Random(11);
    for (int trial = 0; trial < 300; trial++) {
      int n = 2 + random.nextInt(60);
      int k = 2 + random.nextInt(n - 1);
      int classes = 1 + random.nextInt(5);
      int[] labels = random.ints(n, 0, classes).toArray();
      Folds folds = Folds.stratified(labels, k, trial);
      int[] all = sizes(folds, labels, -1);
      assertThat(spread(all)).isLessThanOrEqualTo(1);
      assertThat(IntStream.range(1, k)).allMatch(fold -> all[fold] <= all[fold - 1]);
      for (int c = 0; c < classes; c++) {
        int[] sizes = sizes(folds, labels, c);
        assertThat(spread(sizes)).isLessThanOrEqualTo(1);
        int m = Arrays.stream(sizes).sum();
        assertThat(Arrays.stream(sizes).filter(size -> size > 0).count()).isEqualTo(Math.min(m, k));
      }
    }
  }

  @Test
  void noGroupIsOnBothSidesAndFoldsAreEven() {
    Random random = new Random(12);
    for (int trial = 0; trial < 300; trial++) {
      int n = 5 + random.nextInt(60);
      int[] groups = random.ints(n, -3, 7).toArray();
      int different = (int) Arrays.stream(groups).distinct().count();
      if (different < 2) {
        continue;
      }
      int k = 2 + random.nextInt(different - 1);
      Folds folds = Folds.grouped(groups, k, trial);
      int[] foldOfGroup = new int[10];
      Arrays.fill(foldOfGroup, -1);
      int[] groupSizes = new int[10];
      for (int i = 0; i < n; i++) {
        int g = groups[i] + 3;
        groupSizes[g]++;
        if (foldOfGroup[g] >= 0) {
          assertThat(folds.foldOf(i)).isEqualTo(foldOfGroup[g]);
        }
        foldOfGroup[g] = folds.foldOf(i);
      }
      int[] sizes = sizes(folds, groups, -4);
      assertThat(sizes).doesNotContain(0);
      assertThat(spread(sizes)).isLessThanOrEqualTo(Arrays.stream(groupSizes).max().orElseThrow());
    }
  }

  @Test
  void largestGroupsFirstToTheSmallestFold() {
    // Sizes 4, 3, 2, 1: 4 | 3 → 4 | 3 + 2 → 4 + 1 | 3 + 2.
    int[] groups = {9, 9, 9, 9, 5, 5, 5, 7, 7, 1};
    assertThat(assignment(Folds.grouped(groups, 2, 3), 10))
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 0);
  }

  @Test
  void dependOnTheSeedAlone() {
    int[] labels = new Random(1).ints(100, 0, 3).toArray();
    assertThat(assignment(Folds.stratified(labels, 5, 7), 100))
        .isEqualTo(assignment(Folds.stratified(labels, 5, 7), 100))
        .isNotEqualTo(assignment(Folds.stratified(labels, 5, 8), 100));
    int[] groups = new Random(2).ints(100, 0, 30).toArray();
    assertThat(assignment(Folds.grouped(groups, 5, 7), 100))
        .isEqualTo(assignment(Folds.grouped(groups, 5, 7), 100))
        .isNotEqualTo(assignment(Folds.grouped(groups, 5, 8), 100));
    // Recorded: the same on every machine.
    assertThat(assignment(Folds.shuffled(10, 3, 1), 10))
        .containsExactly(2, 0, 0, 2, 2, 1, 0, 1, 0, 1);
  }

  @Test
  void refusesEmptyFolds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.shuffled(1, 2, 0))
        .withMessage("examples is 1, must be at least 2 to be split");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.shuffled(5, 6, 0))
        .withMessage("k is 6, must be from 2 to 5, the number of examples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.stratified(new int[5], 1, 0))
        .withMessage("k is 1, must be from 2 to 5, the number of examples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.grouped(new int[] {1, 1, 2}, 3, 0))
        .withMessage("k is 3, must be from 2 to 2, the number of groups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.grouped(new int[3], 2, 0))
        .withMessage("groups has 1 different group, must have at least 2 to be split");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.shuffled(5, 2, 0).split(2))
        .withMessage("fold is 2, must be from 0 to 1");
  }
}
