package io.github.curvelane.continuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.MinimizerRun;
import io.github.curvelane.optim.batch.Reason;
import io.github.curvelane.optim.batch.RunWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From wide to narrow, to minima that descent alone does not find. */
final class ContinuationTest {
  private static final int STARTS = 200;

  /** The blur of both functions keeps its minimum where that of E is, whatever the width. */
  @ParameterizedTest
  @CsvSource({"rastrigin, 2", "rastrigin, 10", "griewank, 2", "griewank, 10"})
  void findsTheGlobalMinimumWhereDescentAloneDoesNot(String name, int n) {
    boolean first = name.equals("rastrigin");
    GaussianBlur<double[]> objective =
        first ? BlurredFunctions.rastrigin(n) : BlurredFunctions.griewank(n);
    double box = first ? 5.12 : 600;
    double widest = first ? 1 : 10;
    Continuation continuation = Continuation.of(Continuation.geometric(widest, widest / 50, 8));
    SplittableRandom random = new SplittableRandom(7);
    int alone = 0;
    int found = 0;
    for (int k = 0; k < STARTS; k++) {
      double[] theta = random.doubles(n, -box, box).toArray();
      double[] descended = theta.clone();
      new Lbfgs().minimize(objective, descended);
      alone += objective.value(descended) < 1e-6 ? 1 : 0;
      assertThat(continuation.minimize(new Lbfgs(), objective, theta).isFinished()).isTrue();
      found += objective.value(theta) < 1e-6 ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(STARTS * 95 / 100);
    assertThat(alone).isLessThan(STARTS / 10);
  }

  @Test
  void goesThroughTheWidthsAndEndsWithTheObjective() {
    GaussianBlur<double[]> well = BlurredFunctions.doubleWell();
    List<Double> widths = List.of(1.0, 0.5, 0.25);
    List<Double> told = new ArrayList<>();
    double[] theta = {1.2};
    double[] byHand = theta.clone();
    ContinuationResult result =
        Continuation.of(widths)
            .progress((stage, width, minimum) -> told.add(stage + width))
            .minimize(new Lbfgs(), well, theta);
    assertThat(told).containsExactly(1.0, 1.5, 2.25, 3.0);
    for (double width : widths) {
      new Lbfgs().minimize(well.blurred(width), byHand);
    }
    assertThat(new Lbfgs().minimize(well, byHand).value())
        .isEqualTo(result.minima().getLast().value());
    assertThat(theta).isEqualTo(byHand);
    assertThat(theta[0]).isNegative(); // the lower of the two minima
    assertThat(result.minima()).hasSize(4);
    assertThat(result.isFinished()).isTrue();
    double[] alone = {1.2};
    new Lbfgs().minimize(well, alone);
    assertThat(alone[0]).isPositive();
  }

  /** An objective that does not know its blur, of as many samples as it takes to see the lower. */
  @Test
  void blursOtherObjectivesBySamples() {
    GaussianBlur<double[]> well = BlurredFunctions.doubleWell();
    Objective<double[]> unknowing =
        Objective.of(Precision.DOUBLE, 1, well::value, (x, g) -> well.valueAndGradient(x, g));
    double[] theta = {1.2};
    double[] byHand = theta.clone();
    Continuation.of(List.of(1.0, 0.5)).samples(64, 3).minimize(new Lbfgs(), unknowing, theta);
    new Lbfgs().minimize(SampledBlur.of(unknowing, 1, 64, 3), byHand);
    new Lbfgs().minimize(SampledBlur.of(unknowing, 0.5, 64, 3), byHand);
    new Lbfgs().minimize(unknowing, byHand);
    assertThat(theta).isEqualTo(byHand);
    assertThat(theta[0]).isNegative();
  }

  @Test
  void endsWhenItIsCancelled() {
    int[] iterations = {0};
    RunWatch watch =
        new RunWatch() {
          @Override
          public void iteration(MinimizerRun<?> run) {
            iterations[0]++;
          }

          @Override
          public boolean cancelled() {
            return iterations[0] >= 3;
          }
        };
    ContinuationResult result =
        Continuation.of(List.of(1.0, 0.5))
            .minimize(new Lbfgs(), BlurredFunctions.griewank(3), new double[] {90, -70, 50}, watch);
    assertThat(result.isFinished()).isFalse();
    assertThat(result.minima()).hasSize(1);
    assertThat(result.minima().getLast().reason()).isEqualTo(Reason.CANCELLED);
    assertThat(result.message()).startsWith("at width 1.0: ");
  }

  /** No width makes −θᵀθ convex [DL8 8.7.6]: the first run says so. */
  @Test
  void endsWhereABlurHasNoMinimum() {
    Objective<double[]> hill =
        Objective.of(
            Precision.DOUBLE,
            2,
            x -> -x[0] * x[0] - x[1] * x[1],
            (x, g) -> {
              g[0] = -2 * x[0];
              g[1] = -2 * x[1];
            });
    ContinuationResult result =
        Continuation.of(List.of(1.0, 0.5)).minimize(new Lbfgs(), hill, new double[] {1, 2});
    assertThat(result.isFinished()).isFalse();
    assertThat(result.minima()).hasSize(1);
  }

  @Test
  void widthsFallByOneFactor() {
    assertThat(Continuation.geometric(8, 1, 4)).hasSize(4).startsWith(8.0).endsWith(1.0);
    // exp and log of StrictMath are within an ulp, and log 8 is 2.1.
    assertThat(Continuation.geometric(8, 1, 4).get(1)).isCloseTo(4, within(16 * Math.ulp(4.0)));
    assertThat(Continuation.geometric(8, 1, 4).get(2)).isCloseTo(2, within(16 * Math.ulp(2.0)));
    assertThat(Continuation.of(List.of(2.0, 1.0)).samples(3, 4))
        .hasToString("widths [2.0, 1.0], 3 pairs of samples of seed 4");
  }

  @Test
  void refusesWidthsThatAreNone() {
    for (double width : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Continuation.of(List.of(width)))
          .withMessage("widths[0] is " + width + ", must be positive and finite");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Continuation.of(List.of(1.0, 1.0)))
        .withMessage("widths[1] is 1.0, must be less than the one before, 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Continuation.of(List.of()))
        .withMessage("widths is empty, must have at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Continuation.geometric(1, 2, 3))
        .withMessage("last is 2.0, must be less than the first, 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Continuation.geometric(2, 1, 1))
        .withMessage("count is 1, must be from 2 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Continuation.of(List.of(1.0)).samples(0, 1))
        .withMessage("pairs is 0, must be from 1 to 2³⁰ − 1");
    GaussianBlur<double[]> wrong =
        new GaussianBlur<>() {
          @Override
          public Objective<double[]> blurred(double width) {
            return BlurredFunctions.griewank(3);
          }

          @Override
          public Precision<double[]> precision() {
            return Precision.DOUBLE;
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] theta) {
            return 0;
          }

          @Override
          public double valueAndGradient(double[] theta, double[] gradient) {
            return 0;
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Continuation.of(List.of(1.0)).minimize(new Lbfgs(), wrong, new double[2]))
        .withMessage("the blur of objective has 3 parameters, must have 2");
  }
}
