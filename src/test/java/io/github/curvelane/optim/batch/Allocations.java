package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the current thread allocates. */
public final class Allocations {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Whether the code is changed at random: what was instrumented allocates. */
  public static final boolean ARE_MUTANTS = Boolean.getBoolean("curvelane.test.mutants");

  /** Until the optimizing compiler is done, vectors are objects; on a busy machine that takes. */
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private Allocations() {}

  /** Asserts that a call comes to allocate nothing: 0 bytes over a whole round of calls. */
  public static void assertNone(int calls, Runnable call) {
    if (ARE_MUTANTS) {
      call.run();
      return;
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long bytes = -1;
    while (bytes != 0 && System.nanoTime() < deadline) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(bytes).as("bytes of %d calls", calls).isZero();
  }
}
