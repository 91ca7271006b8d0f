package io.github.curvelane.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Things for one thread at a time give a second one its own bits or a refusal, and never others.
 */
final class SharedThingsTest {
  private static final int THREADS = 4;
  private static final int USES = 150;

  static List<SharedThing> kernels() {
    return KernelThings.all();
  }

  static List<SharedThing> objectives() {
    return ObjectiveThings.all();
  }

  @ParameterizedTest
  @MethodSource({"kernels", "objectives"})
  void aThingIsRightOrRefuses(SharedThing thing) throws InterruptedException {
    Race race = new Race();
    race.run(thing, THREADS, USES);
    assertThat(race.faults).as("%s: %s", thing, race).isEmpty();
    assertThat(race.right.sum() + race.refused.sum())
        .isEqualTo(THREADS * USES + SharedThing.VARIANTS);
  }
}
