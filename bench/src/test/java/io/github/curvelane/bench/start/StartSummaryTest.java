package io.github.curvelane.bench.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartSummaryTest {
  private static StartSummary summary(String peer) {
    StartSummary summary = new StartSummary(peer);
    summary.add(StartSummary.CLASS_PATH, new double[] {300e6, 240.4e6, 200e6});
    summary.add(StartSummary.ARCHIVE, new double[] {139.6e6, 100e6, 180e6});
    summary.add("Tribuo 4.3.2", new double[] {494e6, 500e6, 488e6});
    return summary;
  }

  @Test
  void theClosingLineHasMedians() {
    assertThat(summary("Tribuo 4.3.2").line())
        .isEqualTo(
            "first prediction: class path 240 ms, archive 140 ms, peer (Tribuo 4.3.2) 494 ms");
    assertThat(summary("").line())
        .isEqualTo(
            "first prediction: class path 240 ms, archive 140 ms, no peer (built without the"
                + " profile peers)");
  }

  @Test
  void aRowForEachWayInTheOrderOfTheirAddition() {
    List<String> rows = summary("").table().lines().toList();
    assertThat(rows).hasSize(4);
    assertThat(rows.get(1))
        .startsWith("class path ")
        .contains(" 240 ", "200 to 300")
        .endsWith("200");
    assertThat(rows.get(3)).startsWith("Tribuo 4.3.2 ");
  }

  @Test
  void theVersionIsThatOfTheJar() {
    String classPath = "/m2/tribuo-core-tests-1.jar:/m2/4.3.2/tribuo-core-4.3.2-beta.jar:/x.jar";
    assertThat(StartSummary.version(classPath, "tribuo-core")).isEqualTo("4.3.2-beta");
    assertThat(StartSummary.version(classPath, "smile-core")).isEmpty();
  }

  @Test
  void aWrongAnswerStopsTheRun() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Launch version = new Launch("version", List.of(java, "--version"), "setosa");
    assertThatThrownBy(version::nanos)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version ended with 0")
        .hasMessageContaining("must print 'setosa'");
    Launch silent = new Launch("silent", List.of(java, "-version"), "");
    assertThat(silent.nanos()).isPositive();
    assertThat(silent.with("other", "-Xint"))
        .isEqualTo(new Launch("other", List.of(java, "-Xint", "-version"), ""));
  }
}
