package io.github.curvelane.bench.cluster;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The clock of a simulation: events happen in the order of their times, those of one time in the
 * order in which they were planned. Nothing depends on the machine's own clock or threads.
 */
final class Clock {
  private record Event(double time, long number, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::time).thenComparing(Event::number));
  private double now;
  private long planned;

  /** Returns the seconds since the beginning. */
  double now() {
    return now;
  }

  /** Plans what happens some seconds from now. */
  void after(double seconds, Runnable action) {
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("seconds is " + seconds + ", must be at least 0");
    }
    events.add(new Event(now + seconds, planned++, action));
  }

  /** Lets everything happen that is planned, and what that plans. */
  void run() {
    while (!events.isEmpty()) {
      Event event = events.poll();
      now = event.time;
      event.action.run();
    }
  }
}
