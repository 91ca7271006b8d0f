package io.github.curvelane.kernel.vector;

/**
 * Splits the first calls of a vector loop. Until C2 has compiled a loop, each of its vectors is an
 * object and an element takes a hundred to a thousand nanoseconds. The loop's own turns call for
 * the compiler late, after 100,000 of them; calls do it sooner, after some 200 in the interpreter,
 * 2,000 in code without profile (where the compiler is busy) and 3,000 in code with one. Four
 * vectors a call come to few turns, and the compiler still sees a loop. A function of 4,096
 * elements is compiled after 50 ms instead of 130.
 *
 * <p>Shared by all threads: a call that is not counted does no harm.
 */
final class ColdLoop {
  /** Calls to be split off: those that C2 waits for, and some during which it compiles. */
  private static final int CALLS = 8_000;

  private static final int VECTORS = 4;

  private int calls;

  /** Returns how many of the elements that are left the next call shall take. */
  int part(int left, int lanes) {
    if (calls >= CALLS) {
      return left;
    }
    calls++;
    return Math.min(left, VECTORS * lanes);
  }
}
