package io.github.curvelane.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;

/**
 * Lends things that one call at a time may use. There are as many as were in use at one instant:
 * memory follows the calls that really overlap, not the threads that ever called, of which virtual
 * ones may come by the million. Nothing is bound to a thread, and nothing is allocated once there
 * are enough.
 *
 * <p>Each thing has a ticket, which is odd while it is in use and grows with each change, so that a
 * thing does not move between lists and nothing can be mistaken for what it was before. A call
 * tries them from one that its thread's number points at: two threads then rarely meet, and come
 * back to memory that is still in their cache. If all tickets are odd, they are read again. Tickets
 * only grow, so an equal sum says that none has changed: all were in use at the instant between the
 * two readings, and another one is made (the double collect of Afek et al. 1993). A single reading
 * would not tell; the pool would grow by one whenever a thread was stopped between two tickets.
 *
 * @param <S> what is lent
 */
public final class Pool<S extends Pool.Slot> {
  /** Something lent. */
  public abstract static class Slot {
    /** In the middle of two cache lines, so that no ticket shares one with anything. */
    private static final int TICKET = 16;

    private final AtomicIntegerArray padded = new AtomicIntegerArray(2 * TICKET);

    /** Creates something that is free. */
    protected Slot() {}

    int ticket() {
      return padded.get(TICKET);
    }

    final boolean take(int seen) {
      return padded.compareAndSet(TICKET, seen, seen + 1);
    }

    /** Gives it back. */
    public final void release() {
      padded.setRelease(TICKET, padded.getPlain(TICKET) + 1);
    }
  }

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final Supplier<S> factory;
  private volatile List<S> slots = List.of();

  /**
   * Creates an empty pool.
   *
   * @param factory makes what is lent
   */
  public Pool(Supplier<S> factory) {
    this.factory = factory;
  }

  /**
   * Takes something until its {@link Slot#release}.
   *
   * @return what nobody else has
   */
  public S acquire() {
    while (true) {
      List<S> present = slots;
      int n = present.size();
      long spread = Thread.currentThread().threadId() * GOLDEN_RATIO;
      int first = (int) Math.unsignedMultiplyHigh(spread, n);
      int before = 0;
      for (int k = 0; k < n; k++) {
        S slot = present.get(first + k < n ? first + k : first + k - n);
        int ticket = slot.ticket();
        if ((ticket & 1) == 0 && slot.take(ticket)) {
          return slot;
        }
        before += ticket;
      }
      int after = 0;
      for (int k = 0; k < n; k++) {
        after += present.get(k).ticket();
      }
      if (before == after) {
        S made = grow(present);
        if (made != null) {
          return made;
        }
      }
    }
  }

  /** Makes another one, unless somebody else has. */
  private synchronized S grow(List<S> present) {
    if (slots != present) {
      return null;
    }
    S made = factory.get();
    made.take(0);
    List<S> grown = new ArrayList<>(present);
    grown.add(made);
    slots = List.copyOf(grown);
    return made;
  }

  /**
   * Makes as many as are missing to so many, so that so many calls at once allocate nothing.
   *
   * @param most how many there are to be
   */
  public void reserve(int most) {
    for (List<S> present = slots; present.size() < most; present = slots) {
      S made = grow(present);
      if (made != null) {
        made.release();
      }
    }
  }

  /**
   * Returns how many there are.
   *
   * @return those in use and those that are free
   */
  public int size() {
    return slots.size();
  }
}
