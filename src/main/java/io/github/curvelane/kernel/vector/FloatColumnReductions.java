package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ColumnReductionKernel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions of columns whose lanes are the columns. Four rows are taken in one pass over the
 * results, which stay in the first-level cache; the matrix is read as it lies in memory.
 */
final class FloatColumnReductions implements ColumnReductionKernel<float[]> {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  /** Rows in one pass. */
  private static final int ROWS = 4;

  private final io.github.curvelane.kernel.scalar.FloatColumnReductions narrow =
      new io.github.curvelane.kernel.scalar.FloatColumnReductions();

  /**
   * y_j = fl(y_j + x_ij) for i ascending, from +0.
   *
   * @param m the rows of x
   * @param n its columns
   * @param x the matrix, apart from y
   * @param xOffset where it starts
   * @param ldx the distance between its rows
   * @param y the sums
   * @param yOffset the first index
   */
  static void sums(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    Arrays.fill(y, yOffset, yOffset + n, 0);
    int whole = n - n % LANES;
    if (whole > 0) {
      int i = 0;
      for (; i <= m - ROWS; i += ROWS) {
        add(whole, x, xOffset + i * ldx, ldx, y, yOffset);
      }
      for (; i < m; i++) {
        add(whole, x, xOffset + i * ldx, y, yOffset);
      }
    }
    addNarrow(m, n - whole, x, xOffset + whole, ldx, y, yOffset + whole);
  }

  private static void add(int n, float[] x, int row, int ldx, float[] y, int yOffset) {
    for (int j = 0; j < n; j += LANES) {
      int at = row + j;
      FloatVector v = FloatVector.fromArray(SPECIES, y, yOffset + j);
      v = v.add(FloatVector.fromArray(SPECIES, x, at));
      v = v.add(FloatVector.fromArray(SPECIES, x, at + ldx));
      v = v.add(FloatVector.fromArray(SPECIES, x, at + 2 * ldx));
      v = v.add(FloatVector.fromArray(SPECIES, x, at + 3 * ldx));
      v.intoArray(y, yOffset + j);
    }
  }

  private static void add(int n, float[] x, int row, float[] y, int yOffset) {
    for (int j = 0; j < n; j += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, y, yOffset + j);
      v.add(FloatVector.fromArray(SPECIES, x, row + j)).intoArray(y, yOffset + j);
    }
  }

  private static void addNarrow(
      int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    for (int i = 0; i < m; i++) {
      int row = xOffset + i * ldx;
      for (int j = 0; j < n; j++) {
        y[yOffset + j] += x[row + j];
      }
    }
  }

  @Override
  public void sumsOfSquares(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    int whole = n - n % LANES;
    if (whole > 0) {
      Arrays.fill(y, yOffset, yOffset + whole, 0);
      int i = 0;
      for (; i <= m - ROWS; i += ROWS) {
        addSquares(whole, x, xOffset + i * ldx, ldx, y, yOffset);
      }
      for (; i < m; i++) {
        addSquares(whole, x, xOffset + i * ldx, y, yOffset);
      }
    }
    narrow.sumsOfSquares(m, n - whole, x, xOffset + whole, ldx, y, yOffset + whole);
  }

  private static void addSquares(int n, float[] x, int row, int ldx, float[] y, int yOffset) {
    for (int j = 0; j < n; j += LANES) {
      int at = row + j;
      FloatVector a = FloatVector.fromArray(SPECIES, x, at);
      FloatVector b = FloatVector.fromArray(SPECIES, x, at + ldx);
      FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * ldx);
      FloatVector d = FloatVector.fromArray(SPECIES, x, at + 3 * ldx);
      FloatVector v = FloatVector.fromArray(SPECIES, y, yOffset + j);
      d.fma(d, c.fma(c, b.fma(b, a.fma(a, v)))).intoArray(y, yOffset + j);
    }
  }

  private static void addSquares(int n, float[] x, int row, float[] y, int yOffset) {
    for (int j = 0; j < n; j += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, row + j);
      a.fma(a, FloatVector.fromArray(SPECIES, y, yOffset + j)).intoArray(y, yOffset + j);
    }
  }

  @Override
  public void maxima(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    int whole = n - n % LANES;
    if (whole > 0) {
      Arrays.fill(y, yOffset, yOffset + whole, Float.NEGATIVE_INFINITY);
      int i = 0;
      for (; i <= m - ROWS; i += ROWS) {
        max(whole, x, xOffset + i * ldx, ldx, y, yOffset);
      }
      for (; i < m; i++) {
        max(whole, x, xOffset + i * ldx, y, yOffset);
      }
    }
    narrow.maxima(m, n - whole, x, xOffset + whole, ldx, y, yOffset + whole);
  }

  private static void max(int n, float[] x, int row, int ldx, float[] y, int yOffset) {
    for (int j = 0; j < n; j += LANES) {
      int at = row + j;
      FloatVector a = FloatVector.fromArray(SPECIES, x, at);
      FloatVector b = FloatVector.fromArray(SPECIES, x, at + ldx);
      FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * ldx);
      FloatVector d = FloatVector.fromArray(SPECIES, x, at + 3 * ldx);
      FloatVector v = FloatVector.fromArray(SPECIES, y, yOffset + j);
      a.max(b).max(c.max(d)).max(v).intoArray(y, yOffset + j);
    }
  }

  private static void max(int n, float[] x, int row, float[] y, int yOffset) {
    for (int j = 0; j < n; j += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, row + j);
      a.max(FloatVector.fromArray(SPECIES, y, yOffset + j)).intoArray(y, yOffset + j);
    }
  }

  @Override
  public void minima(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    int whole = n - n % LANES;
    if (whole > 0) {
      Arrays.fill(y, yOffset, yOffset + whole, Float.POSITIVE_INFINITY);
      int i = 0;
      for (; i <= m - ROWS; i += ROWS) {
        min(whole, x, xOffset + i * ldx, ldx, y, yOffset);
      }
      for (; i < m; i++) {
        min(whole, x, xOffset + i * ldx, y, yOffset);
      }
    }
    narrow.minima(m, n - whole, x, xOffset + whole, ldx, y, yOffset + whole);
  }

  private static void min(int n, float[] x, int row, int ldx, float[] y, int yOffset) {
    for (int j = 0; j < n; j += LANES) {
      int at = row + j;
      FloatVector a = FloatVector.fromArray(SPECIES, x, at);
      FloatVector b = FloatVector.fromArray(SPECIES, x, at + ldx);
      FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * ldx);
      FloatVector d = FloatVector.fromArray(SPECIES, x, at + 3 * ldx);
      FloatVector v = FloatVector.fromArray(SPECIES, y, yOffset + j);
      a.min(b).min(c.min(d)).min(v).intoArray(y, yOffset + j);
    }
  }

  private static void min(int n, float[] x, int row, float[] y, int yOffset) {
    for (int j = 0; j < n; j += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, row + j);
      a.min(FloatVector.fromArray(SPECIES, y, yOffset + j)).intoArray(y, yOffset + j);
    }
  }
}
