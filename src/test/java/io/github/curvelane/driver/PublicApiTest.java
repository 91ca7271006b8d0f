package io.github.curvelane.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything public, called with wrong arguments: a refusal names the argument, nothing is written
 * before it, and nothing throws from inside. {@code -Dcurvelane.test.seed=N} draws other calls.
 */
final class PublicApiTest {
  private static final long SEED = Long.getLong("curvelane.test.seed", 20261130);
  private static final double PATIENCE = 30;

  @TempDir private Path folder;

  /** Names are the library's own, and not those that the Java machine may or may not add. */
  @BeforeAll
  static void machineAddsNoNames() {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .setVMOption("ShowCodeDetailsInExceptionMessages", "false");
    if (System.getProperty("curvelane.provider") == null) {
      System.setProperty("curvelane.provider", "scalar"); // Checks are the same, and start faster.
    }
  }

  @Test
  void refusalsNameTheArgument() throws Exception {
    drive(Precision.FLOAT, 5, 5_000);
  }

  @Test
  @Tag("exhaustive")
  void refusalsNameTheArgumentInManyCalls() throws Exception {
    drive(Precision.FLOAT, 20, 60_000);
    drive(Precision.DOUBLE, 20, 60_000);
  }

  private <A> void drive(Precision<A> precision, int tries, int count) throws Exception {
    Class<?> array = precision.newArray(0).getClass();
    Driver driver = new Driver(PublicApi.types(), Makers.of(precision, folder), array, SEED);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread worker =
        new Thread(
            () -> {
              driver.explore(tries);
              driver.everyArgument();
              driver.atRandom(count);
            });
    worker.setDaemon(true);
    worker.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
    worker.start();
    while (worker.isAlive()) {
      worker.join(100);
      if (driver.seconds() > PATIENCE && worker.isAlive()) {
        throw new AssertionError(
            "seed " + SEED + ": hangs in " + driver.current() + stack(worker.getStackTrace()));
      }
    }
    if (failure.get() != null) {
      throw new AssertionError(driver.current(), failure.get());
    }
    String done =
        "seed %d, %s: %d methods, %d calls, faults %s"
            .formatted(SEED, precision, driver.operations(), driver.calls(), driver.kinds());
    System.out.println(done);
    assertThat(driver.missing()).as("types of which no object was made, %s", done).isEmpty();
    assertThat(driver.faults().entrySet())
        .as(
            "%s:\n%s",
            done,
            driver.faults().entrySet().stream()
                .map(fault -> fault.getKey() + fault.getValue())
                .collect(Collectors.joining("\n")))
        .isEmpty();
    assertThat(driver.calls()).isGreaterThanOrEqualTo(count);
  }

  private static String stack(StackTraceElement[] frames) {
    return List.of(frames).stream().map(f -> "\n  at " + f).collect(Collectors.joining());
  }
}
