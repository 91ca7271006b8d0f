package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** First and second derivatives of every loss against differences and against each other. */
final class LossDerivativesTest {
  static Stream<LossCase> all() {
    return Stream.concat(LossCase.all().stream(), LossCase.parts().stream());
  }

  static Stream<LossCase> smooth() {
    return all().filter(c -> !hasKinks(c));
  }

  static Stream<LossCase> withDistribution() {
    return all().filter(c -> c.function.hasDistribution());
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradientIsTheDifferenceQuotient(LossCase c) {
    double[] gradient = c.gradient(c.outputs);
    for (int i = 0; i < c.outputs.length; i++) {
      double scale = Math.max(1, Math.abs(gradient[i]));
      assertThat(slope(c, i, 1e-5))
          .as("∂L/∂a[%d]", i)
          .isCloseTo(gradient[i], within(1e-8 * scale * Math.max(1, c.value(c.outputs))));
    }
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void halvingTheStepDividesTheErrorByFour(LossCase c) {
    if (c.loss.kind() == Loss.Kind.HALF_SQUARED_ERROR
        || c.loss.kind() == Loss.Kind.MEAN_SQUARED_ERROR) {
      return; // the difference quotient of a quadratic has no truncation error
    }
    double[] gradient = c.gradient(c.outputs);
    double coarse = 0;
    double fine = 0;
    for (int i = 0; i < c.outputs.length; i++) {
      coarse = Math.max(coarse, Math.abs(slope(c, i, 2e-2) - gradient[i]));
      fine = Math.max(fine, Math.abs(slope(c, i, 1e-2) - gradient[i]));
    }
    if (c.n == 1 && c.loss.kind() == Loss.Kind.SOFTMAX_CROSS_ENTROPY) {
      assertThat(coarse).as("one class is certain").isLessThan(1e-12);
    } else {
      assertThat(coarse / fine).isBetween(3.5, 4.5);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void hessianVectorIsTheDifferenceOfGradients(LossCase c) {
    double[] r = LossCase.random(c.outputs.length, 1, 17);
    c.gradient(c.outputs);
    double[] product = c.hessianVector(r);
    double h = 1e-5;
    double[] up = c.gradient(moved(c.outputs, r, h));
    double[] down = c.gradient(moved(c.outputs, r, -h));
    for (int i = 0; i < product.length; i++) {
      assertThat((up[i] - down[i]) / (2 * h)).as("(Hr)[%d]", i).isCloseTo(product[i], within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void hessianIsSymmetric(LossCase c) {
    c.gradient(c.outputs);
    double[] u = LossCase.random(c.outputs.length, 1, 18);
    double[] v = LossCase.random(c.outputs.length, 1, 19);
    assertThat(dot(u, c.hessianVector(v))).isCloseTo(dot(v, c.hessianVector(u)), within(1e-13));
  }

  @ParameterizedTest
  @MethodSource("all")
  void diagonalIsThatOfTheProductsWithUnitVectors(LossCase c) {
    c.gradient(c.outputs);
    double[] diagonal = c.hessianDiagonal();
    for (int j = 0; j < c.n; j++) {
      double[] column = c.hessianVector(c.unit(j));
      for (int i = j; i < diagonal.length; i += c.n) {
        assertThat(column[i]).as("H[%d,%d]", j, j).isCloseTo(diagonal[i], within(4e-16));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void squareRootTimesItsTransposeIsTheHessian(LossCase c) {
    c.gradient(c.outputs);
    double[] sum = new double[c.outputs.length * c.n];
    for (int k = 0; k < c.function.rootColumns(); k++) {
      addOuterProduct(c, c.squareRootColumn(k), sum);
    }
    assertHessian(c, sum, 1e-14);
  }

  @ParameterizedTest
  @MethodSource("withDistribution")
  void sampledGradientsHaveTheHessianAsSecondMoment(LossCase c) {
    if (c.n > 3) {
      return; // the error of an estimated element grows with n, what is tested does not
    }
    c.gradient(c.outputs);
    int draws = 40_000;
    double[] sum = new double[c.outputs.length * c.n];
    double[] sample = new double[c.outputs.length];
    RandomGenerator random = new SplittableRandom(5);
    for (int d = 0; d < draws; d++) {
      c.sample(random, sample);
      addOuterProduct(c, sample, sum);
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= draws;
    }
    double largest = 0;
    for (double h : c.hessianDiagonal()) {
      largest = Math.max(largest, h);
    }
    // Five standard errors; the fourth moment of what is drawn is at most three squares.
    assertHessian(c, sum, 5 * Math.sqrt(3.0 / draws) * Math.max(largest, 1));
  }

  private static void assertHessian(LossCase c, double[] rows, double tolerance) {
    for (int j = 0; j < c.n; j++) {
      double[] column = c.hessianVector(c.unit(j));
      for (int i = 0; i < column.length; i++) {
        assertThat(rows[i * c.n + j])
            .as("example %d, H[%d,%d]", i / c.n, i % c.n, j)
            .isCloseTo(column[i], within(tolerance));
      }
    }
  }

  private static void addOuterProduct(LossCase c, double[] s, double[] sum) {
    for (int i = 0; i < s.length; i++) {
      for (int j = 0; j < c.n; j++) {
        sum[i * c.n + j] += s[i] * s[i / c.n * c.n + j];
      }
    }
  }

  private static boolean hasKinks(LossCase c) {
    return switch (c.loss.kind()) {
      case null -> false;
      case PERCEPTRON, HINGE, HUBER -> true;
      default -> false;
    };
  }

  private static double slope(LossCase c, int i, double h) {
    double[] at = c.outputs.clone();
    at[i] = c.outputs[i] + h;
    double up = c.value(at);
    double stepUp = at[i];
    at[i] = c.outputs[i] - h;
    return (up - c.value(at)) / (stepUp - at[i]);
  }

  private static double[] moved(double[] x, double[] direction, double h) {
    double[] moved = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      moved[i] = x[i] + h * direction[i];
    }
    return moved;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
