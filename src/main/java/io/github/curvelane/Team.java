package io.github.curvelane;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads that takes tasks by a ticket: the number of the round in its upper half,
 * the number of tasks not yet taken in its lower half. Taking a task is one compare-and-set that
 * lowers the ticket. A round is over when all its tasks are finished; a helper that has not woken
 * up by then missed nothing, and nobody waits for it.
 *
 * <p>The task and its count are written while the ticket says that nothing is left, and read
 * between reading the ticket and lowering it. If lowering succeeds the round was still open, so
 * what was read belongs to it.
 */
final class Team implements Parallelism {
  private static final long LEFT = 0xffff_ffffL;

  /** Some tens of microseconds: longer than the gap between two kernels of a training step. */
  private static final int SPINS = 1_000;

  private final Thread[] helpers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicLong ticket = new AtomicLong();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Task task;
  private volatile int tasks;
  private volatile boolean closed;

  Team(int threads) {
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      int worker = i + 1;
      helpers[i] =
          Thread.ofPlatform().daemon().name("curvelane-" + worker).unstarted(() -> help(worker));
    }
    for (Thread helper : helpers) {
      helper.start();
    }
  }

  @Override
  public int threads() {
    return helpers.length + 1;
  }

  @Override
  public void run(int tasks, Task task) {
    if (closed) {
      throw new IllegalStateException("this parallelism is closed");
    }
    if (tasks <= 1 || !busy.compareAndSet(false, true)) {
      CallerOnly.INSTANCE.run(tasks, task);
      return;
    }
    try {
      if (closed) {
        throw new IllegalStateException("this parallelism is closed");
      }
      open(tasks, task);
      takeTasks(0);
      awaitFinished(tasks);
      this.task = null;
      rethrow(failure.getAndSet(null));
    } finally {
      busy.set(false);
    }
  }

  private void open(int tasks, Task task) {
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
      Task task = this.task;
      int index = tasks - left;
      if (ticket.compareAndSet(current, current - 1)) {
        finished.addAndGet(runTask(task, index, worker));
      }
    }
  }

  /** Runs a task and returns by how many the finished ones grow: after a failure none are left. */
  private int runTask(Task task, int index, int worker) {
    try {
      task.run(index, worker);
      return 1;
    } catch (Throwable t) {
      failure.compareAndSet(null, t);
      return 1 + (int) (ticket.getAndUpdate(current -> current & ~LEFT) & LEFT);
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

  @Override
  public void close() {
    while (!busy.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    busy.set(false);
  }

  @Override
  public String toString() {
    return "Parallelism[" + threads() + "]";
  }
}
