package io.github.curvelane;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/**
 * A fixed team of threads. Those belong to a {@link Crew}, which does not hold the team: when
 * nobody holds it any longer they end, as after {@link #close}.
 */
final class Team implements Parallelism {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Crew crew;
  private final Cleaner.Cleanable threads;

  Team(int threads) {
    this(
        threads,
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false)
            .name("curvelane-", 1)
            .factory());
  }

  /** A team of other threads, which may fail to start. */
  Team(int threads, ThreadFactory factory) {
    Crew crew = new Crew(threads, factory);
    this.crew = crew;
    this.threads = CLEANER.register(this, crew::end);
  }

  @Override
  public int threads() {
    return crew.threads();
  }

  @Override
  public void run(int tasks, Task task) {
    Objects.requireNonNull(task, "task");
    CallerOnly.requireCount(tasks);
    try {
      crew.run(tasks, task);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void close() {
    crew.close();
    threads.clean();
  }

  @Override
  public String toString() {
    return "Parallelism[" + threads() + "]";
  }
}
