package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of C from one row of A and all of B, where it is. B is read once, row after row, and
 * eight of its rows are added in one pass over C, which stays in the first-level cache: the memory
 * that B comes from sets the pace. The last vector of such a pass overlaps the one before: it is
 * computed first, from the old C, and stored last, so what lies in both is stored twice with the
 * same bits. Masked loads were still boxed in a JVM that had run other shapes before.
 *
 * <p>Up to two vectors of C stay in registers instead. A load that overlaps two vectors stored just
 * before waits for both of them: 1×30×784 took 2.0 µs, of which its chains alone need 0.86, and
 * 1×10×300 1.3 one by one; now 0.9 and 0.35.
 */
final class FloatRowTimesMatrix {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  /** Terms added in one pass over C. */
  private static final int TERMS = 8;

  private FloatRowTimesMatrix() {}

  /**
   * Computes the chains of row i of C.
   *
   * @param scratch a vector of the caller's own
   */
  static void multiply(ProductCall<float[]> call, int i, float[] scratch) {
    int c = call.cOffset + i * call.ldc;
    if (!call.accumulate) {
      for (int j = 0; j < call.n; j++) {
        call.c[c + j] = 0;
      }
    }
    int p = 0;
    if (call.n <= 2 * LANES && !call.squareB) {
      if (call.n >= LANES) {
        twoVectors(call, i, c);
        return;
      }
      p = oneVector(call, i, c, scratch);
    }
    for (; p <= call.k - TERMS; p += TERMS) {
      addEight(call, i, p, c);
    }
    for (; p < call.k; p++) {
      addOne(call, i, p, c);
    }
  }

