package io.github.curvelane.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of one task: its own, and as many more as it has processors. Chunks are read by the
 * task's own thread, as Spark's readers want it, which computes too whenever nobody waits for one.
 *
 * @param <T> what is computed on
 */
final class ChunkCrew<T> implements AutoCloseable {
  interface Work<T> {
    void on(T item);
  }

  private static final AtomicInteger STARTED = new AtomicInteger();

  /** Shared by the tasks of this process; threads without work end after a minute. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          run -> {
            Thread thread = new Thread(run, "curvelane-chunks-" + STARTED.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private static final Object END = new Object();

  private final Work<T> work;
  private final ArrayBlockingQueue<Object> queue;
  private final List<Future<?>> helpers = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  ChunkCrew(int threads, Work<T> work) {
    this.work = work;
    this.queue = new ArrayBlockingQueue<>(Math.max(1, threads - 1));
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    for (int i = 1; i < threads; i++) {
      helpers.add(THREADS.submit(() -> help(loader)));
    }
  }

  /** Hands an item to a thread that waits, or works on it here. */
  void accept(T item) {
    check();
    if (helpers.isEmpty() || !queue.offer(item)) {
      work.on(item);
    }
  }

  /** Returns when all that was accepted is done. */
  @SuppressWarnings("unchecked")
  void finish() {
    for (Object item = queue.poll(); item != null; item = queue.poll()) {
      work.on((T) item);
    }
    end();
    check();
  }

  @SuppressWarnings("unchecked")
  private void help(ClassLoader loader) {
    Thread.currentThread().setContextClassLoader(loader);
    try {
      for (Object item = queue.take(); item != END; item = queue.take()) {
        work.on((T) item);
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  private void check() {
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException refused) {
      throw refused;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw new IllegalStateException(thrown);
    }
  }

  /** Waits for the helpers, who end after the chunk that they have, whoever interrupts. */
  private void end() {
    queue.clear();
    for (int i = 0; i < helpers.size(); i++) {
      queue.add(END);
    }
    boolean interrupted = false;
    for (Future<?> helper : helpers) {
      while (!helper.isDone()) {
        try {
          helper.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          failure.compareAndSet(null, e.getCause());
        }
      }
    }
    helpers.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the helpers of a task that has failed. */
  @Override
  public void close() {
    end();
  }
}
