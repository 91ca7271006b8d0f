package io.github.curvelane;

import java.util.Objects;

/** The parallelism of one thread: tasks run in ascending order on the caller. */
final class CallerOnly implements Parallelism {
  static final CallerOnly INSTANCE = new CallerOnly();

  private CallerOnly() {}

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public void run(int tasks, Task task) {
    Objects.requireNonNull(task, "task");
    requireCount(tasks);
    for (int i = 0; i < tasks; i++) {
      task.run(i, 0);
    }
  }

  static void requireCount(int tasks) {
    if (tasks < 0) {
      throw new IllegalArgumentException("tasks is " + tasks + ", must be at least 0");
    }
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "Parallelism[1]";
  }
}
