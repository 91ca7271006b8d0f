package io.github.curvelane.nn;

import io.github.curvelane.Parallelism;

/** Work on rows of which each is independent of the others, shared by threads where that pays. */
final class RowTasks {
  /** The work on some rows. */
  @FunctionalInterface
  interface Work {
    /** Works on rows {@code from} to {@code to} − 1. */
    void run(int from, int to);
  }

  /** Elements that are worth waking a second thread for: some tens of microseconds. */
  private static final long PARALLEL_ELEMENTS = 100_000;

  /** Tasks for each thread: the slower ones then take fewer. */
  private static final int TASKS_PER_THREAD = 4;

  private final Parallelism parallelism;
  private final Work work;
  private final int elements;
  private final Parallelism.Task task = this::run;
  private int rows;
  private int rowsPerTask;

  /**
   * Makes the tasks of an operation.
   *
   * @param elements the elements that the work on a row reads
   */
  RowTasks(Parallelism parallelism, int elements, Work work) {
    this.parallelism = parallelism;
    this.work = work;
    this.elements = elements;
  }

  /** Works on rows 0 to {@code rows} − 1. */
  void run(int rows) {
    if (parallelism.threads() == 1 || (long) rows * elements < PARALLEL_ELEMENTS) {
      work.run(0, rows);
      return;
    }
    this.rows = rows;
    rowsPerTask = Math.ceilDiv(rows, Math.min(rows, TASKS_PER_THREAD * parallelism.threads()));
    parallelism.run(Math.ceilDiv(rows, rowsPerTask), task);
  }

  private void run(int index, int worker) {
    int from = index * rowsPerTask;
    work.run(from, Math.min(rows, from + rowsPerTask));
  }
}
