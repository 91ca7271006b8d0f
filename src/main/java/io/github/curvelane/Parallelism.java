package io.github.curvelane;

/**
 * Where a computation may run: on the caller's thread alone, or on a fixed team of threads that
 * belongs to whoever created it. The library starts no thread unless a team is asked for, and its
 * default is {@link #none()}: an embedding service owns its threads.
 *
 * <p>Results do not depend on it: work is split only where the split cannot change a rounding.
 *
 * <pre>{@code
 * try (Parallelism two = Parallelism.threads(2)) {
 *   Product<float[]> product = kernels.newProduct(two);
 *   product.a(x, 0, 784).b(w, 0, 300).c(y, 0, 300).multiply(128, 300, 784);
 * }
 * }</pre>
 */
public interface Parallelism extends AutoCloseable {
  /** The most threads of a team. */
  int MOST_THREADS = 1_024;

  /**
   * A piece of work that is split into numbered tasks. Keep one instance: calls then allocate
   * nothing.
   */
  @FunctionalInterface
  interface Task {
    /**
     * Runs one task.
     *
     * @param index which task, from 0 to tasks − 1
     * @param worker which worker runs it, from 0 to {@link Parallelism#threads} − 1: no two tasks
     *     run under one number at once, so it may select scratch memory
     */
    void run(int index, int worker);
  }

  /**
   * Returns the number of workers, the caller included.
   *
   * @return at least 1
   */
  int threads();

  /**
   * Runs tasks 0 to {@code tasks} − 1, each once, in no particular order, and returns when all are
   * done; the caller takes part. A worker that is free takes the next task. If the team is busy
   * with another call (from another thread, or from within a task), all tasks run on the caller, as
   * worker 0.
   *
   * <p>The first exception that a task throws is thrown to the caller, after all started tasks have
   * ended, with those that others of them have thrown as {@linkplain Throwable#getSuppressed
   * suppressed} ones; tasks not yet started are then skipped. The parallelism goes on to serve. An
   * interrupted caller runs as any other and stays interrupted.
   *
   * @param tasks how many, at least 0
   * @param task the work
   * @throws IllegalStateException if this parallelism is closed
   * @throws IllegalArgumentException if {@code tasks} is negative
   */
  void run(int tasks, Task task);

  /**
   * Ends the team's threads, if there are any. A call in progress on another thread is finished
   * first and waited for, further ones are refused. A team that is not closed ends its threads when
   * nothing refers to it any longer.
   *
   * @throws IllegalStateException if a task that the team's threads run calls this: it would wait
   *     for itself
   */
  @Override
  void close();

  /**
   * Returns the parallelism of the calling thread alone.
   *
   * @return one worker, no thread, nothing to close
   */
  static Parallelism none() {
    return CallerOnly.INSTANCE;
  }

  /**
   * Starts a team: the caller and {@code threads} − 1 daemon threads, which spin for some
   * microseconds after each call and then sleep until the next.
   *
   * @param threads the number of workers, from 1 to {@link #MOST_THREADS}
   * @return the team, to be closed after use; for 1, {@link #none()}
   * @throws IllegalArgumentException if {@code threads} is outside its bounds
   * @throws IllegalStateException if the system does not let this process have so many threads;
   *     those that were started end
   */
  static Parallelism threads(int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads is " + threads + ", must be from 1 to " + MOST_THREADS);
    }
    return threads == 1 ? none() : new Team(threads);
  }
}
