package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.batch.BlockCoordinateDescent.Block;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** One coordinate, or one block, after the other. */
final class CoordinateDescentTest {
  private static final double ALPHA = 0.25;

  /** (x₁ − x₂)² + α(x₁² + x₂²) of each pair, in both precisions, with Hv. */
  private static <A> HessianProducts<A> pairs(Precision<A> p, int pairs) {
    return Objective.of(
        p,
        2 * pairs,
        t -> {
          double sum = 0;
          for (int i = 0; i < pairs; i++) {
            double a = p.get(t, 2 * i);
            double b = p.get(t, 2 * i + 1);
            sum += (a - b) * (a - b) + ALPHA * (a * a + b * b);
          }
          return sum;
        },
        (t, g) -> multiply(p, pairs, t, g),
        (t, v, product) -> multiply(p, pairs, v, product));
  }

  private static <A> void multiply(Precision<A> p, int pairs, A v, A product) {
    for (int i = 0; i < pairs; i++) {
      double a = p.get(v, 2 * i);
      double b = p.get(v, 2 * i + 1);
      p.set(product, 2 * i, 2 * (a - b) + 2 * ALPHA * a);
      p.set(product, 2 * i + 1, 2 * (b - a) + 2 * ALPHA * b);
    }
  }

  /** Rosenbrock's function. */
  private static <A> Objective<A> rosenbrock(Precision<A> p) {
    return Objective.of(
        p,
        2,
        t -> {
          double a = p.get(t, 1) - p.get(t, 0) * p.get(t, 0);
          double b = 1 - p.get(t, 0);
          return 100 * a * a + b * b;
        },
        (t, g) -> {
          double a = p.get(t, 1) - p.get(t, 0) * p.get(t, 0);
          p.set(g, 0, -400 * p.get(t, 0) * a - 2 * (1 - p.get(t, 0)));
          p.set(g, 1, 200 * a);
        });
  }

  @Test
  void aSweepLeavesThePartThatTheTextbookSays() {
    double[] theta = {3, 3};
    MinimizerRun<double[]> run = new CoordinateDescent().start(pairs(Precision.DOUBLE, 1), theta);
    run.step();
    double before = theta[1];
    for (int sweep = 0; sweep < 10; sweep++) {
      run.step();
      assertThat(theta[1] / before).isCloseTo(1 / ((1 + ALPHA) * (1 + ALPHA)), within(1e-12));
      assertThat(theta[0]).isCloseTo(theta[1] * (1 + ALPHA), within(1e-12));
      before = theta[1];
    }
    // The start; two evaluations a coordinate in the first sweep and one in the others.
    assertThat(run.evaluations()).isEqualTo(1 + 4 + 20);
  }

  @Test
  void everyRunKeepsItsContract() throws IOException {
    Stopping some = Stopping.DEFAULT.iterations(12);
    CoordinateDescent cyclic = new CoordinateDescent(some);
    new RunContract<>(cyclic, () -> rosenbrock(Precision.DOUBLE), new double[] {-1.2, 1}).check();
    new RunContract<>(cyclic, () -> rosenbrock(Precision.FLOAT), new float[] {-1.2f, 1}).check();
    Minimizer part = new CoordinateDescent(Stopping.DEFAULT.iterations(2));
    Minimizer blocks =
        new BlockCoordinateDescent(new Block(2, 4, part), new Block(0, 2, part)).stopping(some);
    new RunContract<>(blocks, () -> pairs(Precision.DOUBLE, 2), new double[] {3, -1, 2, 5}).check();
    new RunContract<>(blocks, () -> pairs(Precision.FLOAT, 2), new float[] {3, -1, 2, 5}).check();
  }

  @Test
  void bothReachTheMinimum() {
    double[] theta = {0.8, 0.6};
    Minimum end =
        new CoordinateDescent(Stopping.DEFAULT.relativeGradient(1e-6))
            .minimize(rosenbrock(Precision.DOUBLE), theta);
    assertThat(end.reason()).as(end.toString()).isEqualTo(Reason.CONVERGED);
    assertThat(theta[0]).isCloseTo(1, within(1e-4));
    // A block without partners is at its minimum after one turn.
    Minimizer whole = new CoordinateDescent(Stopping.DEFAULT.iterations(0).relativeGradient(1e-12));
    double[] pairs = {3, -1, 2, 5};
    MinimizerRun<double[]> run =
        new BlockCoordinateDescent(new Block(0, 2, whole), new Block(2, 4, whole))
            .start(pairs(Precision.DOUBLE, 2), pairs);
    run.step();
    assertThat(run.value()).isLessThan(1e-20);
  }

