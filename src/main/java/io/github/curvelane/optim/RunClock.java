package io.github.curvelane.optim;

/** Times a run: what it took in all, what its epoch's steps took, and when a state was kept. */
final class RunClock {
  private long before;
  private long started;
  private boolean going;
  private long epochStarted;
  private long epochPaused;
  private long pauseStarted;
  private boolean isEpochPaused;
  private long kept = System.nanoTime();

  void go() {
    started = System.nanoTime();
    going = true;
    resumeEpoch();
  }

  void pause() {
    before = nanos();
    going = false;
  }

  /** Does not count the time since it went on: nothing was done in it. */
  void forget() {
    going = false;
    if (!isEpochPaused) {
      isEpochPaused = true;
      pauseStarted = started;
    }
  }

  /** The time spent in steps, in all runs that this one continues; at most what a long holds. */
  long nanos() {
    if (!going) {
      return before;
    }
    long now = System.nanoTime() - started;
    return before > Long.MAX_VALUE - now ? Long.MAX_VALUE : before + now;
  }

  double seconds() {
    return nanos() * 1e-9;
  }

  void restore(double seconds) {
    before = (long) (seconds * 1e9);
  }

  void beginEpoch() {
    epochStarted = System.nanoTime();
    epochPaused = 0;
    isEpochPaused = false;
  }

  void pauseEpoch() {
    if (!isEpochPaused) {
      isEpochPaused = true;
      pauseStarted = System.nanoTime();
    }
  }

  void resumeEpoch() {
    if (isEpochPaused) {
      isEpochPaused = false;
      epochPaused += System.nanoTime() - pauseStarted;
    }
  }

  /** The time since the epoch or the run began, without pauses. */
  double epochSeconds() {
    return Math.max(1, System.nanoTime() - epochStarted - epochPaused) * 1e-9;
  }

  void kept() {
    kept = System.nanoTime();
  }

  long nanosSinceKept() {
    return System.nanoTime() - kept;
  }
}
