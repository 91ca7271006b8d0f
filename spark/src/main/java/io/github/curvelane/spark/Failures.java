package io.github.curvelane.spark;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;

/**
 * What a job failed of. Spark wraps an exception of a task in its own, whose message is a page of
 * stack traces; whoever called the library is told the sentence, by an exception of the same kind.
 */
final class Failures {
  private static final String SPARK = "org.apache.spark.";

  /** Where Spark has kept nothing but the text of an executor's exception. */
  private static final Pattern ABSENT_OR_ANOTHER =
      Pattern.compile(
          "(ClassNotFoundException|NoClassDefFoundError|InvalidClassException): "
              + "io[./]github[./]curvelane[./]");

  private Failures() {}

  /**
   * Runs a job.
   *
   * @param name what it does, for messages
   * @param job what to run
   * @return what it returned
   * @throws RuntimeException what the job failed of
   */
  static <T> T surfacing(SparkContext context, String name, Callable<T> job) {
    ClusterJob.requireRunning(context);
    try {
      return job.call();
    } catch (Exception e) {
      Throwable cause = beneathSpark(e);
      throw cause instanceof InterruptedException
          ? unlessInterrupted(name, cause)
          : ofJob(context, name, e);
    }
  }

  /**
   * Finds what a job failed of.
   *
   * @param name what it does
   * @param failure what Spark threw
   * @return the exception to throw: the one of the reader, check or objective that a task ran, or
   *     one with a sentence
   */
  static RuntimeException ofJob(SparkContext context, String name, Throwable failure) {
    if (context.isStopped()) {
      return new IllegalStateException(
          "the Spark context was stopped while " + name + " was computed", failure);
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("spark.driver.maxResultSize")) {
      return new IllegalStateException(
          "spark.driver.maxResultSize is too small for " + name + ": " + message, failure);
    }
    Throwable cause = beneathSpark(failure);
    if ((message + cause).contains("UnsupportedClassVersionError")) {
      return new IllegalStateException(
          "an executor runs on a Java older than 25, which Curvelane needs: set JAVA_HOME of the"
              + " workers, or spark.executorEnv.JAVA_HOME",
          failure);
    }
    if (isOfAnotherLibrary(message, cause)) {
      return new IllegalStateException(
          "an executor has no or another Curvelane than the driver: name the driver's jars in"
              + " spark.jars. It said: "
              + firstLine(cause),
          failure);
    }
    return switch (cause) {
      case IOException io -> new UncheckedIOException(String.valueOf(io.getMessage()), io);
      case RuntimeException ofTask when !isSparks(ofTask) -> {
        if (ofTask != failure) {
          ofTask.addSuppressed(new SparkException(name + " failed on the cluster", failure));
        }
        yield ofTask;
      }
      default ->
          new IllegalStateException(name + " failed on the cluster: " + firstLine(cause), failure);
    };
  }

  /** What Spark's exceptions are about; the last of them where there is nothing else. */
  private static Throwable beneathSpark(Throwable failure) {
    Throwable cause = failure;
    while (isSparks(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isSparks(Throwable thrown) {
    return thrown.getClass().getName().startsWith(SPARK);
  }

  private static boolean isOfAnotherLibrary(String message, Throwable cause) {
    return cause instanceof InvalidClassException
        || cause instanceof LinkageError
        || ABSENT_OR_ANOTHER.matcher(message).find();
  }

  /**
   * What to throw for what was thrown. Spark waits here and there, and its exceptions are not
   * declared: an interruption may come out of any call.
   */
  static RuntimeException unlessInterrupted(String name, Throwable thrown) {
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new CancellationException("the thread was interrupted: " + name + " was cancelled");
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException refused
        ? refused
        : new IllegalStateException(name + " failed: " + firstLine(thrown), thrown);
  }

  private static String firstLine(Throwable thrown) {
    String text = thrown.toString();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
