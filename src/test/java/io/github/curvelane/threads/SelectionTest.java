package io.github.curvelane.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.nn.NetworkObjective;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread evaluates the batch and the point that it has itself set, or is refused. */
final class SelectionTest {
  private static final int[] ORDER = {3, 1, 4, 15, 9, 2, 6, 5};

  private final NetworkObjective<double[]> objective = ObjectiveThings.objective();
  private final double[] theta = ObjectiveThings.theta(0);
  private final double[] other = ObjectiveThings.theta(1);
  private final ExecutorService second =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "second"));

  @AfterEach
  void endThread() {
    second.shutdown();
  }

  private double onSecond(DoubleSupplier work) throws InterruptedException {
    try {
      return second.submit(work::getAsDouble).get();
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private double select(int from, int to) {
    objective.select(ORDER, from, to);
    return 0;
  }

  private double valueOf(int from, int to) {
    NetworkObjective<double[]> alone = ObjectiveThings.objective();
    alone.select(ORDER, from, to);
    return alone.value(theta);
  }

  @Test
  void aBatchThatAnotherThreadReplacedIsNotEvaluated() throws InterruptedException {
    select(0, 4);
    onSecond(() -> select(4, 8));
    assertThatIllegalStateException()
        .isThrownBy(() -> objective.value(theta))
        .withMessage(
            "the batch that this thread selected was replaced by that of thread 'second': each"
                + " thread needs an objective of its own");
    assertThatIllegalStateException()
        .isThrownBy(() -> objective.valueAndGradient(theta, new double[theta.length]))
        .withMessageContaining("'second'");
    assertThatIllegalStateException()
        .isThrownBy(() -> objective.linearize(theta, new double[theta.length]))
        .withMessageContaining("'second'");
    assertThat(onSecond(() -> objective.value(theta))).isEqualTo(valueOf(4, 8));
    select(0, 4);
    assertThat(objective.value(theta)).isEqualTo(valueOf(0, 4));
    assertThatThrownBy(() -> onSecond(() -> objective.value(theta)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'" + Thread.currentThread().getName() + "'");
  }

  @Test
  void aBatchMayBeHandedToAnotherThread() throws InterruptedException {
    select(0, 4);
    double expected = valueOf(0, 4);
    assertThat(onSecond(() -> objective.value(theta))).isEqualTo(expected);
    assertThat(objective.value(theta)).isEqualTo(expected);
  }

  @Test
  void aPointThatAnotherThreadReplacedHasNoProducts() throws InterruptedException {
    double[] product = new double[theta.length];
    objective.linearize(theta, new double[theta.length]);
    onSecond(() -> objective.linearize(other, new double[theta.length]));
    assertThatIllegalStateException()
        .isThrownBy(() -> objective.hessianVector(theta.clone(), product))
        .withMessage(
            "the point that this thread linearized at was replaced by that of thread 'second': each"
                + " thread needs an objective of its own");
    assertThat(product).containsOnly(0);
    objective.linearize(theta, new double[theta.length]);
    objective.hessianVector(theta.clone(), product);
  }

  /** As two threads do that step one run by turns, whose steps end with a point for the next. */
  @Test
  void aPointMayBeHandedOverAndBack() throws InterruptedException {
    double[] expected = new double[theta.length];
    double[] product = new double[theta.length];
    double[] direction = ObjectiveThings.theta(2);
    NetworkObjective<double[]> alone = ObjectiveThings.objective();
    alone.linearize(other, new double[theta.length]);
    alone.hessianVector(direction, expected);
    for (int turn = 0; turn < 3; turn++) {
      objective.linearize(theta, new double[theta.length]);
      onSecond(
          () -> {
            objective.hessianVector(direction, new double[theta.length]);
            return objective.linearize(other, new double[theta.length]);
          });
      objective.hessianVector(direction, product);
      assertThat(product).isEqualTo(expected);
    }
  }

  @Test
  void aCallbackThatComesBackIsToldSo() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                objective.valueAndUpdate(
                    theta,
                    new double[theta.length],
                    (parameters, gradient, from, to) -> objective.value(other)))
        .withMessage(
            "this workspace is in use by the call that has called back: a callback must not use"
                + " it");
    assertThat(objective.value(other)).isFinite();
  }
}
