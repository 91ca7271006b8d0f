package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
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
