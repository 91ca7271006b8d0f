package io.github.curvelane.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time, cores and links of the simulation, by hand. */
class CoresTest {
  private final Clock clock = new Clock();
  private final List<Double> ends = new ArrayList<>();

  private void end() {
    ends.add(clock.now());
  }

  @Test
  void eventsOfOneTimeHappenInTheOrderInWhichTheyWerePlanned() {
    List<String> seen = new ArrayList<>();
    clock.after(2, () -> seen.add("c"));
    clock.after(1, () -> clock.after(1, () -> seen.add("d")));
    clock.after(0, () -> seen.add("a"));
    clock.after(0, () -> seen.add("b"));
    clock.run();
    assertThat(seen).containsExactly("a", "b", "c", "d");
    assertThatThrownBy(() -> clock.after(-1, this::end)).hasMessageContaining("-1");
    assertThatThrownBy(() -> clock.after(Double.NaN, this::end)).hasMessageContaining("NaN");
  }

  @Test
  void threadsShareACoreEvenly() {
    Cores cores = new Cores(clock, 1, 1);
    cores.work(1, this::end);
    cores.work(3, this::end);
    clock.run();
    // Both run at one half until 2; the second has 2 left.
    assertThat(ends).containsExactly(2.0, 4.0);
  }

  @Test
  void aThreadHasNoMoreThanOneCore() {
    Cores cores = new Cores(clock, 4, 1);
    cores.work(3, this::end);
    cores.work(1, this::end);
    clock.run();
    assertThat(ends).containsExactly(1.0, 3.0);
  }

  @Test
  void busyCoresAreSlower() {
    Cores cores = new Cores(clock, 2, 0.8);
    cores.work(2, this::end);
    clock.after(1, () -> cores.work(0.8, this::end));
    clock.run();
    // Alone until 1; then 0.8 each: both have done theirs at 2, and the first 0.2 s later.
    assertThat(ends.get(0)).isCloseTo(2, within(1e-12));
    assertThat(ends.get(1)).isCloseTo(2.2, within(1e-12));
  }

  @Test
  void threeThreadsOnTwoCores() {
    Cores cores = new Cores(clock, 2, 1);
    for (int i = 0; i < 3; i++) {
      cores.work(2, this::end);
    }
    clock.run();
    assertThat(ends).hasSize(3).allSatisfy(end -> assertThat(end).isCloseTo(3, within(1e-12)));
  }

  @Test
  void aThreadDoesOneThingAfterAnother() {
    SerialThread thread = new SerialThread(new Cores(clock, 8, 1));
    thread.work(1, this::end);
    thread.work(2, this::end);
    clock.after(10, () -> thread.work(1, this::end));
    clock.run();
    assertThat(ends).containsExactly(1.0, 3.0, 11.0);
  }

  @Test
  void aLinkCarriesOneTransferAtATimeInEachDirection() {
    Links links = new Links(clock, 3, 100, 0.5);
    links.send(0, 1, 100, this::end); // From 0 to 1, and the latency
    links.send(1, 0, 100, this::end); // The other direction: at the same time
    links.send(0, 2, 100, this::end); // The sender's link is busy until 1
    links.send(1, 2, 100, this::end); // The receiver's until 2
    links.send(2, 2, 1e9, this::end); // Nowhere
    clock.run();
    assertThat(ends).containsExactly(0.0, 1.5, 1.5, 2.5, 3.5);
    assertThat(links.total()).isEqualTo(400);
    assertThat(links.carried(0)).isEqualTo(300);
    assertThat(links.carried(2)).isEqualTo(200);
  }
}
