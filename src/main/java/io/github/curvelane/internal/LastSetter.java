package io.github.curvelane.internal;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Whose setting stands in a thing that is set by one call and used by others. A thread that has set
 * it itself uses its own setting or is refused: between its two calls another may have come. One
 * that has not was handed the thing, and uses what stands there.
 *
 * <p>Called within a {@link SoleUse}. Allocates when a thread sets for the first time after
 * another, and never otherwise.
 */
public final class LastSetter {
  private final String setting;
  private final String thing;
  private Thread last;

  /** Who has set and was replaced; null while there was one thread only. */
  private Set<Thread> replaced;

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
    if (last == current) {
      return;
    }
    if (last != null) {
      if (replaced == null) {
        replaced = Collections.newSetFromMap(new WeakHashMap<>());
      }
      replaced.add(last);
    }
    last = current;
  }

  /**
   * Refuses a thread whose own setting has been replaced.
   *
   * @throws IllegalStateException naming the thread whose setting stands
   */
  public void require() {
    Thread current = Thread.currentThread();
    if (last != current && replaced != null && replaced.contains(current)) {
      throw new IllegalStateException(
          "%s was replaced by that of thread %s: each thread needs %s of its own"
              .formatted(setting, SoleUse.name(last), thing));
    }
  }

  @Override
  public String toString() {
    return last == null ? "set by nobody" : "set by " + last;
  }
}
