package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Largest, smallest and equal elements. No order is prescribed: {@link Math#max} is associative and
 * commutative, with NaN above all and −0 below +0. So a last vector may look at elements again.
 *
 * <p>What is shorter than a vector has methods of its own. In one with vectors, calls with short
 * rows make C2 compile the whole as soon as the first longer row comes, when classes of the Vector
 * API are not linked yet. It then leaves calls to them in place and never returns to them: argMax
 * of 40 elements after many of 10 took 1.2 µs in place of 0.1 and left 768 bytes, in five of
 * thirteen processes on a busy machine.
 */
final class FloatExtremes {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int L = FloatLanes.LANES;

  private FloatExtremes() {}

  static float max(int n, float[] x, int offset) {
    return n < L ? shortMax(n, x, offset) : longMax(n, x, offset);
  }

  private static float shortMax(int n, float[] x, int offset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[offset + i]);
    }
    return max;
  }

  private static float longMax(int n, float[] x, int offset) {
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
    return n < L ? shortMin(n, x, offset) : longMin(n, x, offset);
  }

  private static float shortMin(int n, float[] x, int offset) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      min = Math.min(min, x[offset + i]);
    }
    return min;
  }

  private static float longMin(int n, float[] x, int offset) {
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
    return n < L ? shortMaxAbs(n, x, offset) : longMaxAbs(n, x, offset);
  }

  private static float shortMaxAbs(int n, float[] x, int offset) {
    float max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, Math.abs(x[offset + i]));
    }
    return max;
  }

  private static float longMaxAbs(int n, float[] x, int offset) {
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
    int whole = n - n % L;
    int count = whole > 0 ? wholeCount(whole, x, offset, value) : 0;
    for (int i = whole; i < n; i++) {
      if (x[offset + i] == value) {
        count++;
      }
    }
    return count;
  }

  private static int wholeCount(int n, float[] x, int offset, float value) {
    int count = 0;
    for (int i = 0; i < n; i += L) {
      count +=
          FloatVector.fromArray(SPECIES, x, offset + i)
              .compare(VectorOperators.EQ, value)
              .trueCount();
    }
    return count;
  }

  static int indexOf(int n, float[] x, int offset, float value) {
    int i = n >= L ? firstVectorWith(n, x, offset, value) : 0;
    for (; i < n; i++) {
      if (x[offset + i] == value) {
        return i;
      }
    }
    return -1;
  }

  /** Where the first vector with a value begins, else the elements that fill none. */
  private static int firstVectorWith(int n, float[] x, int offset, float value) {
    int i = 0;
    for (; i <= n - L; i += L) {
      if (FloatVector.fromArray(SPECIES, x, offset + i)
          .compare(VectorOperators.EQ, value)
          .anyTrue()) {
        break;
      }
    }
    return i;
  }
}
