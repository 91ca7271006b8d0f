package io.github.curvelane.transfer;

import io.github.curvelane.Precision;
import io.github.curvelane.io.Checkpoints;
import io.github.curvelane.io.ParameterDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the states of a plan are kept, a folder for each stage, and how often. */
final class StageFolder {
  private final @Nullable Path folder;
  private final long everySteps;
  private final long everyNanos;

  private StageFolder(@Nullable Path folder, long everySteps, long everyNanos) {
    this.folder = folder;
    this.everySteps = everySteps;
    this.everyNanos = everyNanos;
  }

  /** Nowhere. */
  static StageFolder none() {
    return new StageFolder(null, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  static StageFolder everySteps(Path folder, long steps) {
    return new StageFolder(folder, steps, Long.MAX_VALUE);
  }

  static StageFolder everyTime(Path folder, Duration time) {
    long nanos;
    try {
      nanos = time.toNanos();
    } catch (ArithmeticException e) {
      nanos = Long.MAX_VALUE;
    }
    return new StageFolder(folder, Long.MAX_VALUE, nanos);
  }

  /**
   * Opens the store of a stage that starts from some parameters. Their digest stands for all that
   * the stages before have done.
   */
  <A> StageStore<A> open(int number, PlanStage<A> stage, Precision<A> precision, A theta)
      throws IOException {
    if (folder == null) {
      return new StageStore<>(null, precision, everySteps, everyNanos);
    }
    Path own = folder.resolve("stage-" + number);
    Files.createDirectories(own);
    Map<String, String> identity =
        Map.of(
            "stage", stage.name(),
            "trainer", stage.trainer().toString(),
            "start", ParameterDigest.of(precision, theta));
    return new StageStore<>(new Checkpoints(own, identity), precision, everySteps, everyNanos);
  }
}
