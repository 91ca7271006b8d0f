package io.github.curvelane.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A process for each core that does nothing but compute, until it is closed or its parent ends. */
final class BusyCores implements AutoCloseable {
  private static final String SPIN =
      "while kill -0 \"$1\" 2> /dev/null; do for ((i = 0; i < 100000; i++)); do :; done; done";

  private final List<Process> spinning = new ArrayList<>();

  /**
   * @param cores how many
   */
  BusyCores(int cores) throws IOException {
    String parent = String.valueOf(ProcessHandle.current().pid());
    for (int i = 0; i < cores; i++) {
      spinning.add(new ProcessBuilder("bash", "-c", SPIN, "bash", parent).start());
    }
  }

  /** How many compute. */
  long running() {
    return spinning.stream().filter(Process::isAlive).count();
  }

  @Override
  public void close() {
    spinning.forEach(Process::destroy);
  }
}
