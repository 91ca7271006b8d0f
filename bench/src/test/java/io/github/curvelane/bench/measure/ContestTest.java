package io.github.curvelane.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {
  private final int[] calls = new int[2];
  private final Contest.Result result =
      new Contest(Duration.ofMillis(1), Duration.ofMillis(10), 4, 6)
          .run(
              List.of(
                  new Entrant("a", 10, () -> calls[0]++), new Entrant("b", 20, () -> calls[1]++)));

  @Test
  void everybodyRunsInEveryRound() {
    assertThat(result.nanos("a").length).isBetween(4, 6);
    assertThat(result.nanos("b")).hasSameSizeAs(result.nanos("a")).doesNotContain(Double.NaN);
    assertThat(calls[0]).isPositive();
    assertThat(calls[1]).isPositive();
  }

  @Test
  void ratiosAreOfSpeedsRoundByRound() {
    double[] a = result.nanos("a");
    double[] b = result.nanos("b");
    double[] ratios = result.ratios("a", "b");
    for (int round = 0; round < a.length; round++) {
      assertThat(ratios[round]).isEqualTo(0.5 * b[round] / a[round]);
    }
    assertThat(result.ratio("a", "a")).isEqualTo(1);
  }

  @Test
  void unknownNamesAreRefused() {
    assertThat(result.has("c")).isFalse();
    assertThatThrownBy(() -> result.nanos("c")).hasMessageContaining("no entrant is called c");
  }
}
