package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.examples.input.UserException;

/** The threads of {@code --threads}. */
final class Threads {
  private Threads() {}

  /** Refuses a number that no team has. */
  static void check(int threads) {
    if (threads < 1 || threads > Parallelism.MOST_THREADS) {
      throw new UserException(
          "--threads is " + threads + ", must be from 1 to " + Parallelism.MOST_THREADS);
    }
  }

  /** Starts as many as were asked for, or says that the system has not so many. */
  static Parallelism start(int threads) {
    try {
      return Parallelism.threads(threads);
    } catch (IllegalStateException e) {
      throw new UserException("--threads " + threads + ": " + e.getMessage(), e);
    }
  }
}
