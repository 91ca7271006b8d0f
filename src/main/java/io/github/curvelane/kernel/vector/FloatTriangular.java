package io.github.curvelane.kernel.vector;

import static io.github.curvelane.kernel.vector.FloatLanes.LANES;
import static io.github.curvelane.kernel.vector.FloatLanes.SPECIES;

import io.github.curvelane.kernel.contract.TriangularKernel;
import jdk.incubator.vector.FloatVector;

/**
 * Substitution with the right sides in lanes, four vectors of them at a time, whose chains stay in
 * registers while the elements of L pass by.
 */
final class FloatTriangular implements TriangularKernel<float[]> {
  private static final int GROUP = 4 * LANES;

  @Override
  public void forward(
      int n, float[] l, int lOffset, int ldl, int columns, float[] b, int bOffset, int ldb) {
    int i = 0;
    for (; i <= columns - GROUP; i += GROUP) {
      for (int j = 0; j < n; j++) {
        forwardFour(j, l, lOffset + j * ldl, b, bOffset + i, ldb);
      }
    }
    for (; i <= columns - LANES; i += LANES) {
      for (int j = 0; j < n; j++) {
        forwardOne(j, l, lOffset + j * ldl, b, bOffset + i, ldb);
      }
    }
    for (; i < columns; i++) {
      for (int j = 0; j < n; j++) {
        float c = b[bOffset + i + j * ldb];
        for (int k = 0; k < j; k++) {
          c = Math.fma(-l[lOffset + j * ldl + k], b[bOffset + i + k * ldb], c);
        }
        b[bOffset + i + j * ldb] = c / l[lOffset + j * ldl + j];
      }
    }
  }

  /** Element j of four vectors of columns, from those before it. */
  private static void forwardFour(int j, float[] l, int row, float[] b, int first, int ldb) {
    int to = first + j * ldb;
    FloatVector c0 = FloatVector.fromArray(SPECIES, b, to);
    FloatVector c1 = FloatVector.fromArray(SPECIES, b, to + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, b, to + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, b, to + 3 * LANES);
    int at = first;
    for (int k = 0; k < j; k++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, -l[row + k]);
      c0 = factor.fma(FloatVector.fromArray(SPECIES, b, at), c0);
      c1 = factor.fma(FloatVector.fromArray(SPECIES, b, at + LANES), c1);
      c2 = factor.fma(FloatVector.fromArray(SPECIES, b, at + 2 * LANES), c2);
      c3 = factor.fma(FloatVector.fromArray(SPECIES, b, at + 3 * LANES), c3);
      at += ldb;
    }
    FloatVector pivot = FloatVector.broadcast(SPECIES, l[row + j]);
    c0.div(pivot).intoArray(b, to);
    c1.div(pivot).intoArray(b, to + LANES);
    c2.div(pivot).intoArray(b, to + 2 * LANES);
    c3.div(pivot).intoArray(b, to + 3 * LANES);
  }

  private static void forwardOne(int j, float[] l, int row, float[] b, int first, int ldb) {
    int to = first + j * ldb;
    FloatVector c = FloatVector.fromArray(SPECIES, b, to);
    int at = first;
    for (int k = 0; k < j; k++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, -l[row + k]);
      c = factor.fma(FloatVector.fromArray(SPECIES, b, at), c);
      at += ldb;
    }
    c.div(l[row + j]).intoArray(b, to);
  }

  @Override
  public void backward(
      int n, float[] l, int lOffset, int ldl, int columns, float[] b, int bOffset, int ldb) {
    int i = 0;
    for (; i <= columns - GROUP; i += GROUP) {
      for (int j = n - 1; j >= 0; j--) {
        backwardFour(n, j, l, lOffset + j, ldl, b, bOffset + i, ldb);
      }
    }
    for (; i <= columns - LANES; i += LANES) {
      for (int j = n - 1; j >= 0; j--) {
        backwardOne(n, j, l, lOffset + j, ldl, b, bOffset + i, ldb);
      }
    }
    for (; i < columns; i++) {
      for (int j = n - 1; j >= 0; j--) {
        float c = b[bOffset + i + j * ldb];
        for (int k = n - 1; k > j; k--) {
          c = Math.fma(-l[lOffset + j + k * ldl], b[bOffset + i + k * ldb], c);
        }
        b[bOffset + i + j * ldb] = c / l[lOffset + j + j * ldl];
      }
    }
  }

  /** Element j of four vectors of columns, from those after it. */
  private static void backwardFour(
      int n, int j, float[] l, int column, int ldl, float[] b, int first, int ldb) {
    int to = first + j * ldb;
    FloatVector c0 = FloatVector.fromArray(SPECIES, b, to);
    FloatVector c1 = FloatVector.fromArray(SPECIES, b, to + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, b, to + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, b, to + 3 * LANES);
    for (int k = n - 1; k > j; k--) {
      int at = first + k * ldb;
      FloatVector factor = FloatVector.broadcast(SPECIES, -l[column + k * ldl]);
      c0 = factor.fma(FloatVector.fromArray(SPECIES, b, at), c0);
      c1 = factor.fma(FloatVector.fromArray(SPECIES, b, at + LANES), c1);
      c2 = factor.fma(FloatVector.fromArray(SPECIES, b, at + 2 * LANES), c2);
      c3 = factor.fma(FloatVector.fromArray(SPECIES, b, at + 3 * LANES), c3);
    }
    FloatVector pivot = FloatVector.broadcast(SPECIES, l[column + j * ldl]);
    c0.div(pivot).intoArray(b, to);
    c1.div(pivot).intoArray(b, to + LANES);
    c2.div(pivot).intoArray(b, to + 2 * LANES);
    c3.div(pivot).intoArray(b, to + 3 * LANES);
  }

  private static void backwardOne(
      int n, int j, float[] l, int column, int ldl, float[] b, int first, int ldb) {
    int to = first + j * ldb;
    FloatVector c = FloatVector.fromArray(SPECIES, b, to);
    for (int k = n - 1; k > j; k--) {
      FloatVector factor = FloatVector.broadcast(SPECIES, -l[column + k * ldl]);
      c = factor.fma(FloatVector.fromArray(SPECIES, b, first + k * ldb), c);
    }
    c.div(l[column + j * ldl]).intoArray(b, to);
  }

  @Override
  public int factorUpper(int n, float[] u, int offset, int ld) {
    for (int j = 0; j < n; j++) {
      int row = offset + j * ld;
      float pivot = u[row + j];
      if (!(pivot > 0 && pivot <= Float.MAX_VALUE)) {
        return j;
      }
      float root = (float) Math.sqrt(pivot);
      for (int i = j & -LANES; i < n; i += LANES) {
        FloatVector.fromArray(SPECIES, u, row + i).div(root).intoArray(u, row + i);
      }
      u[row + j] = root;
      for (int k = j + 1; k < n; k++) {
        subtract(n, k, u, row, offset + k * ld);
      }
    }
    return -1;
  }

  /** Subtracts a multiple of a row from row k; whole vectors, so from some element before k on. */
  private static void subtract(int n, int k, float[] u, int row, int to) {
    FloatVector factor = FloatVector.broadcast(SPECIES, -u[row + k]);
    for (int i = k & -LANES; i < n; i += LANES) {
      FloatVector c = FloatVector.fromArray(SPECIES, u, to + i);
      factor.fma(FloatVector.fromArray(SPECIES, u, row + i), c).intoArray(u, to + i);
    }
  }
}
