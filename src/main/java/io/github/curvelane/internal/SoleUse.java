package io.github.curvelane.internal;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Sees that a thing with scratch memory is used by one thread at a time: a second one is refused
 * before it has read or written anything, and so is a callback that comes back to the thing that
 * called it. A use may be handed from thread to thread; what the one wrote, the next sees.
 *
 * <p>One compare-and-set and one store a use. Nothing cheaper tells two threads that come at once
 * apart: without the former each could find the thing free before the other's mark is seen.
 */
public final class SoleUse {
  private final String name;
  private final AtomicReference<Thread> user = new AtomicReference<>();

  /**
   * Creates the mark of a free thing.
   *
   * @param name what to call it in messages: {@code this product}
   */
  public SoleUse(String name) {
    this.name = name;
  }

  /**
   * Takes the thing for the calling thread until {@link #end}.
   *
   * @throws IllegalStateException if it is in use, by another thread or by this one
   */
  public void begin() {
    Thread current = Thread.currentThread();
    Thread holder = user.compareAndExchange(null, current);
    if (holder != null) {
      throw refused(holder, current);
    }
  }

  /**
   * Takes the thing for the calling thread until {@link #end}, unless it has it already: for what a
   * callback may read.
   *
   * @return whether the caller is to end the use
   * @throws IllegalStateException if another thread has it
   */
  public boolean enter() {
    if (user.getPlain() == Thread.currentThread()) {
      return false;
    }
    begin();
    return true;
  }

  /**
   * Takes the thing for the calling thread until {@link #end}, unless it has it already: for things
   * that are set by several calls and then run.
   *
   * @return whether the one who had it has ended: what it set is to be forgotten
   * @throws IllegalStateException if another thread that is alive has it
   */
  public boolean claim() {
    Thread current = Thread.currentThread();
    return user.getPlain() != current && takeOver(current);
  }

  private boolean takeOver(Thread current) {
    Thread holder = user.compareAndExchange(null, current);
    if (holder == null) {
      return false;
    }
    if (holder.isAlive() || !user.compareAndSet(holder, current)) {
      throw refused(holder, current);
    }
    return true;
  }

  /** Gives the thing back. */
  public void end() {
    user.setRelease(null);
  }

  private IllegalStateException refused(Thread holder, Thread current) {
    if (holder == current) {
      return new IllegalStateException(
          name + " is in use by the call that has called back: a callback must not use it");
    }
    return new IllegalStateException(
        "%s is in use by thread %s: each thread needs its own".formatted(name, name(holder)));
  }

  /** A thread for a message: virtual threads have no name unless somebody gives them one. */
  static String name(Thread thread) {
    return thread.getName().isEmpty() ? "#" + thread.threadId() : "'" + thread.getName() + "'";
  }

  @Override
  public String toString() {
    Thread holder = user.get();
    return name + (holder == null ? ", free" : ", in use by " + holder);
  }
}
