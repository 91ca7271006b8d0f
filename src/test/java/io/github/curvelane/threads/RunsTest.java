package io.github.curvelane.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.curvature.Lanczos;
import io.github.curvelane.curvature.LanczosRun;
import io.github.curvelane.curvature.Operators;
import io.github.curvelane.curvature.PowerIteration;
import io.github.curvelane.curvature.PowerIterationRun;
import io.github.curvelane.curvature.ProductWatch;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.Updater;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.MinimizerRun;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Runs that two threads step are stepped by one at a time, and end as alone. */
final class RunsTest {
  private static final int N = 30;

  /** Some matrix, as an operator of each run's own. */
  private static SymmetricOperator<double[]> matrix() {
    double[] a = new double[N * N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        a[i * N + j] = 1.0 / (1 + i + j) + (i == j ? i : 0);
      }
    }
    return Operators.matrix(Precision.DOUBLE, N, a);
  }

  /** What may be stepped, and what it has come to. */
  private record Run(BooleanSupplier step, Supplier<Object> result) {}

  private static void stepTogether(Supplier<Run> maker) throws InterruptedException {
    Run alone = maker.get();
    while (alone.step().getAsBoolean()) {}
    Object expected = alone.result().get();
    for (int race = 0; race < 6; race++) {
      Run shared = maker.get();
      CyclicBarrier start = new CyclicBarrier(2);
      Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
      Thread[] steppers = new Thread[2];
      for (int t = 0; t < 2; t++) {
        steppers[t] =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        start.await();
                      } catch (Exception e) {
                        throw new AssertionError(e);
                      }
                      boolean goesOn = true;
                      while (goesOn) {
                        try {
                          goesOn = shared.step().getAsBoolean();
                        } catch (IllegalStateException e) {
                          if (!e.getMessage().contains(" is in use by thread ")) {
                            faults.add(e);
                            return;
                          }
                          Thread.yield();
                        } catch (RuntimeException | Error e) {
                          faults.add(e);
                          return;
                        }
                      }
                    });
      }
      for (Thread stepper : steppers) {
        stepper.join();
      }
      assertThat(faults).isEmpty();
      assertThat(shared.result().get()).isEqualTo(expected);
    }
  }

  @Test
  void lanczos() throws InterruptedException {
    stepTogether(
        () -> {
          LanczosRun<double[]> run = new Lanczos().largest(2).eigenvectors(false).start(matrix());
          return new Run(run::step, () -> run.result().largest().getFirst().value());
        });
  }

  @Test
  void powerIteration() throws InterruptedException {
    stepTogether(
        () -> {
          PowerIterationRun<double[]> run = new PowerIteration().start(matrix(), ProductWatch.NONE);
          return new Run(run::step, () -> run.result().toString());
        });
  }

  @Test
  void minimizer() throws InterruptedException {
    stepTogether(
        () -> {
          double[] theta = ObjectiveThings.theta(0);
          MinimizerRun<double[]> run = new Lbfgs().start(ObjectiveThings.objective(), theta);
          return new Run(run::step, () -> run.result().value());
        });
  }

  @Test
  void training() throws InterruptedException {
    stepTogether(
        () -> {
          double[] theta = ObjectiveThings.theta(0);
          TrainingRun<double[]> run =
              StochasticTrainer.of(new Adam(), Schedule.constant(0.01))
                  .batch(5)
                  .epochs(4)
                  .build()
                  .start(ObjectiveThings.objective(), theta);
          return new Run(run::step, () -> Arrays.toString(theta));
        });
  }

  /** An updater whose step waits until another thread has tried one. */
  @Test
  void aStepOfARuleWhileAnotherIsTakenIsRefused() {
    double[] theta = {1, 2};
    double[] other = {3, 4};
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    Updater<double[]> updater =
        new Updater<>(Precision.DOUBLE, 2) {
          @Override
          protected void prepare(double rate, double[] parameters, double[] gradient) {}

          @Override
          public void update(double[] parameters, double[] gradient, int from, int to) {
            Thread second =
                new Thread(
                    () -> refusal.set(catchThrowable(() -> step(0.1, other, new double[] {1, 1}))));
            second.start();
            try {
              second.join();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    updater.step(0.1, theta, new double[] {1, 1});
    assertThat(refusal.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "this updater is in use by thread '%s': each thread needs its own",
            Thread.currentThread().getName());
    assertThat(updater.steps()).isEqualTo(1);
  }
}
