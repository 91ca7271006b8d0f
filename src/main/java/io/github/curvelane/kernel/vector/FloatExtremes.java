package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Largest, smallest and equal elements. No order is prescribed: {@link Math#max} is associative and
 * commutative, with NaN above all and −0 below +0.
 */
final class FloatExtremes {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int L = FloatLanes.LANES;

  private FloatExtremes() {}

  static float max(int n, float[] x, int offset) {
    FloatVector a = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      a = a.max(FloatVector.fromArray(SPECIES, x, offset + i));
      b = b.max(FloatVector.fromArray(SPECIES, x, offset + i + L));
    }
    for (; i < n; i += L) {
      VectorMask<Float> m = SPECIES.indexInRange(i, n);
      a = a.lanewise(VectorOperators.MAX, FloatVector.fromArray(SPECIES, x, offset + i, m), m);
    }
    return a.max(b).reduceLanes(VectorOperators.MAX);
  }

  static float min(int n, float[] x, int offset) {
    FloatVector a = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    FloatVector b = a;
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      a = a.min(FloatVector.fromArray(SPECIES, x, offset + i));
      b = b.min(FloatVector.fromArray(SPECIES, x, offset + i + L));
    }
    for (; i < n; i += L) {
      VectorMask<Float> m = SPECIES.indexInRange(i, n);
      a = a.lanewise(VectorOperators.MIN, FloatVector.fromArray(SPECIES, x, offset + i, m), m);
    }
    return a.min(b).reduceLanes(VectorOperators.MIN);
  }

  static float maxAbs(int n, float[] x, int offset) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      a = a.max(FloatVector.fromArray(SPECIES, x, offset + i).abs());
      b = b.max(FloatVector.fromArray(SPECIES, x, offset + i + L).abs());
    }
    for (; i < n; i += L) {
      VectorMask<Float> m = SPECIES.indexInRange(i, n);
      a = a.max(FloatVector.fromArray(SPECIES, x, offset + i, m).abs());
    }
    return a.max(b).reduceLanes(VectorOperators.MAX);
  }

  static int count(int n, float[] x, int offset, float value) {
    int count = 0;
    for (int i = 0; i < n; i += L) {
      VectorMask<Float> m = SPECIES.indexInRange(i, n);
      count +=
          FloatVector.fromArray(SPECIES, x, offset + i, m)
              .compare(VectorOperators.EQ, value, m)
              .trueCount();
    }
    return count;
  }

  static int indexOf(int n, float[] x, int offset, float value) {
    for (int i = 0; i < n; i += L) {
      VectorMask<Float> m = SPECIES.indexInRange(i, n);
      VectorMask<Float> equal =
          FloatVector.fromArray(SPECIES, x, offset + i, m).compare(VectorOperators.EQ, value, m);
      if (equal.anyTrue()) {
        return i + equal.firstTrue();
      }
    }
    return -1;
  }
}