  @Test
  void aStepOutOfTheDomainIsTakenBackAndAFallWithoutEndIsNamed() {
    // log(x) + 1/x has its minimum at 1 and no value at 0 or below.
    Objective<double[]> barrier =
        Objective.of(
            Precision.DOUBLE,
            1,
            t -> t[0] > 0 ? StrictMath.log(t[0]) + 1 / t[0] : Double.NaN,
            (t, g) -> g[0] = 1 / t[0] - 1 / (t[0] * t[0]));
    double[] theta = {5};
    Minimum end = new CoordinateDescent().minimize(barrier, theta);
    assertThat(end.isMinimum()).as(end.toString()).isTrue();
    assertThat(theta[0]).isCloseTo(1, within(1e-7));
    Objective<double[]> ramp = Objective.of(Precision.DOUBLE, 1, t -> -t[0], (t, g) -> g[0] = -1);
    end = new CoordinateDescent().minimize(ramp, new double[] {1});
    assertThat(end.reason()).as(end.toString()).isEqualTo(Reason.UNBOUNDED);
    assertThat(end.isMinimum()).isFalse();
  }

  @Test
  void aWrongGradientIsNoSuccess() {
    Objective<double[]> wrong =
        Objective.of(Precision.DOUBLE, 1, t -> t[0] * t[0], (t, g) -> g[0] = -2 * t[0]);
    Minimum end = new CoordinateDescent().minimize(wrong, new double[] {1});
    assertThat(end.isMinimum()).as(end.toString()).isFalse();
  }

  @Test
  void blocksMustHoldEachParameterOnce() {
    Minimizer part = new CoordinateDescent();
    Objective<double[]> objective = pairs(Precision.DOUBLE, 1);
    assertThatThrownBy(
            () -> new BlockCoordinateDescent(new Block(0, 1, part)).start(objective, new double[2]))
        .hasMessage("no block holds parameter 1");
    assertThatThrownBy(
            () ->
                new BlockCoordinateDescent(new Block(0, 2, part), new Block(1, 2, part))
                    .start(objective, new double[2]))
        .hasMessage("the block from 1 to 2 holds parameter 1, which another block holds too");
    assertThatThrownBy(
            () -> new BlockCoordinateDescent(new Block(0, 3, part)).start(objective, new double[2]))
        .hasMessage("the block from 0 to 3 holds parameter 2, the objective has 2");
    assertThatThrownBy(() -> new Block(2, 2, part)).hasMessageContaining("from 2 to 2");
    assertThatThrownBy(BlockCoordinateDescent::new).hasMessageContaining("no blocks");
  }

  @Test
  void nothingIsAllocated() {
    Stopping endless = Stopping.DEFAULT.iterations(0).relativeGradient(0);
    Objective<double[]> far =
        Objective.of(
            Precision.DOUBLE,
            2,
            t -> StrictMath.exp(-t[0]) + StrictMath.exp(-t[1]),
            (t, g) -> {
              g[0] = -StrictMath.exp(-t[0]);
              g[1] = -StrictMath.exp(-t[1]);
            });
    Minimizer one = new CoordinateDescent(Stopping.DEFAULT.iterations(1));
    for (Minimizer method :
        new Minimizer[] {
          new CoordinateDescent(endless),
          new BlockCoordinateDescent(new Block(0, 1, one), new Block(1, 2, one)).stopping(endless)
        }) {
      double[] theta = new double[2];
      MinimizerRun<double[]> run = method.start(far, theta);
      Allocations.assertNone(
          20,
          () -> {
            theta[0] = 0;
            theta[1] = 0;
            run.begin();
            for (int i = 0; i < 10; i++) {
              run.step();
            }
          });
      assertThat(run.iterations()).isPositive();
    }
  }
}
