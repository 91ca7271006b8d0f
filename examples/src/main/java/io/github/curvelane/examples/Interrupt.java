package io.github.curvelane.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does while a network is trained: training stops after the current step, and the JVM
 * waits until model, metrics and report are written, that is, until this is closed.
 */
final class Interrupt implements AutoCloseable {
  /** A disk may be slow; but nobody should have to kill a program that was told to stop. */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interrupt");
  private volatile boolean requested;

  /** Asks the JVM to wait, from now on. */
  Interrupt() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    requested = true;
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("curvelane: gave up waiting for the run to end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells whether the user asked to stop. */
  boolean requested() {
    return requested;
  }

  /** Says that everything is written. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        System.getLogger(Interrupt.class.getName())
            .log(System.Logger.Level.DEBUG, "the JVM is ending already");
      }
    }
  }
}
