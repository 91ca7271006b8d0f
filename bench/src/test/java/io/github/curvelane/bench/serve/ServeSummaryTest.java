package io.github.curvelane.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServeSummaryTest {
  @Test
  void theClosingLineHasTheThreeNumbers() {
    assertThat(new ServeSummary(1.934, 0.31, 1.0762).line())
        .isEqualTo("serve: two threads 1.93 x one, 0 bytes a call, a row 1.08 x its two products");
  }
}
