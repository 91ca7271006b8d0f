package io.github.curvelane.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ProbesTest {
  private static final int N = 4_000;

  private static double[] probe(long seed, int index) {
    double[] z = new double[N];
    Probes.signs(seed, index, N, z, 0);
    return z;
  }

  @Test
  void elementsAreSigns() {
    for (double z : probe(3, 0)) {
      assertEquals(1, Math.abs(z));
    }
  }

  @Test
  void aShorterProbeIsTheBeginningOfALongerOneInBothPrecisions() {
    double[] whole = probe(3, 5);
    float[] part = new float[103];
    Probes.signs(3, 5, 100, part, 2);
    for (int i = 0; i < 100; i++) {
      assertEquals(whole[i], part[2 + i]);
    }
    assertArrayEquals(new float[] {0, 0, 0}, new float[] {part[0], part[1], part[102]});
  }

  /** Inner products of N independent signs have deviation √N. */
  @Test
  void probesAreUncorrelated() {
    double[][] probes = new double[12][];
    for (int k = 0; k < 6; k++) {
      probes[k] = probe(3, k);
      // Seeds that differ by the increment of the generator.
      probes[6 + k] = probe(3 + (k + 1) * 0x9E3779B97F4A7C15L, 0);
    }
    for (int j = 0; j < probes.length; j++) {
      double sum = 0;
      for (double z : probes[j]) {
        sum += z;
      }
      assertTrue(Math.abs(sum) < 5 * Math.sqrt(N), "sum of probe " + j + ": " + sum);
      for (int k = 0; k < j; k++) {
        double dot = 0;
        for (int i = 0; i < N; i++) {
          dot += probes[j][i] * probes[k][i];
        }
        assertTrue(Math.abs(dot) < 5 * Math.sqrt(N), "probes " + j + " and " + k + ": " + dot);
      }
    }
  }
}
