package io.github.curvelane.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepSummaryTest {
  @Test
  void oneLineForEachBatch() {
    StepSummary summary = new StepSummary("libtorch");
    summary.add(new StepTask(List.of(784, 30, 10), 16), 3);
    summary.add(new StepTask(List.of(784, 30, 10), 1), 4);
    summary.add(new StepTask(List.of(784, 300, 10), 1), 9);
    assertThat(summary.means())
        .containsExactly(
            "geomean libtorch/ours at batch 1: 6.0", "geomean libtorch/ours at batch 16: 3.0");
  }

  @Test
  void oneLineForEachStep() {
    StepSummary summary = new StepSummary("libtorch");
    summary.add(new StepTask(Architecture.LENET, 64), 2.42);
    summary.add(new StepTask(Architecture.VGG, 1), 0.97);
    assertThat(summary.each())
        .containsExactly(
            "libtorch/ours lenet at batch 64: 2.4", "libtorch/ours vgg at batch 1: 1.0");
  }

  @Test
  void operationsCountTheProducts() {
    // 784-30-10: two products for the first layer, three for the second.
    assertThat(new StepTask(List.of(784, 30, 10), 2).operations())
        .isEqualTo(2 * 2 * (2 * 784 * 30 + 3 * 30 * 10));
  }
}
