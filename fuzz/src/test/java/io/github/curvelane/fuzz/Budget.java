package io.github.curvelane.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The time that one input may take. It is the thread's own time, which does not depend on what else
 * the machine does.
 */
public final class Budget implements AutoCloseable {
  private static final long NANOSECONDS = 5_000_000_000L;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long start = THREADS.getCurrentThreadCpuTime();

  private Budget() {}

  /** Begins to count. */
  public static Budget start() {
    return new Budget();
  }

  @Override
  public void close() {
    long taken = THREADS.getCurrentThreadCpuTime() - start;
    if (taken > NANOSECONDS) {
      throw new AssertionError("took " + taken / 1_000_000 + " ms, must be at most 5000");
    }
  }
}
