package io.github.curvelane.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PoolTest {
  private static final class Thing extends Pool.Slot {
    private final AtomicInteger users = new AtomicInteger();
    private Runnable beforeReading = () -> {};

    @Override
    int ticket() {
      Runnable once = beforeReading;
      beforeReading = () -> {};
      once.run();
      return super.ticket();
    }
  }

  private final Pool<Thing> pool = new Pool<>(Thing::new);

  @Test
  void oneIsEnoughForAnyNumberOfThreadsInTurn() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      Thread thread = new Thread(() -> pool.acquire().release());
      thread.start();
      thread.join();
    }
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void thereAreAsManyAsWereInUseAtOnce() {
    for (int held : new int[] {3, 5, 2, 5}) {
      List<Thing> things = new ArrayList<>();
      for (int i = 0; i < held; i++) {
        things.add(pool.acquire());
      }
      assertThat(things).doesNotHaveDuplicates();
      things.forEach(Thing::release);
    }
    assertThat(pool.size()).isEqualTo(5);
  }

  @Test
  void whatIsGivenBackIsLentAgainWhoeverAsks() throws InterruptedException {
    List<Thing> things = List.of(pool.acquire(), pool.acquire(), pool.acquire(), pool.acquire());
    things.get(2).release();
    List<Thing> lent = new ArrayList<>();
    for (int i = 0; i < 16; i++) { // from wherever a thread begins to look
      Thread thread =
          new Thread(
              () -> {
                Thing thing = pool.acquire();
                lent.add(thing);
                thing.release();
              });
      thread.start();
      thread.join();
    }
    assertThat(lent).hasSize(16).containsOnly(things.get(2));
    assertThat(pool.size()).isEqualTo(4);
  }

  /**
   * Somebody goes from one thing to the other while they are looked through: one is free always.
   */
  @Test
  void aThingThatBecomesFreeBehindTheReaderIsFound() {
    Thing one = pool.acquire();
    Thing other = pool.acquire();
    Thing first = lent(one, other);
    Thing second = first == one ? other : one;
    second.release(); // only the first is in use now
    second.beforeReading =
        () -> {
          assertThat(second.take(second.ticket())).isTrue();
          first.release();
        };
    assertThat(pool.acquire()).isSameAs(first);
    assertThat(pool.size()).isEqualTo(2);
  }

  /** Finds where this thread begins to look, by letting both go. */
  private Thing lent(Thing one, Thing other) {
    one.release();
    other.release();
    Thing first = pool.acquire();
    assertThat(pool.acquire()).isNotSameAs(first);
    return first;
  }

  /** Threads that take turns without end never make the pool larger than they are many. */
  @Test
  void nobodySharesAndNobodyMakesMoreThanAreInUse() throws InterruptedException {
    int threads = 6;
    AtomicInteger shared = new AtomicInteger();
    List<Thread> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      running.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 300_000; i++) {
                      Thing thing = pool.acquire();
                      if (thing.users.incrementAndGet() != 1) {
                        shared.incrementAndGet();
                      }
                      thing.users.decrementAndGet();
                      thing.release();
                    }
                  }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    assertThat(shared).hasValue(0);
    assertThat(pool.size()).isBetween(1, threads);
  }
}
