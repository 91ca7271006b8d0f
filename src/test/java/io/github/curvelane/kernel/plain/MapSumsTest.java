package io.github.curvelane.kernel.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums over places against one addition after the other. */
final class MapSumsTest {
  private final SplittableRandom random = new SplittableRandom(5);

  private float[] drawn(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      double value = random.nextDouble(-1, 1);
      values[i] = i % 17 == 3 ? -0f : i % 29 == 7 ? Float.MIN_VALUE : (float) value;
    }
    return values;
  }

  /** Matrices that end where their arrays do, and that do not; sums that go on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7, 8, 9, 15, 16, 17, 31, 40})
  void eachMapHasItsOwnSum(int maps) {
    MapSums<float[]> single = MapSums.of(Precision.FLOAT);
    MapSums<double[]> twice = MapSums.of(Precision.DOUBLE);
    for (int rows : new int[] {0, 1, 2, 3, 7, 20}) {
      for (int behind : new int[] {0, 1, 9}) {
        float[] x = drawn(3 + rows * maps + behind);
        float[] u = drawn(1 + rows * maps + 2 * behind);
        float[] start = drawn(maps + 2);
        float[] sums = start.clone();
        float[] products = start.clone();
        for (int row = 0; row < rows; row++) {
          for (int c = 0; c < maps; c++) {
            int at = row * maps + c;
            sums[1 + c] += u[1 + at];
            products[1 + c] = Math.fma(x[3 + at], u[1 + at], products[1 + c]);
          }
        }
        float[] actual = start.clone();
        single.add(rows, maps, u, 1, actual, 1);
        assertThat(Precision.FLOAT.sameBits(actual, sums)).isTrue();
        actual = start.clone();
        single.products(rows, maps, x, 3, u, 1, actual, 1);
        assertThat(Precision.FLOAT.sameBits(actual, products)).isTrue();
        double[] wide = new double[maps + 2];
        twice.add(rows, maps, Precision.FLOAT.toDoubles(u), 1, wide, 1);
        for (int c = 0; c < maps; c++) {
          double sum = 0;
          for (int row = 0; row < rows; row++) {
            sum += u[1 + row * maps + c];
          }
          assertThat(wide[1 + c]).isEqualTo(sum);
        }
        assertThat(new double[] {wide[0], wide[maps + 1]}).containsExactly(0, 0);
      }
    }
  }

  /** What the elements beyond the last map are has no part in its sum. */
  @ParameterizedTest
  @ValueSource(ints = {1, 6, 11})
  void othersHaveNoPart(int maps) {
    float[] u = drawn(5 * maps + 30);
    Arrays.fill(u, 5 * maps, u.length, Float.NaN);
    float[] sums = new float[maps];
    MapSums.of(Precision.FLOAT).products(5, maps, u, 0, u, 0, sums, 0);
    for (float sum : sums) {
      assertThat(sum).isFinite();
    }
  }
}
