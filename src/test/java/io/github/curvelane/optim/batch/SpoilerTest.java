package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A logistic unit on the classes (1, 0), (0, 1) | (−1, 0), to which a spoiler (0, −t) of the first
 * class is added, after Brady, Raghavan and Slawny (1989): the four are separable, by the
 * perceptron rule and by cross-entropy, and squared error does not separate them.
 */
final class SpoilerTest {
  /** Targets are this far from 0 and 1. */
  private static final double EPSILON = 0.05;

  private static double[][] points(double t) {
    return new double[][] {{1, 0, 1}, {0, 1, 1}, {-1, 0, 1}, {0, -t, 1}};
  }

  private static final int[] CLASSES = {1, 1, -1, 1};

  private static double sum(double[] w, double[] x) {
    return w[0] * x[0] + w[1] * x[1] + w[2] * x[2];
  }

  private static double target(int p) {
    return CLASSES[p] > 0 ? 1 - EPSILON : EPSILON;
  }

  private static double logistic(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }

  /** ½Σ(σ − target)² over the first points. */
  private static Objective<double[]> squaredError(double t, int count) {
    double[][] x = points(t);
    return Objective.of(
        Precision.DOUBLE,
        3,
        w -> {
          double e = 0;
          for (int p = 0; p < count; p++) {
            double d = logistic(sum(w, x[p])) - target(p);
            e += d * d / 2;
          }
          return e;
        },
        (w, g) -> {
          Arrays.fill(g, 0);
          for (int p = 0; p < count; p++) {
            double y = logistic(sum(w, x[p]));
            for (int i = 0; i < 3; i++) {
              g[i] += (y - target(p)) * y * (1 - y) * x[p][i];
            }
          }
        });
  }

  /** Σ log(1 + e^z) − target·z. */
  private static Objective<double[]> crossEntropy(double t) {
    double[][] x = points(t);
    return Objective.of(
        Precision.DOUBLE,
        3,
        w -> {
          double e = 0;
          for (int p = 0; p < 4; p++) {
            double z = sum(w, x[p]);
            e += Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z))) - target(p) * z;
          }
          return e;
        },
        (w, g) -> {
          Arrays.fill(g, 0);
          for (int p = 0; p < 4; p++) {
            for (int i = 0; i < 3; i++) {
              g[i] += (logistic(sum(w, x[p])) - target(p)) * x[p][i];
            }
          }
        });
  }

  private static boolean separates(double[] w, double t) {
    double[][] x = points(t);
    for (int p = 0; p < 4; p++) {
      if (!(CLASSES[p] * sum(w, x[p]) > 0)) {
        return false;
      }
    }
    return true;
  }

  /** w ← w ± x for every point on the wrong side, in turn; the number of updates. */
  private static int perceptron(double[] w, double t) {
    double[][] x = points(t);
    int updates = 0;
    while (!separates(w, t)) {
      for (int p = 0; p < 4; p++) {
        if (CLASSES[p] * sum(w, x[p]) <= 0) {
          for (int i = 0; i < 3; i++) {
            w[i] += CLASSES[p] * x[p][i];
          }
          updates++;
        }
      }
    }
    return updates;
  }

  @ParameterizedTest
  @CsvSource({"10, 14", "30, 33", "100, 104"})
  void squaredErrorStaysWhereThreePointsPutIt(double t, int updates) {
    double[] three = new double[3];
    Minimum end = new Lbfgs().minimize(squaredError(t, 3), three);
    assertThat(end.isMinimum()).as(end.toString()).isTrue();
    assertThat(three[0]).isCloseTo(2.944, within(5e-4));
    assertThat(three[1]).isCloseTo(2.944, within(5e-4));
    assertThat(three[2]).isCloseTo(0, within(5e-4));
    double[] four = three.clone();
    new Lbfgs().minimize(squaredError(t, 4), four);
    for (int i = 0; i < 3; i++) {
      assertThat(four[i]).isCloseTo(three[i], within(1e-3));
    }
    assertThat(separates(four, t)).isFalse();

    double[] likelihood = three.clone();
    end = new Lbfgs().minimize(crossEntropy(t), likelihood);
    assertThat(end.isMinimum()).as(end.toString()).isTrue();
    assertThat(separates(likelihood, t)).isTrue();

    double[] w = new double[3];
    assertThat(perceptron(w, t)).isEqualTo(updates);
    assertThat(separates(w, t)).isTrue();
  }
}
