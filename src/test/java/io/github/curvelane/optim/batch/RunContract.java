package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the run of every method must keep, shown on one objective: saved through bytes at every
 * iteration it continues with the same bits; cancelled, out of evaluations or hit by an exception
 * at any call, θ is the best point, its value the result's bits, and the run continues from its
 * last iteration as if nothing had been.
 */
final class RunContract<A> {
  private final Minimizer minimizer;
  private final Supplier<Objective<A>> objective;
  private final Precision<A> precision;
  private final A start;

  /** The points and values of the run that nothing interrupts. */
  private final List<A> path = new ArrayList<>();

  private final Minimum whole;
  private final A end;
  private final int calls;

  /**
   * Makes the run that nothing interrupts; it should end within some tens of iterations.
   *
   * @param minimizer the method, with limits
   * @param objective makes the objective anew; it must implement what the method needs
   * @param start the start
   */
  RunContract(Minimizer minimizer, Supplier<Objective<A>> objective, A start) {
    this.minimizer = minimizer;
    this.objective = objective;
    this.precision = objective.get().precision();
    this.start = start;
    end = copy(start);
    AtomicInteger asked = new AtomicInteger();
    MinimizerRun<A> run = minimizer.start(objective.get(), end, cancelAt(asked, Integer.MAX_VALUE));
    while (run.step()) {
      path.add(copy(run.x));
    }
    whole = run.result();
    calls = asked.get();
    assertThat(whole.iterations()).as("iterations of %s", whole).isBetween(2L, 500L);
  }

  /** Asserts everything. */
  void check() throws IOException {
    theResultIsTheBestPoint();
    aSavedRunContinues();
    aCancelledRunContinues();
    evaluationsAreNotExceeded();
    aRunThatIsBegunAgainIsTheSame();
  }

  private void theResultIsTheBestPoint() {
    assertThat(objective.get().value(end)).isEqualTo(whole.value());
    assertThat(whole.value()).isLessThanOrEqualTo(whole.firstValue());
  }

  private void aSavedRunContinues() throws IOException {
    A theta = copy(start);
    MinimizerRun<A> run = minimizer.start(objective.get(), theta);
    boolean more = true;
    for (int k = 0; more; k++) {
      byte[] bytes = StateBytes.write(precision, run.save());
      A other = precision.newArray(precision.length(start));
      Objective<A> fresh = objective.get();
      run = minimizer.resume(fresh, other, StateBytes.read(precision, bytes), RunWatch.NONE);
      more = run.step();
      if (k < path.size()) {
        assertThat(precision.sameBits(run.x, path.get(k))).as("iteration %d", k + 1).isTrue();
      }
      theta = other;
    }
    assertSame(run.result(), theta, "saved at every iteration");
  }

  private void aCancelledRunContinues() {
    int stride = Math.max(1, calls / 60);
    for (int k = 1; k <= calls; k += stride) {
      A theta = copy(start);
      Objective<A> same = objective.get();
      MinimizerRun<A> run = minimizer.start(same, theta, cancelAt(new AtomicInteger(), k));
      Minimum cut = run.finish();
      assertThat(cut.reason()).as("cancelled at call %d", k).isEqualTo(Reason.CANCELLED);
      if (Double.isNaN(cut.firstValue())) {
        assertThat(precision.sameBits(theta, start)).isTrue();
        assertThatThrownBy(run::save).isInstanceOf(IllegalStateException.class);
        continue;
      }
      assertThat(objective.get().value(theta)).as("call %d", k).isEqualTo(cut.value());
      A other = precision.newArray(precision.length(start));
      Minimum rest = minimizer.resume(objective.get(), other, run.save(), RunWatch.NONE).finish();
      assertSame(rest, other, "cancelled at call " + k);
    }
  }

  private void evaluationsAreNotExceeded() {
    long all = whole.counts().evaluations();
    long stride = Math.max(1, all / 40);
    for (long k = 1; k < all; k += stride) {
      A theta = copy(start);
      Stopping fewer = minimizer.stopping().evaluations(k);
      Minimum cut = minimizer.stopping(fewer).minimize(objective.get(), theta);
      assertThat(cut.reason()).as("%d evaluations: %s", k, cut).isEqualTo(Reason.EVALUATIONS);
      assertThat(cut.counts().evaluations()).isLessThanOrEqualTo(k);
      assertThat(objective.get().value(theta)).isEqualTo(cut.value());
    }
  }

  private void aRunThatIsBegunAgainIsTheSame() {
    A theta = copy(start);
    MinimizerRun<A> run = minimizer.start(objective.get(), theta);
    run.finish();
    precision.copy(start, 0, theta, 0, precision.length(start));
    run.begin();
    assertSame(run.finish(), theta, "begun again");
  }

  private void assertSame(Minimum other, A theta, String how) {
    assertThat(precision.sameBits(theta, end)).as("%s: theta", how).isTrue();
    assertThat(other.reason()).as(how).isEqualTo(whole.reason());
    assertThat(other.message()).as(how).isEqualTo(whole.message());
    assertThat(other.value()).as(how).isEqualTo(whole.value());
    assertThat(other.iterations()).as(how).isEqualTo(whole.iterations());
    assertThat(other.counts()).as(how).isEqualTo(whole.counts());
  }

  private A copy(A array) {
    int length = precision.length(array);
    A copy = precision.newArray(length);
    precision.copy(array, 0, copy, 0, length);
    return copy;
  }

  private static RunWatch cancelAt(AtomicInteger asked, int call) {
    return new RunWatch() {
      @Override
      public boolean cancelled() {
        return asked.incrementAndGet() >= call;
      }
    };
  }
}
