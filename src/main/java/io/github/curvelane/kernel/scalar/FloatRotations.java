package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.RotationKernel;

/** Rotations of rows as they are defined. */
final class FloatRotations implements RotationKernel<float[]> {
  @Override
  public void rotate(
      int count, float[] c, float[] s, int offset, float[] rows, int last, int ld, int columns) {
    for (int q = 0; q < count; q++) {
      int z = last - q * ld;
      int y = z - ld;
      for (int j = 0; j < columns; j++) {
        float lower = rows[z + j];
        float upper = rows[y + j];
        rows[z + j] = Math.fma(s[offset + q], upper, c[offset + q] * lower);
        rows[y + j] = Math.fma(c[offset + q], upper, -(s[offset + q] * lower));
      }
    }
  }
}
