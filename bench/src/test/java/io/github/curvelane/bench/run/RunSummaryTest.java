package io.github.curvelane.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
  private static RunSummary summary(String name, double... wallCpuBytes) {
    RunSummary summary = new RunSummary(name);
    for (int i = 0; i < wallCpuBytes.length; i += 3) {
      summary.add(
          new TimedProcess.Usage(
              wallCpuBytes[i], wallCpuBytes[i + 1], wallCpuBytes[i + 2], List.of()),
          Map.of("all", wallCpuBytes[i]));
    }
    return summary;
  }

  @Test
  void theClosingLinesHaveTheMediansOfTheRoundsRatios() {
    RunSummary ours = summary("ours", 2, 4, 300e6, 3, 4, 300e6, 9, 9, 300e6);
    RunSummary peer = summary("PyTorch 2", 4, 5, 400e6, 4, 4, 400e6, 10, 10, 400e6);
    assertThat(ours.closing(peer))
        .containsExactly(
            "whole run ours/PyTorch: memory 0.75", "whole run ours/PyTorch: wall 0.75 cpu 0.90");
  }

  @Test
  void memoryThatIsNotKnownIsNotCompared() {
    RunSummary ours = summary("ours", 1, 1, Double.NaN);
    assertThat(ours.closing(ours).getFirst())
        .isEqualTo("whole run: memory is not known, for there is no GNU time");
    assertThat(ours.row()).endsWith(" -");
  }

  @Test
  void aRowHasMediansAndTheSplitEndsInItsUnit() {
    RunSummary ours = summary("ours", 2, 4, 300e6, 3, 5, 310e6, 9, 9, 500e6);
    assertThat(ours.row())
        .contains(" 3.00 ", "2.00 to 9.00", " 5.00 ", "4.00 to 9.00")
        .endsWith(" 310");
    assertThat(ours.split()).isEqualTo("ours: all 3.00 s");
  }
}
