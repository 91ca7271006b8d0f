package io.github.curvelane.threads;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
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
   * Lets threads use a thing again and again, all together from a barrier on.
   *
   * @param uses of each thread
   */
  void run(SharedThing thing, int threads, int uses) throws InterruptedException {
    race(thing, threads, uses, false);
  }

  /** The same with a barrier before each use. */
  void together(SharedThing thing, int threads, int uses) throws InterruptedException {
    race(thing, threads, uses, true);
  }

  private void race(SharedThing thing, int threads, int uses, boolean always)
      throws InterruptedException {
    Object[] expected = alone(thing);
    IntFunction<Object> shared = thing.maker().get();
    AtomicInteger arrivals = new AtomicInteger();
    Thread[] users = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int variant = t % SharedThing.VARIANTS;
      users[t] =
          Thread.ofPlatform()
              .name("user " + t)
              .start(
                  () -> {
                    for (int i = 0; i < uses; i++) {
                      if (i == 0 || always) {
                        await(arrivals, threads * (i + 1));
                      }
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

  /** Spins, so that all go on within some nanoseconds: threads that sleep wake one by one. */
  private static void await(AtomicInteger arrivals, int all) {
    arrivals.incrementAndGet();
    for (int spins = 0; arrivals.get() < all; spins++) {
      if (spins < 10_000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
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
