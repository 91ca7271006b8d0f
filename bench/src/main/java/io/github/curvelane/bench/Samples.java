package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.WorkerJvm;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Where files of raw samples go unless the user says otherwise. */
final class Samples {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

  private Samples() {}

  /** Returns a file that does not exist yet, in a directory beside the program. */
  static Path fresh(String question) {
    String name = question + "-" + LocalDateTime.now().format(TIME) + ".csv";
    return WorkerJvm.home().resolve("samples").resolve(name);
  }

  /** Returns a path as seen from the working directory, if it lies below it. */
  static Path display(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath();
    return absolute.startsWith(here) ? here.relativize(absolute) : file;
  }

  /** Returns arguments with one more at the end. */
  static List<String> plus(List<String> arguments, String last) {
    List<String> longer = new ArrayList<>(arguments);
    longer.add(last);
    return longer;
  }
}
