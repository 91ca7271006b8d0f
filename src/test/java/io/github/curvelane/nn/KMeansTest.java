package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Lloyd's algorithm. */
class KMeansTest {
  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static KMeans fit(double[] inputs, int columns, int centers, int rounds, long seed) {
    return KMeans.fit(Precision.DOUBLE, inputs, columns, centers, rounds, seed, Parallelism.none());
  }

  @Test
  void theFirstCentersAreDifferentExamples() {
    double[] inputs = random(2 * 9, 1);
    double[] centers = fit(inputs, 2, 9, 0, 3).centers();
    assertThat(centers).containsExactlyInAnyOrder(inputs);
    assertThat(centers).isNotEqualTo(inputs);
    assertThat(fit(inputs, 2, 9, 0, 4).centers()).isNotEqualTo(centers);
    assertThat(Arrays.copyOf(centers, 8)).containsExactly(fit(inputs, 2, 4, 0, 3).centers());
  }

  /** At the end each example is nearest to its centre, and each centre the mean of its examples. */
  @Test
  void endsWhereLloydsConditionsHold() {
    int n = 300;
    double[] x = random(3 * n, 1);
    KMeans clusters = fit(x, 3, 7, 1000, 3);
    assertThat(clusters.hasConverged()).isTrue();
    double[] c = clusters.centers();
    double[] sums = new double[21];
    int[] members = new int[7];
    double total = 0;
    for (int p = 0; p < n; p++) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < 7; j++) {
        double square = 0;
        for (int i = 0; i < 3; i++) {
          square += (x[3 * p + i] - c[3 * j + i]) * (x[3 * p + i] - c[3 * j + i]);
        }
        if (square < least) {
          least = square;
          best = j;
        }
      }
      total += least;
      members[best]++;
      for (int i = 0; i < 3; i++) {
        sums[3 * best + i] += x[3 * p + i];
      }
    }
    for (int i = 0; i < 21; i++) {
      assertThat(c[i]).isCloseTo(sums[i] / members[i / 3], within(1e-14));
    }
    assertThat(clusters.meanSquaredDistance()).isCloseTo(total / n, within(1e-14));
    assertThat(fit(x, 3, 7, 1, 3).meanSquaredDistance())
        .isLessThan(fit(x, 3, 7, 0, 3).meanSquaredDistance())
        .isGreaterThan(clusters.meanSquaredDistance());
  }

  @Test
  void roundsAreCounted() {
    double[] x = random(60, 1);
    KMeans clusters = fit(x, 2, 4, 1000, 3);
    assertThat(clusters.rounds()).isGreaterThan(2);
    KMeans same = fit(x, 2, 4, clusters.rounds(), 3);
    assertThat(same.centers()).containsExactly(clusters.centers());
    assertThat(same.hasConverged()).isTrue();
    KMeans less = fit(x, 2, 4, 1, 3);
    assertThat(less.rounds()).isEqualTo(1);
    assertThat(less.hasConverged()).isFalse();
    assertThat(less).asString().startsWith("4 centers after 1 rounds, mean squared distance 0.");
  }

  /** The example between two centres belongs to the first of them, whichever that is. */
  @Test
  void ofEquallyNearCentersTheFirstCounts() {
    double[] x = {0, 1, 2};
    int found = 0;
    for (long seed = 0; seed < 30; seed++) {
      double[] start = fit(x, 1, 2, 0, seed).centers();
      if (start[0] != 1 && start[1] != 1) {
        found++;
        assertThat(fit(x, 1, 2, 1, seed).centers()).containsExactly((start[0] + 1) / 2, start[1]);
      }
    }
    assertThat(found).isPositive();
  }

  /** More than a chunk, in single precision. */
  @Test
  void threadsDoNotMoveBits() {
    int n = Arithmetic.EXAMPLE_CHUNK + 77;
    float[] x = Precision.FLOAT.of(random(5 * n, 1));
    KMeans one = KMeans.fit(Precision.FLOAT, x, 5, 6, 4, 3, Parallelism.none());
    try (Parallelism two = Parallelism.threads(2)) {
      KMeans other = KMeans.fit(Precision.FLOAT, x, 5, 6, 4, 3, two);
      assertThat(other.centers()).containsExactly(one.centers());
      assertThat(other.meanSquaredDistance()).isEqualTo(one.meanSquaredDistance());
    }
    assertThat(one.centers())
        .containsExactly(Precision.FLOAT.toDoubles(Precision.FLOAT.of(one.centers())));
  }

  /**
   * Of four times the same example and two others, each the start of one of the centres: those that
   * tie have no examples, and go to what is farthest, once there is any distance.
   */
  @Test
  void centersWithoutExamplesGoToTheFarthest() {
    double[] x = {5, 5, 5, 5, 0, 1, 9};
    for (long seed = 0; seed < 20; seed++) {
      KMeans clusters = fit(x, 1, 4, 100, seed);
      assertThat(clusters.centers()).as("seed %d", seed).containsExactlyInAnyOrder(0, 1, 5, 9);
      assertThat(clusters.meanSquaredDistance()).isZero();
    }
    KMeans same = fit(new double[] {3, 3, 3}, 1, 2, 100, 1);
    assertThat(same.centers()).containsExactly(3, 3);
    assertThat(same.hasConverged()).isTrue();
  }

  @Test
  void kappasAreThoseOfTheNearestNeighbors() {
    double[] x = {0, 1, 3, 7};
    KMeans clusters = fit(x, 1, 4, 0, 1);
    double[] c = clusters.centers();
    double[] one = clusters.kappas(1);
    double[] two = clusters.kappas(2);
    double[][] expected = {{1, 1 / 5.0}, {1, 2 / 5.0}, {1 / 4.0, 2 / 13.0}, {1 / 16.0, 2 / 52.0}};
    for (int j = 0; j < 4; j++) {
      int which = Arrays.binarySearch(x, c[j]);
      assertThat(one[j]).isEqualTo(expected[which][0]);
      assertThat(two[j]).isEqualTo(expected[which][1]);
    }
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void refusesWhatHasNoCenters() {
    refused(() -> fit(new double[6], 2, 4, 1, 1), "centers is 4, must be at most the 3 examples");
    refused(() -> fit(new double[6], 2, 0, 1, 1), "centers is 0, must be at least 1");
    refused(() -> fit(new double[6], 0, 1, 1, 1), "columns is 0, must be at least 1");
    refused(() -> fit(new double[6], 2, 1, -1, 1), "rounds is -1, must be at least 0");
    refused(
        () -> fit(new double[6], 4, 1, 1, 1),
        "inputs has 6 elements, must be a multiple of the 4 columns");
    refused(
        () -> fit(new double[] {1, 2, 3, Double.NaN}, 2, 1, 1, 1),
        "inputs: example 1, column 1 is NaN, must be finite");
    KMeans twice = fit(new double[] {3, 3, 4}, 1, 3, 0, 1);
    refused(
        () -> twice.kappas(0), "neighbors is 0, must be from 1 to 2, one less than the centers");
    refused(
        () -> twice.kappas(3), "neighbors is 3, must be from 1 to 2, one less than the centers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twice.kappas(1))
        .withMessageStartingWith("neighbors is 1, and as many other centers are where center ");
  }
}
