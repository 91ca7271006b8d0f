package io.github.curvelane.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that is run to its end, with the time at which each line of its output arrives. The
 * time of processors and the peak of memory are those that GNU {@code time} tells; without it the
 * first is that of the shell, and the second is not known.
 */
final class TimedProcess {
  private static final String GNU_TIME = "/usr/bin/time";
  private static final String SHELL =
      "usage=$1; shift; TIMEFORMAT='%U %S NaN'; { time \"$@\" 2> \"$usage.errors\"; } 2>"
          + " \"$usage\"";
  private static final String BY_GNU_TIME =
      "usage=$1; shift; exec "
          + GNU_TIME
          + " -q -f '%U %S %M' -o \"$usage\" \"$@\" 2> \"$usage.errors\"";
  private static final double KIBIBYTE = 1024;

  private final List<String> command;
  private final Map<String, String> environment = new LinkedHashMap<>();

  TimedProcess(List<String> command) {
    this.command = List.copyOf(command);
  }

  TimedProcess environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * A line of output.
   *
   * @param seconds when it arrived, from the start of the process
   * @param text the line
   */
  record Line(double seconds, String text) {}

  /**
   * What a process took.
   *
   * @param wall seconds from its start to its end
   * @param cpu seconds of processors, of all its threads and children
   * @param bytes the most memory that it had at a time; NaN if it is not known
   * @param lines what it printed
   */
  record Usage(double wall, double cpu, double bytes, List<Line> lines) {}

  private static boolean hasGnuTime() throws InterruptedException {
    try {
      return new ProcessBuilder(GNU_TIME, "-f", "%M", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException if it fails; the message has what it said
   */
  Usage run() throws IOException, InterruptedException {
    Path usage = Files.createTempFile("curvelane-usage", "");
    Path errors = Path.of(usage + ".errors");
    try {
      List<String> timed =
          new ArrayList<>(
              List.of("bash", "-c", hasGnuTime() ? BY_GNU_TIME : SHELL, "bash", usage.toString()));
      timed.addAll(command);
      ProcessBuilder builder = new ProcessBuilder(timed);
      builder.environment().putAll(environment);
      List<Line> lines = new ArrayList<>();
      long start = System.nanoTime();
      Process process = builder.start();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(new Line((System.nanoTime() - start) * 1e-9, line));
        }
        int status = process.waitFor();
        double wall = (System.nanoTime() - start) * 1e-9;
        if (status != 0) {
          throw new IllegalStateException(
              String.join(" ", command)
                  + " ended with "
                  + status
                  + ": "
                  + (Files.exists(errors) ? Files.readString(errors).strip() : ""));
        }
        double[] numbers = numbers(Files.readString(usage));
        return new Usage(wall, numbers[0] + numbers[1], numbers[2] * KIBIBYTE, lines);
      } finally {
        process.destroy();
      }
    } finally {
      Files.deleteIfExists(usage);
      Files.deleteIfExists(errors);
    }
  }

  /** Seconds of the program, seconds of the system for it, and KiB. */
  static double[] numbers(String usage) {
    String[] words = usage.strip().split("\\s+");
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      // Bash writes the decimal separator of the user's language.
      numbers[i] = Double.parseDouble(words[i].replace(',', '.'));
    }
    return numbers;
  }
}