  private static void twoVectors(ProductCall<float[]> call, int i, int c) {
    float[] b = call.b;
    int second = call.n - LANES;
    int row = call.bOffset;
    FloatVector sum0 = FloatVector.fromArray(SPECIES, call.c, c);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, call.c, c + second);
    for (int p = 0; p < call.k; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, factor(call, i, p));
      sum0 = factor.fma(FloatVector.fromArray(SPECIES, b, row), sum0);
      sum1 = factor.fma(FloatVector.fromArray(SPECIES, b, row + second), sum1);
      row += call.ldb;
    }
    sum0.intoArray(call.c, c);
    sum1.intoArray(call.c, c + second);
  }

  /**
   * Adds the terms whose row of B is followed by so many elements that a vector of it can be
   * loaded; what the lanes beyond the row give is dropped. Returns their number.
   */
  private static int oneVector(ProductCall<float[]> call, int i, int c, float[] scratch) {
    float[] b = call.b;
    int row = call.bOffset;
    int room = b.length - LANES - row;
    if (room < 0 || call.n == 0) {
      return 0;
    }
    int terms = Math.min(call.k, room / call.ldb + 1);
    System.arraycopy(call.c, c, scratch, 0, call.n);
    Arrays.fill(scratch, call.n, LANES, 0);
    FloatVector sum = FloatVector.fromArray(SPECIES, scratch, 0);
    for (int p = 0; p < terms; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, factor(call, i, p));
      sum = factor.fma(FloatVector.fromArray(SPECIES, b, row), sum);
      row += call.ldb;
    }
    sum.intoArray(scratch, 0);
    System.arraycopy(scratch, 0, call.c, c, call.n);
    return terms;
  }

  private static float factor(ProductCall<float[]> call, int i, int p) {
    int index = call.aTransposed ? p * call.lda + i : i * call.lda + p;
    float a = call.a[call.aOffset + index];
    a = call.squareA ? a * a : a;
    return call.negateA ? -a : a;
  }

  private static void addOne(ProductCall<float[]> call, int i, int p, int c) {
    float a = factor(call, i, p);
    int row = call.bOffset + p * call.ldb;
    if (call.squareB) {
      addSquares(call.n, a, call.b, row, call.c, c);
    } else {
      add(call.n, a, call.b, row, call.c, c);
    }
  }

  private static void add(int n, float a, float[] b, int row, float[] target, int c) {
    FloatVector factor = FloatVector.broadcast(SPECIES, a);
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, target, c + j);
      factor.fma(FloatVector.fromArray(SPECIES, b, row + j), sum).intoArray(target, c + j);
    }
    for (; j < n; j++) {
      target[c + j] = Math.fma(a, b[row + j], target[c + j]);
    }
  }

  private static void addSquares(int n, float a, float[] b, int row, float[] target, int c) {
    FloatVector factor = FloatVector.broadcast(SPECIES, a);
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, b, row + j);
      FloatVector sum = FloatVector.fromArray(SPECIES, target, c + j);
      factor.fma(v.mul(v), sum).intoArray(target, c + j);
    }
    for (; j < n; j++) {
      float v = b[row + j];
      target[c + j] = Math.fma(a, v * v, target[c + j]);
    }
  }

  private static void addEight(ProductCall<float[]> call, int i, int p, int c) {
    if (call.squareB) {
      for (int q = p; q < p + TERMS; q++) {
        addOne(call, i, q, c);
      }
      return;
    }
    float f0 = factor(call, i, p);
    float f1 = factor(call, i, p + 1);
    float f2 = factor(call, i, p + 2);
    float f3 = factor(call, i, p + 3);
    float f4 = factor(call, i, p + 4);
    float f5 = factor(call, i, p + 5);
    float f6 = factor(call, i, p + 6);
    float f7 = factor(call, i, p + 7);
    FloatVector a0 = FloatVector.broadcast(SPECIES, f0);
    FloatVector a1 = FloatVector.broadcast(SPECIES, f1);
    FloatVector a2 = FloatVector.broadcast(SPECIES, f2);
    FloatVector a3 = FloatVector.broadcast(SPECIES, f3);
    FloatVector a4 = FloatVector.broadcast(SPECIES, f4);
    FloatVector a5 = FloatVector.broadcast(SPECIES, f5);
    FloatVector a6 = FloatVector.broadcast(SPECIES, f6);
    FloatVector a7 = FloatVector.broadcast(SPECIES, f7);
    float[] target = call.c;
    float[] b = call.b;
    int b0 = call.bOffset + p * call.ldb;
    int b1 = b0 + call.ldb;
    int b2 = b1 + call.ldb;
    int b3 = b2 + call.ldb;
    int b4 = b3 + call.ldb;
    int b5 = b4 + call.ldb;
    int b6 = b5 + call.ldb;
    int b7 = b6 + call.ldb;
    int n = call.n;
    if (n < LANES) {
      for (int j = 0; j < n; j++) {
        float sum = target[c + j];
        sum = Math.fma(f0, b[b0 + j], sum);
        sum = Math.fma(f1, b[b1 + j], sum);
        sum = Math.fma(f2, b[b2 + j], sum);
        sum = Math.fma(f3, b[b3 + j], sum);
        sum = Math.fma(f4, b[b4 + j], sum);
        sum = Math.fma(f5, b[b5 + j], sum);
        sum = Math.fma(f6, b[b6 + j], sum);
        sum = Math.fma(f7, b[b7 + j], sum);
        target[c + j] = sum;
      }
      return;
    }
    int last = n - LANES;
    FloatVector end = FloatVector.fromArray(SPECIES, target, c + last);
    end = a0.fma(FloatVector.fromArray(SPECIES, b, b0 + last), end);
    end = a1.fma(FloatVector.fromArray(SPECIES, b, b1 + last), end);
    end = a2.fma(FloatVector.fromArray(SPECIES, b, b2 + last), end);
    end = a3.fma(FloatVector.fromArray(SPECIES, b, b3 + last), end);
    end = a4.fma(FloatVector.fromArray(SPECIES, b, b4 + last), end);
    end = a5.fma(FloatVector.fromArray(SPECIES, b, b5 + last), end);
    end = a6.fma(FloatVector.fromArray(SPECIES, b, b6 + last), end);
    end = a7.fma(FloatVector.fromArray(SPECIES, b, b7 + last), end);
    for (int j = 0; j < last; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, target, c + j);
      sum = a0.fma(FloatVector.fromArray(SPECIES, b, b0 + j), sum);
      sum = a1.fma(FloatVector.fromArray(SPECIES, b, b1 + j), sum);
      sum = a2.fma(FloatVector.fromArray(SPECIES, b, b2 + j), sum);
      sum = a3.fma(FloatVector.fromArray(SPECIES, b, b3 + j), sum);
      sum = a4.fma(FloatVector.fromArray(SPECIES, b, b4 + j), sum);
      sum = a5.fma(FloatVector.fromArray(SPECIES, b, b5 + j), sum);
      sum = a6.fma(FloatVector.fromArray(SPECIES, b, b6 + j), sum);
      sum = a7.fma(FloatVector.fromArray(SPECIES, b, b7 + j), sum);
      sum.intoArray(target, c + j);
    }
    end.intoArray(target, c + last);
  }
}
