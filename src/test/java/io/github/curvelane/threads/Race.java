package io.github.curvelane.threads;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/** Threads that use one thing at once, and what becomes of each use. */
final class Race {
  final LongAdder right = new LongAdder();
  final LongAdder refused = new LongAdder();

  /** What else happened, and how often. */
  final Map<String, LongAdder> faults = new ConcurrentSkipListMap<>();

  /** What each variant gives alone. */
  static Object[] alone(SharedThing thing) {
    Object[] expected = new Object[SharedThing.VARIANTS];
    for (int v = 0; v < expected.length; v++) {
      expected[v] = thing.maker().get().apply(v);
    }
    return expected;
  }

  /**
   * Lets threads use a thing, all together from a barrier on.
   *
   * @param uses of each thread
   */
  void run(SharedThing thing, int threads, int uses) throws InterruptedException {
    Object[] expected = alone(thing);
    IntFunction<Object> shared = thing.maker().get();
    CyclicBarrier start = new CyclicBarrier(threads);
    Thread[] users = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int variant = t % SharedThing.VARIANTS;
      users[t] =
          Thread.ofPlatform()
              .name("user " + t)
              .start(
                  () -> {
                    try {
                      start.await();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                    for (int i = 0; i < uses; i++) {
                      use(shared, variant, expected[variant]);
                    }
                  });
    }
    for (Thread user : users) {
      user.join();
    }
    // After whatever happened the thing is free and right.
    for (int v = 0; v < SharedThing.VARIANTS; v++) {
      use(shared, v, expected[v]);
    }
  }

  private void use(IntFunction<Object> shared, int variant, Object expected) {
    try {
      if (shared.apply(variant).equals(expected)) {
        right.increment();
      } else {
        fault("wrong without a word");
      }
    } catch (IllegalStateException e) {
      String message = String.valueOf(e.getMessage());
      if (message.matches("(?s)this .* is in use by thread 'user \\d+': each thread needs its own")
          || message.matches(
              "the .* that this thread .* was replaced by that of thread 'user \\d+': each thread"
                  + " needs an? .* of its own")) {
        refused.increment();
      } else {
        fault(e.toString());
      }
    } catch (RuntimeException | Error e) {
      fault(e.toString());
    }
  }

  private void fault(String what) {
    faults.computeIfAbsent(what, w -> new LongAdder()).increment();
  }

  @Override
  public String toString() {
    return "%s right, %s refused, %s".formatted(right, refused, new TreeMap<>(faults));
  }
}
