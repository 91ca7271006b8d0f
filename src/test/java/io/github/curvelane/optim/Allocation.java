package io.github.curvelane.optim;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.optim.batch.Allocations;
import java.lang.management.ManagementFactory;

/** Measures what the current thread allocates. */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Vectors are rehearsed, as objects, after half a second of plain work, and compiled later. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private Allocation() {}

  /**
   * Returns the bytes that a call allocates once it is warm, rounded down: the first round of 0.
   */
  static long perCall(int calls, Runnable call) {
    return perCall(calls, 0, call);
  }

  /** Returns the bytes of a call in the first round of at most so many, else in the last round. */
  static long perCall(int calls, long most, Runnable call) {
    if (Allocations.ARE_MUTANTS) {
      call.run();
      return 0;
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long bytes;
    do {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / calls;
    } while (bytes > most && System.nanoTime() < deadline);
    return bytes;
  }
}
