package io.github.curvelane.optim;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.optim.batch.Allocations;
import java.lang.management.ManagementFactory;

/** Measures what the current thread allocates. */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Returns the bytes that a call allocates once it is warm, rounded down. */
  static long perCall(int calls, Runnable call) {
    if (Allocations.ARE_MUTANTS) {
      call.run();
      return 0;
    }
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / calls;
  }
}
