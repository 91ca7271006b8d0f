package io.github.curvelane;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a {@link Team} and what they share. They take tasks by a ticket: the number of the
 * round in its upper half, the number of tasks not yet taken in its lower half. Taking a task is
 * one compare-and-set that lowers the ticket. A round is over when all its tasks are finished; a
 * helper that has not woken up by then missed nothing, and nobody waits for it.
 *
 * <p>The task and its count are written while the ticket says that nothing is left, and read
 * between reading the ticket and lowering it. If lowering succeeds the round was still open, so
 * what was read belongs to it.
 *
 * <p>Knows nothing of its team, so that one that nobody holds any longer is collected although its
 * threads run.
 */
final class Crew {
  private static final long LEFT = 0xffff_ffffL;

  /** Some tens of microseconds: longer than the gap between two kernels of a training step. */
  private static final int SPINS = 1_000;

  private static final long NANOS_BETWEEN_LOOKS = 50_000;

  private final Thread[] helpers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicLong ticket = new AtomicLong();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Parallelism.Task task;
  private volatile int tasks;
  private volatile boolean closed;

  /** Who has opened the round. */
  private volatile Thread caller;

  /**
   * Starts the threads.
   *
   * @throws IllegalStateException if the system lets this process have fewer; those that were
   *     started end
   */
  Crew(int threads, ThreadFactory factory) {
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      int worker = i + 1;
      try {
        helpers[i] = factory.newThread(() -> help(worker));
        helpers[i].start();
      } catch (OutOfMemoryError e) {
        end();
        throw new IllegalStateException(
            "%d threads are wanted, of which only %d can be had: %s"
                .formatted(threads, worker, e.getMessage()),
            e);
      }
    }
  }

  int threads() {
    return helpers.length + 1;
  }

  void run(int tasks, Parallelism.Task task) {
    requireOpen();
    if (tasks <= 1 || !busy.compareAndSet(false, true)) {
      CallerOnly.INSTANCE.run(tasks, task);
      return;
    }
    try {
      requireOpen();
      caller = Thread.currentThread();
      open(tasks, task);
      takeTasks(0);
      awaitFinished(tasks);
      this.task = null;
      rethrow(failure.getAndSet(null));
    } finally {
      caller = null;
      busy.set(false);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this parallelism is closed");
    }
  }

  private void open(int tasks, Parallelism.Task task) {
    this.task = task;
    this.tasks = tasks;
    finished.set(0);
    long round = (ticket.get() >>> 32) + 1;
    ticket.set(round << 32 | tasks);
    int useful = Math.min(helpers.length, tasks - 1);
    for (int i = 0; i < useful; i++) {
      LockSupport.unpark(helpers[i]);
    }
  }

  private void takeTasks(int worker) {
    while (true) {
      long current = ticket.get();
      int left = (int) (current & LEFT);
      if (left == 0) {
        return;
      }
      Parallelism.Task task = this.task;
      int index = tasks - left;
      if (ticket.compareAndSet(current, current - 1)) {
        finished.addAndGet(runTask(task, index, worker));
      }
    }
  }

  /** Runs a task and returns by how many the finished ones grow: after a failure none are left. */
  private int runTask(Parallelism.Task task, int index, int worker) {
    try {
      task.run(index, worker);
      return 1;
    } catch (Throwable t) {
      note(t);
      return 1 + (int) (ticket.getAndUpdate(current -> current & ~LEFT) & LEFT);
    }
  }

  /** Keeps the first failure, with the others as suppressed ones. */
  private void note(Throwable t) {
    if (failure.compareAndSet(null, t)) {
      return;
    }
    Throwable first = failure.get();
    if (first != t) {
      try {
        first.addSuppressed(t);
      } catch (OutOfMemoryError e) {
        // The first failure is told all the same, and the round ends.
      }
    }
  }

  private void awaitFinished(int tasks) {
    int spins = 0;
    while (finished.get() != tasks) {
      if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield(); // There are more runnable threads than processors.
      }
    }
  }

  private void help(int worker) {
    int spins = 0;
    while (!closed) {
      if ((ticket.get() & LEFT) != 0) {
        takeTasks(worker);
        spins = 0;
      } else if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.interrupted(); // With an interrupt that a task has left nothing parks.
        LockSupport.park(this);
        spins = 0;
      }
    }
  }

  private static void rethrow(Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  /** Ends the threads after the round that is open, and waits for that. */
  void close() {
    if (isInTask()) {
      throw new IllegalStateException(
          "a task must not close the parallelism that runs it, which waits for the task");
    }
    end();
    int spins = 0;
    while (busy.get()) {
      if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
        LockSupport.parkNanos(this, NANOS_BETWEEN_LOOKS);
      }
    }
  }

  private boolean isInTask() {
    Thread current = Thread.currentThread();
    if (caller == current) {
      return true;
    }
    for (Thread helper : helpers) {
      if (helper == current) {
        return true;
      }
    }
    return false;
  }

  /** Opens no further round; the threads end when they have no task. */
  void end() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
