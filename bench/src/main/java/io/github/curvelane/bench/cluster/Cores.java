package io.github.curvelane.bench.cluster;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The cores of one machine, which all threads that have work share evenly, as a fair scheduler's
 * do: with n threads on k cores each has min(1, k/n) of a core. Cores share caches, memory and heat
 * too: each of two busy ones may be slower than one alone.
 */
final class Cores {
  private record Work(double end, long number, Runnable done) {}

  private final Clock clock;
  private final int cores;
  private final double together;
  private final PriorityQueue<Work> working =
      new PriorityQueue<>(Comparator.comparingDouble(Work::end).thenComparing(Work::number));

  /** The work that a thread which was always there would have done by {@link #since}. */
  private double attained;

  private double since;
  private long begun;
  private long changes;

  /**
   * Creates idle cores.
   *
   * @param together the speed of a core when all of them are busy, of that of one alone; between,
   *     it falls linearly
   */
  Cores(Clock clock, int cores, double together) {
    this.clock = clock;
    this.cores = cores;
    this.together = together;
  }

  /** Begins a thread that works for some seconds of a core that is busy alone. */
  void work(double seconds, Runnable done) {
    advance();
    working.add(new Work(attained + seconds, begun++, done));
    plan();
  }

  private void advance() {
    attained += (clock.now() - since) * speed();
    since = clock.now();
  }

  /** The speed of each thread. */
  private double speed() {
    int threads = working.size();
    if (threads == 0) {
      return 0;
    }
    int busy = Math.min(threads, cores);
    double each = cores == 1 ? 1 : 1 - (1 - together) * (busy - 1) / (cores - 1);
    return each * busy / threads;
  }

  /** Plans the end of who is done next, unless another comes or goes before. */
  private void plan() {
    long change = ++changes;
    if (!working.isEmpty()) {
      double left = Math.max(0, working.peek().end - attained) / speed();
      clock.after(
          left,
          () -> {
            if (change == changes) {
              finish();
            }
          });
    }
  }

  private void finish() {
    advance();
    Work first = working.poll();
    attained = Math.max(attained, first.end);
    plan();
    first.done.run();
  }
}
