package io.github.curvelane.bench.cluster;

import java.util.ArrayDeque;
import java.util.Queue;

/** One thread that does one thing after another on the cores of its machine. */
final class SerialThread {
  private record Work(double seconds, Runnable done) {}

  private final Cores cores;
  private final Queue<Work> waiting = new ArrayDeque<>();
  private boolean busy;

  SerialThread(Cores cores) {
    this.cores = cores;
  }

  /** Does something after everything that it was given before. */
  void work(double seconds, Runnable done) {
    waiting.add(new Work(seconds, done));
    if (!busy) {
      next();
    }
  }

  private void next() {
    Work work = waiting.poll();
    busy = work != null;
    if (busy) {
      cores.work(
          work.seconds,
          () -> {
            work.done.run();
            next();
          });
    }
  }
}
