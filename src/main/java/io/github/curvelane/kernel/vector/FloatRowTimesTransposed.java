package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of C from one row of A and a transposed B. Each chain runs along a stored row of B; lanes
 * go over such rows: some terms of four vectors of rows are transposed into a buffer in the
 * first-level cache, then added.
 */
final class FloatRowTimesTransposed {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;
  private static final int COLUMNS = 4 * LANES;
  private static final int TERMS = 32;

  /** Elements of the buffer that {@link #multiply} needs. */
  static final int BUFFER = COLUMNS * (TERMS + 1) + FloatPacking.SLACK;

  private FloatRowTimesTransposed() {}

  /** Computes the chains of row i of C. */
  static void multiply(ProductCall<float[]> call, int i, float[] buffer) {
    for (int j = 0; j < call.n; j += COLUMNS) {
      int used = Math.min(COLUMNS, call.n - j);
      int c = call.cOffset + i * call.ldc + j;
      int chains = COLUMNS * TERMS;
      if (call.accumulate) {
        System.arraycopy(call.c, c, buffer, chains, used);
      } else {
        for (int x = 0; x < used; x++) {
          buffer[chains + x] = 0;
        }
      }
      for (int p = 0; p < call.k; p += TERMS) {
        int terms = Math.min(TERMS, call.k - p);
        int from = call.bOffset + j * call.ldb + p;
        FloatPacking.columns(
            call.b, from, call.ldb, terms, used, COLUMNS, call.squareB, false, buffer, 0);
        add(call, i, p, terms, buffer);
      }
      System.arraycopy(buffer, chains, call.c, c, used);
    }
  }

  private static void add(ProductCall<float[]> call, int i, int p, int terms, float[] buffer) {
    int chains = COLUMNS * TERMS;
    FloatVector c0 = FloatVector.fromArray(SPECIES, buffer, chains);
    FloatVector c1 = FloatVector.fromArray(SPECIES, buffer, chains + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, buffer, chains + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, buffer, chains + 3 * LANES);
    int step = call.aTransposed ? call.lda : 1;
    int from = call.aOffset + (call.aTransposed ? i : i * call.lda) + p * step;
    float[] x = call.a;
    for (int q = 0; q < terms; q++) {
      float factor = x[from + q * step];
      factor = call.squareA ? factor * factor : factor;
      FloatVector a = FloatVector.broadcast(SPECIES, call.negateA ? -factor : factor);
      int b = q * COLUMNS;
      c0 = a.fma(FloatVector.fromArray(SPECIES, buffer, b), c0);
      c1 = a.fma(FloatVector.fromArray(SPECIES, buffer, b + LANES), c1);
      c2 = a.fma(FloatVector.fromArray(SPECIES, buffer, b + 2 * LANES), c2);
      c3 = a.fma(FloatVector.fromArray(SPECIES, buffer, b + 3 * LANES), c3);
    }
    c0.intoArray(buffer, chains);
    c1.intoArray(buffer, chains + LANES);
    c2.intoArray(buffer, chains + 2 * LANES);
    c3.intoArray(buffer, chains + 3 * LANES);
  }
}
