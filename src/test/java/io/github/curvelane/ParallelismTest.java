package io.github.curvelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ParallelismTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyTaskRunsOnceUnderAWorkerOfItsOwn(int threads) {
    try (Parallelism team = Parallelism.threads(threads)) {
      assertThat(team.threads()).isEqualTo(threads);
      AtomicIntegerArray workersInUse = new AtomicIntegerArray(threads);
      for (int round = 0; round < 20_000; round++) {
        int tasks = round % 19;
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        team.run(
            tasks,
            (index, worker) -> {
              assertThat(workersInUse.getAndIncrement(worker)).isZero();
              runs.incrementAndGet(index);
              workersInUse.getAndDecrement(worker);
            });
        for (int i = 0; i < tasks; i++) {
          assertThat(runs.get(i)).as("round %d, task %d", round, i).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void whatATaskWroteIsSeenByTheCallerAndTheNextRound() {
    try (Parallelism team = Parallelism.threads(3)) {
      int[] plain = new int[16];
      Parallelism.Task increment = (index, worker) -> plain[index]++;
      for (int round = 1; round <= 50_000; round++) {
        team.run(plain.length, increment);
        for (int value : plain) {
          assertThat(value).isEqualTo(round);
        }
      }
    }
  }

  @Test
  void nestedRunsStayOnTheThreadThatAsks() {
    try (Parallelism team = Parallelism.threads(3)) {
      AtomicInteger inner = new AtomicInteger();
      for (int round = 0; round < 1_000; round++) {
        team.run(
            4,
            (index, worker) -> {
              Thread outer = Thread.currentThread();
              team.run(
                  5,
                  (innerIndex, innerWorker) -> {
                    assertThat(Thread.currentThread()).isSameAs(outer);
                    assertThat(innerWorker).isZero();
                    inner.incrementAndGet();
                  });
            });
      }
      assertThat(inner).hasValue(1_000 * 4 * 5);
    }
  }

  @Test
  void concurrentCallersEachGetAllTheirTasks() throws Exception {
    try (Parallelism team = Parallelism.threads(2);
        ExecutorService callers = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> sums = new ArrayList<>();
      Callable<Integer> caller =
          () -> {
            AtomicInteger sum = new AtomicInteger();
            for (int round = 0; round < 5_000; round++) {
              team.run(7, (index, worker) -> sum.addAndGet(index));
            }
            return sum.get();
          };
      for (int i = 0; i < 3; i++) {
        sums.add(callers.submit(caller));
      }
      for (Future<Integer> sum : sums) {
        assertThat(sum.get()).isEqualTo(5_000 * 21);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anExceptionReachesTheCallerAndTheTeamGoesOn(int threads) {
    try (Parallelism team = Parallelism.threads(threads)) {
      for (int round = 0; round < 2_000; round++) {
        int bad = round % 11;
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(
                () ->
                    team.run(
                        11,
                        (index, worker) -> {
                          running.incrementAndGet();
                          try {
                            if (index >= bad) {
                              throw new ArithmeticException("task " + index);
                            }
                          } finally {
                            running.decrementAndGet();
                          }
                        }))
            .isInstanceOf(ArithmeticException.class)
            .hasMessageStartingWith("task ");
        assertThat(running).as("tasks still running").hasValue(0);
        AtomicInteger after = new AtomicInteger();
        team.run(5, (index, worker) -> after.incrementAndGet());
        assertThat(after).hasValue(5);
      }
    }
  }

  @Test
  void closingWaitsForWorkInProgressAndRefusesMore() throws Exception {
    Parallelism team = Parallelism.threads(2);
    AtomicBoolean started = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    Thread caller =
        Thread.startVirtualThread(
            () ->
                team.run(
                    4,
                    (index, worker) -> {
                      started.set(true);
                      sleep(20);
                      done.incrementAndGet();
                    }));
    while (!started.get()) {
      Thread.onSpinWait();
    }
    team.close();
    assertThat(done).hasValue(4);
    caller.join();
    team.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> team.run(2, (index, worker) -> {}))
        .withMessageContaining("closed");
  }

  @Test
  void helpersThatSleepAreWoken() {
    try (Parallelism team = Parallelism.threads(2)) {
      for (int round = 0; round < 20; round++) {
        sleep(5);
        AtomicInteger helped = new AtomicInteger();
        team.run(
            2,
            (index, worker) -> {
              helped.incrementAndGet();
              while (helped.get() != 2) { // Two tasks that wait for each other need two threads.
                Thread.onSpinWait();
              }
            });
        assertThat(helped).hasValue(2);
      }
    }
  }

  @Test
  void aRunAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int[] plain = new int[64];
    Parallelism.Task task = (index, worker) -> plain[index]++;
    try (Parallelism team = Parallelism.threads(2)) {
      long[] ids =
          Thread.getAllStackTraces().keySet().stream()
              .filter(t -> t == Thread.currentThread() || t.getName().startsWith("curvelane-"))
              .mapToLong(Thread::threadId)
              .toArray();
      assertThat(ids.length).isGreaterThanOrEqualTo(2);
      run(team, task, 20_000);
      long[] before = threads.getThreadAllocatedBytes(ids);
      long overhead = total(threads.getThreadAllocatedBytes(ids)) - total(before);
      before = threads.getThreadAllocatedBytes(ids);
      run(team, task, 20_000);
      long bytes = total(threads.getThreadAllocatedBytes(ids)) - total(before) - overhead;
      assertThat(bytes / 20_000).as("bytes a call").isZero();
    }
  }

  @Test
  void aTeamOfNoneAndOneOfTooManyAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parallelism.threads(0))
        .withMessage("threads is 0, must be from 1 to 1024");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parallelism.threads(100_000_000))
        .withMessage("threads is 100000000, must be from 1 to 1024");
    assertThat(Parallelism.threads(1)).isSameAs(Parallelism.none());
  }

  private static void run(Parallelism team, Parallelism.Task task, int rounds) {
    for (int i = 0; i < rounds; i++) {
      team.run(64, task);
    }
  }

  private static long total(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
