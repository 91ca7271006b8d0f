package io.github.curvelane.kernel.vector;

/**
 * Whether the vectors of a kernel are instructions yet. Until C2 has compiled it each of them is an
 * object, and an operation takes a hundred to a thousand nanoseconds; on a busy machine C2 has left
 * kernels so for minutes. So plain loops do the work, whose bits are the same, and the kernel only
 * rehearses small parts of it until its own time says that it is compiled. Rehearsals may take as
 * long as plain loops have worked.
 *
 * <p>Shared by all threads without locks: what gets lost delays a rehearsal, or repeats one. Where
 * a system property asks for vectors or for their width, plain loops do nothing.
 */
final class Warmth {
  /** Whether a property asks for vectors. */
  static final boolean FORCED =
      System.getProperty("curvelane.provider") != null
          || System.getProperty("curvelane.vector.bits") != null;

  /** A vector operation takes less than a nanosecond when compiled, and fifty and more before. */
  private static final long NANOS_PER_OPERATION = 5;

  /** Fast rehearsals, and then fast trials, in a row that are believed. */
  private static final int ENOUGH = 3;

  /** Rehearsals where plain loops do nothing; C2 has compiled a loop before, or soon does. */
  private static final int FORCED_REHEARSALS = 8_000;

  /** Time of plain loops for each unit of time that rehearsals may take. */
  private static final int SHARE = 1;

  /** After so much time, or so many, rehearsals become rare: C2 has given up. */
  private static final long PATIENCE = 4_000_000_000L;

  private static final int MOST_REHEARSALS = 40_000;

  private static final int LATER_SHARE = 300;

  private static final int PROFILED_REHEARSALS = 60;
  private static final int MOST_EMPTY_REHEARSALS = 300;

  /**
   * Work of plain loops, whatever it is, before the first rehearsal. It loads the classes of
   * vectors and has C2 compile for half a second, which is too much for a process that predicts a
   * few rows, and comes later than a first epoch on some thousand examples.
   */
  private static long firstWork = 500_000_000;

  /** What a rehearsal counts at most: the first ones load classes. */
  private static final long MOST_NANOS = 5_000_000;

  private final long overhead;
  private final boolean needsTrials;
  private boolean warm;
  private int rehearsals;
  private int fast;
  private int trials;
  private double plainRate = Double.POSITIVE_INFINITY;
  private long credit;
  private long spent;

  private Warmth(long overhead, boolean needsTrials) {
    this.overhead = overhead;
    this.needsTrials = needsTrials;
    warm = FORCED && needsTrials;
  }

  /** For a loop, whose parts come across all of it: two looks at the clock and a call beside it. */
  static Warmth ofLoop() {
    return new Warmth(120, false);
  }

  /** For a kernel of several loops, which is warm only after {@link #tried whole calls}. */
  static Warmth ofCalls() {
    return new Warmth(3_000, true);
  }

  /** Whether the kernel is to be used. */
  boolean isWarm() {
    return warm;
  }

  /** Whether rehearsals were fast, but not yet whole calls. */
  boolean isReady() {
    return fast >= ENOUGH;
  }

  /**
   * The calls without work that are to follow a rehearsal. C2 takes up a method after some 5,000
   * calls, more while its queue is long (50,000 were seen), and does not ask how much they did. A
   * kernel that only works until then spends up to 0.1 s on vectors that are objects; so it works a
   * little first, for the profile, and then is called often. What ends such a call comes before all
   * else in a loop's method: loops without turns would tell C2 that they are short. Not for kernels
   * that call methods of ours with vectors: C2 does not inline what is rarely called, and those
   * would take objects for good.
   */
  int emptyCalls() {
    if (rehearsals < PROFILED_REHEARSALS) {
      return 4;
    }
    return rehearsals < MOST_EMPTY_REHEARSALS ? 500 : 0;
  }

  /** Whether a rehearsal may be believed: not those before C2 has been called for. */
  boolean isProfiled() {
    return rehearsals >= PROFILED_REHEARSALS;
  }

  /** Whether the kernel may rehearse now. */
  boolean mayRehearse() {
    return !warm && (FORCED || firstWork <= 0 && credit > 0 && !isReady());
  }

  /**
   * Notes how long plain loops have worked.
   *
   * @param operations what they have done, in a unit of the caller's
   */
  void worked(long operations, long nanos) {
    plainRate = Math.min(plainRate, (double) nanos / operations);
    if (firstWork > 0) {
      firstWork -= nanos;
      return; // nor is it credited: one call would wait for all of the rehearsals
    }
    boolean isPatient = spent < PATIENCE && rehearsals < MOST_REHEARSALS;
    credit += nanos / (isPatient ? SHARE : LATER_SHARE);
  }

  /**
   * Notes how long a rehearsal has taken.
   *
   * @param counts whether it came across everything
   * @param operations its vector operations, roughly
   */
  void rehearsed(boolean counts, long operations, long nanos) {
    rehearsals++;
    credit -= Math.min(nanos, MOST_NANOS);
    spent += nanos;
    boolean isFast = nanos <= overhead + operations * NANOS_PER_OPERATION;
    fast = counts && isFast ? fast + 1 : 0;
    if (FORCED ? rehearsals >= FORCED_REHEARSALS : !needsTrials && isReady()) {
      warm = true;
    }
  }

  /**
   * Notes how long the kernel has worked alone: the last doubt, as a rehearsal need not come across
   * everything. Where plain loops were faster it goes back to rehearsals.
   *
   * @param operations what it has done, in the caller's unit
   */
  void tried(long operations, long nanos) {
    boolean isFast = nanos <= 300 + 2 * plainRate * operations;
    trials = isFast ? trials + 1 : 0;
    fast = isFast ? fast : 0;
    warm |= trials >= ENOUGH;
  }
}
