package io.github.curvelane.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimedProcessTest {
  private static TimedProcess shell(String script) {
    return new TimedProcess(List.of("bash", "-c", script));
  }

  @Test
  void linesArriveWhenTheyArePrinted() throws Exception {
    TimedProcess.Usage usage =
        shell("echo a; sleep 0.3; echo b; echo $X").environment("X", "c").run();
    assertThat(usage.lines()).extracting(TimedProcess.Line::text).containsExactly("a", "b", "c");
    assertThat(usage.lines().get(1).seconds() - usage.lines().getFirst().seconds())
        .isBetween(0.2, usage.wall());
    // What sleeps takes no processor.
    assertThat(usage.cpu()).isLessThan(0.3);
  }

  @Test
  void theTimeOfChildrenCounts() throws Exception {
    String work = "for ((i = 0; i < 300000; i++)); do :; done";
    double direct = shell(work).run().cpu();
    double child = shell("bash -c '" + work + "'; true").run().cpu();
    assertThat(direct).isPositive();
    assertThat(child).isGreaterThan(direct / 3);
  }

  @Test
  void aFailureSaysWhy() {
    assertThatThrownBy(() -> shell("echo no such thing >&2; exit 3").run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended with 3: no such thing");
  }

  @Test
  void numbersOfAnyLanguage() {
    assertThat(TimedProcess.numbers("1,25 0.5 NaN\n")).containsExactly(1.25, 0.5, Double.NaN);
  }

  @Test
  void partsEndWithTheirLines() {
    TimedProcess.Usage usage =
        new TimedProcess.Usage(
            10,
            1,
            1,
            List.of(
                new TimedProcess.Line(1, "ready"),
                new TimedProcess.Line(3, "other"),
                new TimedProcess.Line(4, "row 1"),
                new TimedProcess.Line(8, "row 2")));
    Split split = new Split("end").part("begin", "^ready").part("rows", "^row 2");
    assertThat(split.of(usage)).isEqualTo(Map.of("begin", 1.0, "rows", 7.0, "end", 2.0));
    assertThatThrownBy(() -> split.part("more", "row 1").of(usage))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ends the part 'more': no row 1");
  }

  @Test
  void coresAreBusyUntilTheyAreLeftAlone() throws Exception {
    BusyCores busy = new BusyCores(2);
    assertThat(busy.running()).isEqualTo(2);
    busy.close();
    for (int i = 0; i < 100 && busy.running() > 0; i++) {
      Thread.sleep(50);
    }
    assertThat(busy.running()).isZero();
  }
}
