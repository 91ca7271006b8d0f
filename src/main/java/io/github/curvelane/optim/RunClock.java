package io.github.curvelane.optim;

/** Times a run: what it took in all, what its epoch's steps took, and when a state was kept. */
final class RunClock {
  private long before;
  private long started;
  private boolean going;
  private long epochStarted;
  private long epochPaused;
  private long pauseStarted;
  private long kept = System.nanoTime();

  void go() {
    started = System.nanoTime();
    going = true;
  }

  void pause() {
    before += System.nanoTime() - started;
    going = false;
  }

  /** The time spent in steps, in all runs that this one continues. */
  long nanos() {
    return going ? before + System.nanoTime() - started : before;
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
  }

  void pauseEpoch() {
    pauseStarted = System.nanoTime();
  }

  void resumeEpoch() {
    epochPaused += System.nanoTime() - pauseStarted;
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
