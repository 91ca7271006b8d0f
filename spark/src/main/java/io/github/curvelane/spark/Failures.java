package io.github.curvelane.spark;

import io.github.curvelane.data.MalformedDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

/**
 * What a job failed of. Spark wraps an exception of a task in its own, whose message is a page of
 * stack traces; whoever called the library is told the sentence, by an exception of the same kind.
 */
final class Failures {
  private Failures() {}

  /**
   * Runs a job.
   *
   * @param job what to run
   * @return what it returned
   * @throws RuntimeException what the job failed of
   */
  static <T> T surfacing(Callable<T> job) {
    try {
      return job.call();
    } catch (Exception e) {
      throw ofJob(e);
    }
  }

  /**
   * Finds what a job failed of.
   *
   * @param failure what Spark threw
   * @return the exception to throw: of the kind and with the message of the first cause that
   *     Curvelane's readers or checks throw; the failure itself where there is none
   */
  static RuntimeException ofJob(Exception failure) {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      Throwable cause = next;
      switch (cause) {
        case MalformedDataException malformed -> {
          return new UncheckedIOException(malformed.getMessage(), malformed);
        }
        case IllegalArgumentException argument when isOurs(argument) -> {
          return new IllegalArgumentException(argument.getMessage(), failure);
        }
        case IllegalStateException state when isOurs(state) -> {
          return new IllegalStateException(state.getMessage(), failure);
        }
        case UncheckedIOException io when isOurs(io) -> {
          return new UncheckedIOException(io.getMessage(), io.getCause());
        }
        case InterruptedException interrupted -> {
          return ClusterJob.unlessInterrupted("a pass over the examples", interrupted);
        }
        case IOException io when cause != failure -> {
          return new UncheckedIOException(String.valueOf(io.getMessage()), io);
        }
        default -> {
          // wrapped by Spark
        }
      }
    }
    return failure instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(failure.getMessage(), failure);
  }

  /** Whether it was thrown by a class of this library: its message is meant for people. */
  private static boolean isOurs(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("io.github.curvelane.");
  }
}
