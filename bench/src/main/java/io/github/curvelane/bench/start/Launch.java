package io.github.curvelane.bench.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to start a process.
 *
 * @param name what it is called in tables
 * @param command the command
 * @param answer a pattern of what it must print; empty for nothing
 */
record Launch(String name, List<String> command, String answer) {
  /** Runs it to its end and returns the time that took. */
  double nanos() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().remove("JDK_JAVA_OPTIONS");
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      long start = System.nanoTime();
      Process process = builder.start();
      byte[] printed = process.getInputStream().readAllBytes();
      int status = process.waitFor();
      long nanos = System.nanoTime() - start;
      String output = new String(printed, StandardCharsets.UTF_8).strip();
      if (status != 0 || !output.matches(answer)) {
        throw new IllegalStateException(
            "%s ended with %d and printed '%s', must print '%s': %s"
                .formatted(name, status, output, answer, String.join(" ", command)));
      }
      return nanos;
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ran", e);
    }
  }

  /** The same with more options of the JVM, under another name. */
  Launch with(String otherName, String... options) {
    List<String> longer = new ArrayList<>(command);
    longer.addAll(1, List.of(options));
    return new Launch(otherName, longer, answer);
  }
}
