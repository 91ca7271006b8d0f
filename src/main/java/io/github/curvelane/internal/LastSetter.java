package io.github.curvelane.internal;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * Whose setting stands in a thing that is set by one call and used by others. A thread whose
 * setting another has replaced is refused until it sets again: between its two calls the other has
 * come. A thread that has not set was handed the thing, and uses what stands there; if it then sets
 * anew, the thing may be handed back.
 *
 * <p>Called within a {@link SoleUse}. Allocates when a thread sets or is replaced for the first
 * time, and never otherwise.
 */
public final class LastSetter {
  private final String setting;
  private final String thing;
  private Thread last;

  /** Who has used the setting that stands without having set it. */
  private Thread handedTo;

  /** Whether a thread's setting was replaced by one that was not handed it; null before one was. */
  private Map<Thread, boolean[]> replaced;

  /**
   * Creates a mark that nobody has set.
   *
   * @param setting what to call the setting in messages: {@code the batch that this thread
   *     selected}
   * @param thing what to call the thing: {@code an objective}
   */
  public LastSetter(String setting, String thing) {
    this.setting = setting;
    this.thing = thing;
  }

  /** Notes that the calling thread has set. */
  public void set() {
    Thread current = Thread.currentThread();
    if (last != current && last != null) {
      mark(last, handedTo != current);
      mark(current, false);
    }
    last = current;
    handedTo = null;
  }

  private void mark(Thread thread, boolean isReplaced) {
    boolean[] known = replaced == null ? null : replaced.get(thread);
    if (known != null) {
      known[0] = isReplaced;
    } else if (isReplaced) {
      replaced = replaced == null ? new WeakHashMap<>() : replaced;
      replaced.put(thread, new boolean[] {true});
    }
  }

  /**
   * Refuses a thread whose own setting has been replaced.
   *
   * @throws IllegalStateException naming the thread whose setting stands
   */
  public void require() {
    Thread current = Thread.currentThread();
    if (last == current) {
      return;
    }
    boolean[] known = replaced == null ? null : replaced.get(current);
    if (known != null && known[0]) {
      throw new IllegalStateException(
          "%s was replaced by that of thread %s: each thread needs %s of its own"
              .formatted(setting, SoleUse.name(last), thing));
    }
    handedTo = current;
  }

  @Override
  public String toString() {
    return last == null ? "set by nobody" : "set by " + last;
  }
}
