package io.github.curvelane.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When plain loops hand over, in a process that begins with them and in one that asks for vectors.
 */
final class WarmthTest {
  private static final long MILLISECOND = 1_000_000;

  /** Half a second of plain work, whatever it is, comes before all rehearsals of a process. */
  @BeforeEach
  void workBeforeAll() {
    Warmth.ofLoop().worked(1, 600 * MILLISECOND);
  }

  @Test
  void aLoopIsWarmAfterThreeFastRehearsalsInARow() {
    Warmth warmth = Warmth.ofLoop();
    warmth.worked(1, 50 * MILLISECOND);
    assertThat(warmth.mayRehearse()).isTrue();
    warmth.rehearsed(true, 10, 100);
    warmth.rehearsed(true, 10, 100);
    warmth.rehearsed(true, 10, 5_000);
    warmth.rehearsed(true, 10, 100);
    warmth.rehearsed(true, 10, 100);
    assertThat(warmth.isWarm()).isFalse();
    warmth.rehearsed(true, 10, 100);
    assertThat(warmth.isWarm()).isEqualTo(!Warmth.FORCED);
    assertThat(warmth.mayRehearse()).isEqualTo(Warmth.FORCED);
  }

  @Test
  void rehearsalsTakeNoLongerThanPlainLoopsHaveWorked() {
    Warmth warmth = Warmth.ofLoop();
    assertThat(warmth.mayRehearse()).isEqualTo(Warmth.FORCED);
    warmth.worked(1, 3 * MILLISECOND);
    warmth.rehearsed(true, 10, 2 * MILLISECOND);
    assertThat(warmth.mayRehearse()).isTrue();
    warmth.rehearsed(true, 10, 2 * MILLISECOND);
    assertThat(warmth.mayRehearse()).isEqualTo(Warmth.FORCED);
  }

  @Test
  void aKernelOfSeveralLoopsIsTriedBeforeItIsBelievedAndSentBackIfItIsSlow() {
    Warmth warmth = Warmth.ofCalls();
    assertThat(warmth.isWarm()).isEqualTo(Warmth.FORCED);
    if (Warmth.FORCED) {
      return;
    }
    warmth.worked(1_000, 10_000); // ten nanoseconds each
    for (int i = 0; i < 3; i++) {
      assertThat(warmth.isReady()).isFalse();
      warmth.rehearsed(true, 10, 1_000);
    }
    assertThat(warmth.isReady()).isTrue();
    warmth.tried(1_000, 5_000);
    warmth.tried(1_000, 50_000);
    assertThat(warmth.isReady()).isFalse();
    assertThat(warmth.isWarm()).isFalse();
    for (int i = 0; i < 3; i++) {
      warmth.rehearsed(true, 10, 1_000);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(warmth.isWarm()).isFalse();
      warmth.tried(1_000, 5_000);
    }
    assertThat(warmth.isWarm()).isTrue();
  }

  @Test
  void emptyCallsFollowOnceWorkIsInTheProfileAndEnd() {
    Warmth warmth = Warmth.ofLoop();
    assertThat(warmth.emptyCalls()).isBetween(1, 10);
    assertThat(warmth.isProfiled()).isFalse();
    for (int i = 0; i < 60; i++) {
      warmth.rehearsed(false, 10, 5_000);
    }
    assertThat(warmth.isProfiled()).isTrue();
    assertThat(warmth.emptyCalls()).isGreaterThan(100);
    for (int i = 60; i < 300; i++) {
      warmth.rehearsed(false, 10, 5_000);
    }
    assertThat(warmth.emptyCalls()).isZero();
  }
}
