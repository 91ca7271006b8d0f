package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import picocli.CommandLine.Option;

/** The options of {@code cluster}. */
final class ClusterOptions {
  private static final int MOST_WORKERS = 64;
  private static final int LEAST_MEMORY = 512;
  private static final int MOST_PORT = 65535;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Workers, each of which runs an executor (default: ${DEFAULT-VALUE}).")
  int workers = 2;

  @Option(
      names = "--cores",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cores that each worker offers (default: ${DEFAULT-VALUE}).")
  int cores = 1;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "1024",
      description = {
        "Memory that each worker offers to executors, of which an application takes 1024 unless"
            + " its spark.executor.memory says otherwise (default: ${DEFAULT-VALUE})."
      })
  int memory = 1024;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7077",
      description = "Of the master, or 0 for any that is free (default: ${DEFAULT-VALUE}).")
  int port = 7077;

  /** Refuses what no cluster has. */
  void check() {
    within("--workers", workers, 1, MOST_WORKERS);
    within("--cores", cores, 1, Integer.MAX_VALUE);
    within("--memory", memory, LEAST_MEMORY, Integer.MAX_VALUE);
    within("--port", port, 0, MOST_PORT);
  }

  private static void within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      String bound =
          most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
      throw new UserException(option + " is " + value + ", must be " + bound);
    }
  }
}
