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
   * ended; tasks not yet started are then skipped.
   *
   * @param tasks how many
   * @param task the work
   */
  void run(int tasks, Task task);

  /**
   * Ends the team's threads, if there are any. Work in progress is finished first, so a task must
   * not call this.
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
   * @param threads the number of workers, at least 1
   * @return the team, to be closed after use; for 1, {@link #none()}
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  static Parallelism threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", must be at least 1");
    }
    return threads == 1 ? none() : new Team(threads);
  }
}
