package io.github.curvelane.consumers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The tools of the JDK that runs the tests, each as a process of its own. */
final class Jdk {
  private static final long LIMIT_SECONDS = 120;

  /** What a process printed and how it ended. */
  record Outcome(int status, List<String> output, List<String> errors) {
    /** Returns the output of a process that must have succeeded. */
    List<String> outputOfSuccess() {
      if (status != 0) {
        throw new AssertionError(this);
      }
      return output;
    }

    /** Returns the lines of the log that are warnings. */
    List<String> warnings() {
      return errors.stream()
          .filter(line -> line.startsWith("WARNING: "))
          .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
          .toList();
    }
  }

  private Jdk() {}

  /** Returns a tool of the JDK, such as {@code javac}. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The library's jar (or classes) and what it needs at run time. */
  static String libraryPath() {
    return System.getProperty("curvelane.test.library");
  }

  static String path(Object... entries) {
    List<String> texts = new ArrayList<>();
    for (Object entry : entries) {
      texts.add(entry.toString());
    }
    return String.join(File.pathSeparator, texts);
  }

  static Outcome run(List<String> command) {
    return run(Path.of(""), command);
  }

  /** Runs a command in a directory. */
  static Outcome run(Path directory, List<String> command) {
    try {
      Path output = Files.createTempFile("output", ".txt");
      Path errors = Files.createTempFile("errors", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().remove("JDK_JAVA_OPTIONS");
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + command);
      }
      Outcome outcome =
          new Outcome(process.exitValue(), Files.readAllLines(output), Files.readAllLines(errors));
      Files.delete(output);
      Files.delete(errors);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
