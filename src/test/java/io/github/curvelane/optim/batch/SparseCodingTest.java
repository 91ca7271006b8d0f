package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sparse codes and their atoms. */
final class SparseCodingTest {
  private static final int B = 60;
  private static final int F = 16;
  private static final int K = 24;
  private static final double LAMBDA = 0.1;

  /** Examples of three of twenty hidden atoms each. */
  private static double[] examples(int count, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] hidden = new double[20 * features];
    Arrays.setAll(hidden, i -> random.nextDouble(-1, 1));
    double[] x = new double[count * features];
    for (int p = 0; p < count; p++) {
      for (int t = 0; t < 3; t++) {
        int atom = random.nextInt(20);
        double weight = random.nextDouble(-1, 1);
        for (int f = 0; f < features; f++) {
          x[p * features + f] += weight * hidden[atom * features + f];
        }
      }
    }
    return x;
  }

  /** J, written as in the formula. */
  private static double value(double[] x, double[] w, double[] h, int b, int f, int k) {
    double sum = 0;
    for (int p = 0; p < b; p++) {
      for (int i = 0; i < f; i++) {
        double r = x[p * f + i];
        for (int j = 0; j < k; j++) {
          r -= h[p * k + j] * w[j * f + i];
        }
        sum += r * r / 2;
      }
      for (int j = 0; j < k; j++) {
        sum += LAMBDA * Math.abs(h[p * k + j]);
      }
    }
    return sum / b;
  }

  private static double residual(double[] x, double[] w, double[] h) {
    double worst = 0;
    for (int p = 0; p < B; p++) {
      for (int k = 0; k < K; k++) {
        double c = 0;
        for (int f = 0; f < F; f++) {
          double r = x[p * F + f];
          for (int j = 0; j < K; j++) {
            r -= h[p * K + j] * w[j * F + f];
          }
          c += w[k * F + f] * r;
        }
        double code = h[p * K + k];
        worst =
            Math.max(
                worst,
                code != 0
                    ? Math.abs(c - Math.copySign(LAMBDA, code))
                    : Math.max(Math.abs(c) - LAMBDA, 0));
      }
    }
    return worst;
  }

  @Test
  void theValueNeverRisesAndCodesAreOptimal() {
    double[] x = examples(B, F, 3);
    SparseCoding<double[]> coding = new SparseCoding<>(Precision.DOUBLE, B, F, K, LAMBDA);
    double[] w = coding.initialAtoms(x, 1);
    double[] h = new double[B * K];
    double before = coding.value(x, w, h);
    double first = before;
    for (int step = 0; step < 20; step++) {
      double[] old = w.clone();
      assertThat(coding.updateCodes(x, w, h)).isLessThanOrEqualTo(1e-10);
      assertThat(w).isEqualTo(old);
      assertThat(residual(x, w, h)).isLessThanOrEqualTo(1e-8 * LAMBDA);
      double coded = coding.value(x, w, h);
      assertThat(coded).isLessThanOrEqualTo(before * (1 + 1e-14));
      coding.updateAtoms(x, h, w);
      double after = coding.value(x, w, h);
      assertThat(after).as("step %d", step).isLessThanOrEqualTo(coded * (1 + 1e-14));
      assertThat(after).isCloseTo(value(x, w, h, B, F, K), within(1e-13 * after));
      before = after;
      for (int k = 0; k < K; k++) {
        double squares = 0;
        for (int f = 0; f < F; f++) {
          squares += w[k * F + f] * w[k * F + f];
        }
        assertThat(squares).isLessThanOrEqualTo(1 + 1e-14);
      }
    }
    assertThat(before).isLessThan(first / 3);
    assertThat(Arrays.stream(h).filter(c -> c == 0).count()).isGreaterThan(B * K / 2);
  }

  private static org.assertj.core.data.Offset<Double> within(double bound) {
    return org.assertj.core.data.Offset.offset(bound);
  }

  @Test
  void onOrthonormalAtomsCodesAreSoftThresholds() {
    // With W = I, h = sgn(x) max(|x| − λ, 0).
    double[] x = {0.5, -0.05, 0.1, -2};
    double[] w = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    double[] h = new double[4];
    SparseCoding<double[]> coding = new SparseCoding<>(Precision.DOUBLE, 1, 4, 4, 0.1);
    coding.updateCodes(x, w, h);
    assertThat(h).containsExactly(0.4, 0, 0, -1.9);
  }

  @Test
  void anAtomIsThePrincipalDirectionOfItsExamples() {
    // One atom and codes 1 and 2: w = Σ h x/Σ h² = (1·(0.2, 0) + 2·(0.1, 0.4))/5.
    double[] x = {0.2, 0, 0.1, 0.4};
    double[] h = {1, 2};
    double[] w = {0.3, 0.3};
    new SparseCoding<>(Precision.DOUBLE, 2, 2, 1, 0.1).updateAtoms(x, h, w);
    assertThat(w[0]).isCloseTo(0.08, within(1e-16));
    assertThat(w[1]).isCloseTo(0.16, within(1e-16));
  }

  @Test
  void threadsChangeNothing() {
    double[] x = examples(B, F, 5);
    double[][] results = new double[2][];
    for (int t = 1; t <= 2; t++) {
      try (Parallelism parallelism = Parallelism.threads(t)) {
        SparseCoding<double[]> coding =
            new SparseCoding<>(Precision.DOUBLE, B, F, K, LAMBDA, 1e-10, parallelism);
        double[] w = coding.initialAtoms(x, 1);
        double[] h = new double[B * K];
        for (int step = 0; step < 5; step++) {
          coding.alternate(x, w, h);
        }
        results[t - 1] = w;
      }
    }
    assertThat(results[1]).isEqualTo(results[0]);
  }

  @Test
  void floatsCodeAsWell() {
    double[] x = examples(B, F, 7);
    SparseCoding<float[]> coding = new SparseCoding<>(Precision.FLOAT, B, F, K, LAMBDA);
    SparseCoding<double[]> twin = new SparseCoding<>(Precision.DOUBLE, B, F, K, LAMBDA);
    float[] single = Precision.FLOAT.of(x);
    float[] w = coding.initialAtoms(single, 1);
    float[] h = new float[B * K];
    double[] wd = Precision.FLOAT.toDoubles(w);
    double[] hd = new double[B * K];
    assertThat(coding.updateCodes(single, w, h)).isLessThanOrEqualTo(1e-5);
    twin.updateCodes(Precision.FLOAT.toDoubles(single), wd, hd);
    assertThat(coding.value(single, w, h))
        .isCloseTo(twin.value(Precision.FLOAT.toDoubles(single), wd, hd), within(1e-6));
  }

  @Test
  void zeroAtomsAndExamplesAreNoTrouble() {
    double[] x = new double[3 * 4];
    SparseCoding<double[]> coding = new SparseCoding<>(Precision.DOUBLE, 3, 4, 2, 1);
    double[] w = coding.initialAtoms(x, 1);
    double[] h = new double[3 * 2];
    assertThat(coding.alternate(x, w, h)).isZero();
    assertThat(w).containsOnly(0);
    assertThat(h).containsOnly(0);
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    assertThatThrownBy(() -> new SparseCoding<>(Precision.DOUBLE, 3, 4, 0, 1))
        .hasMessage("atoms is 0, must be at least 1");
    assertThatThrownBy(() -> new SparseCoding<>(Precision.DOUBLE, 3, 4, 2, 0))
        .hasMessage("penalty is 0.0, must be positive and finite");
    assertThatThrownBy(() -> new SparseCoding<>(Precision.DOUBLE, 4, 2, 5, Double.MIN_VALUE))
        .hasMessage("penalty is 4.9E-324, the tolerance that follows from it is 0: set one");
    SparseCoding<double[]> coding = new SparseCoding<>(Precision.DOUBLE, 3, 4, 2, 1);
    assertThatThrownBy(() -> coding.updateCodes(new double[11], new double[8], new double[6]))
        .hasMessage("x has 11 elements, must have 3 × 4");
    double[] x = new double[12];
    x[5] = Double.NaN;
    assertThatThrownBy(() -> coding.alternate(x, new double[8], new double[6]))
        .hasMessage("x[5] is NaN, must be finite");
  }

  @Test
  void nothingIsAllocated() {
    double[] x = examples(B, F, 5);
    SparseCoding<double[]> coding = new SparseCoding<>(Precision.DOUBLE, B, F, K, LAMBDA);
    double[] w = coding.initialAtoms(x, 1);
    double[] h = new double[B * K];
    Allocations.assertNone(100, () -> coding.alternate(x, w, h));
  }
}
