package io.github.curvelane.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepSummaryTest {
  @Test
  void oneLineForEachBatch() {
    StepSummary summary = new StepSummary("libtorch");
    summary.add(16, 3);
    summary.add(1, 4);
    summary.add(1, 9);
    assertThat(summary.lines().lines())
        .containsExactly(
            "geomean libtorch/ours at batch 1: 6.0", "geomean libtorch/ours at batch 16: 3.0");
  }

  @Test
  void operationsCountTheProducts() {
    // 784-30-10: two products for the first layer, three for the second.
    assertThat(new StepTask(List.of(784, 30, 10), 2).operations())
        .isEqualTo(2 * 2 * (2 * 784 * 30 + 3 * 30 * 10));
  }
}
