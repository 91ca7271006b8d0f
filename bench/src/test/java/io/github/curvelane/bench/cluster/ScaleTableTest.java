package io.github.curvelane.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the table is made of. */
class ScaleTableTest {
  private final ScaleTable table =
      new ScaleTable(
          new ClusterCosts(0.03, 0.01, 1e-3, 2e-3, 2e-9, 2e-9, 1e-9, 1e-9, 1e11, 0.9, 0.1, 5));

  @Test
  void oneMachineComputesOnAllItsCores() {
    Evaluation evaluation = new Evaluation(1_000_000, 32L * Evaluation.CHUNK);
    double chunk = 6.0 * Evaluation.CHUNK * 1_000_000 / 1e11;
    assertThat(table.oneMachine(evaluation)).isCloseTo(2 * chunk / 0.9, within(1e-9));
  }

  @Test
  void aClusterPaysFromTheBreakEvenOnAndNotBefore() {
    long chunks = table.breakEvenChunks(238_510, 16);
    for (long around : new long[] {chunks - 1, chunks}) {
      Evaluation evaluation = new Evaluation(238_510, around * Evaluation.CHUNK);
      double cluster = table.step(evaluation, 16, ScaleTable.ASSUMED).seconds();
      assertThat(cluster <= table.oneMachine(evaluation)).isEqualTo(around == chunks);
    }
  }

  @Test
  void whatAllCoresComputeTogetherIsComputing() {
    Evaluation evaluation = new Evaluation(10_000_000, 16L * 160 * Evaluation.CHUNK);
    SimulatedStep step = table.step(evaluation, 16, Stragglers.NONE);
    double work = 10 * 6.0 * Evaluation.CHUNK * 10_000_000 / 1e11 / 0.9;
    assertThat(table.beyondComputing(evaluation, 16, step))
        .isCloseTo(1 - work / step.seconds(), within(1e-9))
        .isBetween(0.0, 0.2);
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(ScaleTable.titles()).contains("| 1,000: s (").doesNotContain("1.000");
    } finally {
      Locale.setDefault(before);
    }
  }
}
