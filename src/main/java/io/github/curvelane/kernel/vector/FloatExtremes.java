package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Largest, smallest and equal elements. No order is prescribed: {@link Math#max} is associative and
 * commutative, with NaN above all and −0 below +0. So a last vector may look at elements again.
 */
final class FloatExtremes {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int L = FloatLanes.LANES;

  private FloatExtremes() {}

  static float max(int n, float[] x, int offset) {
    if (n < L) {
      float max = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        max = Math.max(max, x[offset + i]);
      }
      return max;
    }
    FloatVector a = FloatVector.fromArray(SPECIES, x, offset + n - L);
    FloatVector b = a;
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      a = a.max(FloatVector.fromArray(SPECIES, x, offset + i));
      b = b.max(FloatVector.fromArray(SPECIES, x, offset + i + L));
    }
    a = a.max(FloatVector.fromArray(SPECIES, x, offset + Math.min(i, n - L)));
    return a.max(b).reduceLanes(VectorOperators.MAX);
  }

  static float min(int n, float[] x, int offset) {
    if (n < L) {
      float min = Float.POSITIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        min = Math.min(min, x[offset + i]);
      }
      return min;
    }
    FloatVector a = FloatVector.fromArray(SPECIES, x, offset + n - L);
    FloatVector b = a;
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      a = a.min(FloatVector.fromArray(SPECIES, x, offset + i));
      b = b.min(FloatVector.fromArray(SPECIES, x, offset + i + L));
    }
    a = a.min(FloatVector.fromArray(SPECIES, x, offset + Math.min(i, n - L)));
    return a.min(b).reduceLanes(VectorOperators.MIN);
  }

  static float maxAbs(int n, float[] x, int offset) {
    if (n < L) {
      float max = 0;
      for (int i = 0; i < n; i++) {
        max = Math.max(max, Math.abs(x[offset + i]));
      }
      return max;
    }
    FloatVector a = FloatVector.fromArray(SPECIES, x, offset + n - L).abs();
    FloatVector b = a;
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      a = a.max(FloatVector.fromArray(SPECIES, x, offset + i).abs());
      b = b.max(FloatVector.fromArray(SPECIES, x, offset + i + L).abs());
    }
    a = a.max(FloatVector.fromArray(SPECIES, x, offset + Math.min(i, n - L)).abs());
    return a.max(b).reduceLanes(VectorOperators.MAX);
  }

  static int count(int n, float[] x, int offset, float value) {
    int count = 0;
    int i = 0;
    for (; i <= n - L; i += L) {
      count +=
          FloatVector.fromArray(SPECIES, x, offset + i)
              .compare(VectorOperators.EQ, value)
              .trueCount();
    }
    for (; i < n; i++) {
      if (x[offset + i] == value) {
        count++;
      }
    }
    return count;
  }

  static int indexOf(int n, float[] x, int offset, float value) {
    int i = 0;
    for (; i <= n - L; i += L) {
      if (FloatVector.fromArray(SPECIES, x, offset + i)
          .compare(VectorOperators.EQ, value)
          .anyTrue()) {
        break;
      }
    }
    for (; i < n; i++) {
      if (x[offset + i] == value) {
        return i;
      }
    }
    return -1;
  }
}
