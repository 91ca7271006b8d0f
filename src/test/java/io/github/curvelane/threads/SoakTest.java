package io.github.curvelane.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Crowds of threads, races, teams closed in use and parked threads: a few always, and by {@code mvn
 * -Pexhaustive -pl src test -Dtest=SoakTest} as many as a service has on a bad day.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class SoakTest {
  /** What a parked virtual thread may hold: 40 MB of ten thousand. */
  private static final long PARKED_BYTES = 4_000;

  /** What the first threads of all need once: classes, schedulers, the pools' buffers. */
  private static final long ONCE = 1_000_000;

  /** What the heap may grow by after the first round of a crowd: buffers of the pools. */
  private static final long GROWTH = 4_000_000;

  @Test
  void aFew() throws InterruptedException {
    Soak soak = new Soak();
    assertFlat(soak.crowd(16, 3));
    soak.closedTeams(2);
    assertThat(Soak.parkedThreads(600, 300)).isLessThan(600 * PARKED_BYTES + ONCE);
  }

  @Test
  @Tag("exhaustive")
  void crowds() throws InterruptedException {
    List<Long> heaps = new Soak().crowd(1_050, 5);
    System.out.printf("1,050 threads, 5 rounds: heap after each %s bytes%n", heaps);
    assertFlat(heaps);
  }

  private static void assertFlat(List<Long> heaps) {
    assertThat(heaps.getLast()).isLessThan(heaps.getFirst() + GROWTH);
  }

  @Test
  @Tag("exhaustive")
  void races() throws InterruptedException {
    Race race = Soak.races(10_000);
    System.out.printf("10,000 races: %s%n", race);
    assertThat(race.faults).isEmpty();
    assertThat(race.refused.sum()).as("races that met").isPositive();
  }

  @Test
  @Tag("exhaustive")
  void closedTeams() throws InterruptedException {
    new Soak().closedTeams(25);
  }

  @Test
  @Tag("exhaustive")
  void parkedThreads() throws InterruptedException {
    long bytes = Soak.parkedThreads(10_000, 5_000);
    System.out.printf("10,000 parked virtual threads: %d bytes%n", bytes);
    assertThat(bytes).isLessThan(10_000 * PARKED_BYTES);
  }
}
