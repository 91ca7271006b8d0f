package io.github.curvelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a team does when its tasks, callers or the system misbehave. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class TeamTest {
  private static final Parallelism.Task NOTHING = (index, worker) -> {};

  /** Runs a task on the caller, and one on the helper that waits for it. */
  private static void runOnBoth(Parallelism team, Runnable work) {
    CyclicBarrier both = new CyclicBarrier(2);
    team.run(
        2,
        (index, worker) -> {
          await(both);
          work.run();
        });
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  /** The helper of a team of two. */
  private static Thread helperOf(Parallelism team) {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    runOnBoth(team, () -> threads.add(Thread.currentThread()));
    threads.remove(Thread.currentThread());
    return threads.remove();
  }

  @Test
  void aTaskThatClosesItsTeamIsRefusedOnEveryThread() {
    Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();
    try (Parallelism team = Parallelism.threads(2)) {
      runOnBoth(team, () -> refusals.add(catchThrowable(team::close)));
      assertThat(refusals)
          .hasSize(2)
          .allSatisfy(
              refusal ->
                  assertThat(refusal)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessage(
                          "a task must not close the parallelism that runs it, which waits for the"
                              + " task"));
      AtomicInteger after = new AtomicInteger();
      team.run(5, (index, worker) -> after.incrementAndGet());
      assertThat(after).hasValue(5);
    }
  }

  @Test
  void aTeamThatNobodyHoldsEndsItsThreads() throws InterruptedException {
    Thread helper = helperOf(Parallelism.threads(2));
    await(
        () -> {
          System.gc();
          return !helper.isAlive();
        });
  }

  @Test
  void theThreadsEndWithTheTeam() throws InterruptedException {
    Parallelism team = Parallelism.threads(2);
    Thread helper = helperOf(team);
    team.close();
    await(() -> !helper.isAlive());
  }

  @Test
  void failuresOfAllWorkersArrive() {
    try (Parallelism team = Parallelism.threads(2)) {
      Throwable thrown =
          catchThrowable(
              () ->
                  runOnBoth(
                      team,
                      () -> {
                        throw new ArithmeticException(Thread.currentThread().getName());
                      }));
      assertThat(thrown).isInstanceOf(ArithmeticException.class);
      assertThat(thrown.getSuppressed()).hasSize(1);
      assertThat(thrown.getSuppressed()[0])
          .isInstanceOf(ArithmeticException.class)
          .extracting(Throwable::getMessage)
          .isNotEqualTo(thrown.getMessage());
    }
  }

  @Test
  void oneFailureThrownByAllWorkersArrives() {
    ArithmeticException one = new ArithmeticException("the same one");
    try (Parallelism team = Parallelism.threads(2)) {
      assertThat(
              catchThrowable(
                  () ->
                      runOnBoth(
                          team,
                          () -> {
                            throw one;
                          })))
          .isSameAs(one)
          .hasNoSuppressedExceptions();
      runOnBoth(team, () -> {});
    }
  }

  @Test
  void anInterruptThatATaskLeavesDoesNotKeepAHelperAwake() throws InterruptedException {
    try (Parallelism team = Parallelism.threads(2)) {
      Thread helper = helperOf(team);
      runOnBoth(
          team,
          () -> {
            if (Thread.currentThread() == helper) {
              helper.interrupt();
            }
          });
      await(() -> helper.getState() == Thread.State.WAITING);
      assertThat(helper.isInterrupted()).isFalse();
    }
  }

  @Test
  void anInterruptedCallerRunsAndStaysInterrupted() {
    try (Parallelism team = Parallelism.threads(2)) {
      AtomicInteger runs = new AtomicInteger();
      Thread.currentThread().interrupt();
      team.run(9, (index, worker) -> runs.incrementAndGet());
      assertThat(Thread.interrupted()).isTrue();
      assertThat(runs).hasValue(9);
    }
  }

  @Test
  void closingComesThroughBetweenTheRoundsOfOthers() throws InterruptedException {
    Parallelism team = Parallelism.threads(2);
    CountDownLatch begun = new CountDownLatch(3);
    Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      callers.add(
          Thread.startVirtualThread(
              () ->
                  ends.add(
                      catchThrowable(
                          () -> {
                            while (true) {
                              team.run(3, NOTHING);
                              begun.countDown();
                            }
                          }))));
    }
    begun.await();
    team.close();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(ends)
        .hasSize(3)
        .allSatisfy(
            end ->
                assertThat(end)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this parallelism is closed"));
  }

  @Test
  void virtualThreadsShareATeam() throws InterruptedException {
    try (Parallelism team = Parallelism.threads(2)) {
      AtomicInteger sum = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        callers.add(
            Thread.startVirtualThread(
                () -> team.run(4, (index, worker) -> sum.addAndGet(1 + index))));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(sum).hasValue(200 * 10);
    }
  }

  @Test
  void aTeamThatCannotHaveItsThreadsEndsThoseThatItHas() throws InterruptedException {
    List<Thread> made = new ArrayList<>();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                new Team(
                    5,
                    work -> {
                      Thread thread =
                          made.size() < 2
                              ? Thread.ofPlatform().daemon().unstarted(work)
                              : new Thread(work) {
                                @Override
                                public void start() {
                                  throw new OutOfMemoryError("unable to create native thread");
                                }
                              };
                      made.add(thread);
                      return thread;
                    }))
        .withMessage(
            "5 threads are wanted, of which only 3 can be had: unable to create native thread")
        .withCauseInstanceOf(OutOfMemoryError.class);
    assertThat(made).hasSize(3);
    await(() -> made.stream().noneMatch(Thread::isAlive));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aMissingTaskAndACountBelowZeroAreRefused(int threads) {
    try (Parallelism parallelism = Parallelism.threads(threads)) {
      assertThatNullPointerException()
          .isThrownBy(() -> parallelism.run(0, null))
          .withMessage("task");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> parallelism.run(-1, NOTHING))
          .withMessage("tasks is -1, must be at least 0");
    }
  }

  @Test
  void aRoundThatFailedIsNotHeld() throws InterruptedException {
    AtomicReference<Object> held = new AtomicReference<>(new Object());
    WeakReference<Object> task = new WeakReference<>(held.get());
    try (Parallelism team = Parallelism.threads(2)) {
      Object token = held.getAndSet(null);
      fail(team, token);
      token = null;
      await(
          () -> {
            System.gc();
            return task.get() == null;
          });
    }
  }

  private static void fail(Parallelism team, Object token) {
    assertThat(
            catchThrowable(
                () ->
                    team.run(
                        2,
                        (index, worker) -> {
                          throw new ArithmeticException(token.getClass().getName());
                        })))
        .isInstanceOf(ArithmeticException.class);
  }
}
