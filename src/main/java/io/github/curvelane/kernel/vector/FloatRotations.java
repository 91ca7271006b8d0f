package io.github.curvelane.kernel.vector;

import static io.github.curvelane.kernel.vector.FloatLanes.LANES;
import static io.github.curvelane.kernel.vector.FloatLanes.SPECIES;

import io.github.curvelane.kernel.contract.RotationKernel;
import jdk.incubator.vector.FloatVector;

/**
 * Rotations of rows, four vectors of columns at a time: the row between two rotations stays in
 * registers, so each loads one row and stores one.
 */
final class FloatRotations implements RotationKernel<float[]> {
  private static final int GROUP = 4 * LANES;

  @Override
  public void rotate(
      int count, float[] c, float[] s, int offset, float[] rows, int last, int ld, int columns) {
    int j = 0;
    for (; j <= columns - GROUP; j += GROUP) {
      rotateFour(count, c, s, offset, rows, last + j, ld);
    }
    for (; j < columns; j += LANES) {
      rotateOne(count, c, s, offset, rows, last + j, ld);
    }
  }

  private static void rotateFour(
      int count, float[] c, float[] s, int offset, float[] rows, int last, int ld) {
    int z = last;
    FloatVector z0 = FloatVector.fromArray(SPECIES, rows, z);
    FloatVector z1 = FloatVector.fromArray(SPECIES, rows, z + LANES);
    FloatVector z2 = FloatVector.fromArray(SPECIES, rows, z + 2 * LANES);
    FloatVector z3 = FloatVector.fromArray(SPECIES, rows, z + 3 * LANES);
    for (int q = offset; q < offset + count; q++) {
      FloatVector cosine = FloatVector.broadcast(SPECIES, c[q]);
      FloatVector sine = FloatVector.broadcast(SPECIES, s[q]);
      int y = z - ld;
      FloatVector y0 = FloatVector.fromArray(SPECIES, rows, y);
      FloatVector y1 = FloatVector.fromArray(SPECIES, rows, y + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, rows, y + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, rows, y + 3 * LANES);
      sine.fma(y0, cosine.mul(z0)).intoArray(rows, z);
      sine.fma(y1, cosine.mul(z1)).intoArray(rows, z + LANES);
      sine.fma(y2, cosine.mul(z2)).intoArray(rows, z + 2 * LANES);
      sine.fma(y3, cosine.mul(z3)).intoArray(rows, z + 3 * LANES);
      z0 = cosine.fma(y0, sine.mul(z0).neg());
      z1 = cosine.fma(y1, sine.mul(z1).neg());
      z2 = cosine.fma(y2, sine.mul(z2).neg());
      z3 = cosine.fma(y3, sine.mul(z3).neg());
      z = y;
    }
    z0.intoArray(rows, z);
    z1.intoArray(rows, z + LANES);
    z2.intoArray(rows, z + 2 * LANES);
    z3.intoArray(rows, z + 3 * LANES);
  }

  private static void rotateOne(
      int count, float[] c, float[] s, int offset, float[] rows, int last, int ld) {
    int z = last;
    FloatVector lower = FloatVector.fromArray(SPECIES, rows, z);
    for (int q = offset; q < offset + count; q++) {
      FloatVector cosine = FloatVector.broadcast(SPECIES, c[q]);
      FloatVector sine = FloatVector.broadcast(SPECIES, s[q]);
      int y = z - ld;
      FloatVector upper = FloatVector.fromArray(SPECIES, rows, y);
      sine.fma(upper, cosine.mul(lower)).intoArray(rows, z);
      lower = cosine.fma(upper, sine.mul(lower).neg());
      z = y;
    }
    lower.intoArray(rows, z);
  }
}
