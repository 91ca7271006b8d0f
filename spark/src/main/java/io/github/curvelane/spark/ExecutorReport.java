package io.github.curvelane.spark;

import io.github.curvelane.kernel.Provider;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** What an executor says of itself. */
final class ExecutorReport {
  private ExecutorReport() {}

  /** The name of this process in messages. */
  static String executor() {
    SparkEnv env = SparkEnv.get();
    return env == null
        ? "the driver"
        : "executor " + env.executorId() + " on " + env.blockManager().blockManagerId().host();
  }

  static String describe() {
    Provider provider = Provider.current();
    return "Java %s, provider %s%s, %d threads a task"
        .formatted(
            System.getProperty("java.version"),
            provider.name(),
            provider.bits() == 0 ? "" : " with " + provider.bits() + " bits",
            TaskContext.get().cpus());
  }
}
