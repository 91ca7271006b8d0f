package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.ReflectionKernel;

/** The reflections of a strip as they are defined, one column after another. */
final class FloatReflection implements ReflectionKernel<float[]> {
  private static final int WIDTH = 64 / Float.BYTES;

  @Override
  public void reflect(int rows, float[] v, int vOffset, double t, float[] strip, int offset) {
    float minusT = (float) -t;
    for (int j = offset; j < offset + WIDTH; j++) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      int i = 0;
      for (; i < rows - 3; i += 4) {
        int at = j + i * WIDTH;
        s0 = Math.fma(v[vOffset + i], strip[at], s0);
        s1 = Math.fma(v[vOffset + i + 1], strip[at + WIDTH], s1);
        s2 = Math.fma(v[vOffset + i + 2], strip[at + 2 * WIDTH], s2);
        s3 = Math.fma(v[vOffset + i + 3], strip[at + 3 * WIDTH], s3);
      }
      int at = j + i * WIDTH;
      s0 = i < rows ? Math.fma(v[vOffset + i], strip[at], s0) : s0;
      s1 = i + 1 < rows ? Math.fma(v[vOffset + i + 1], strip[at + WIDTH], s1) : s1;
      s2 = i + 2 < rows ? Math.fma(v[vOffset + i + 2], strip[at + 2 * WIDTH], s2) : s2;
      float f = minusT * ((s0 + s2) + (s1 + s3));
      for (i = 0; i < rows; i++) {
        strip[j + i * WIDTH] = Math.fma(v[vOffset + i], f, strip[j + i * WIDTH]);
      }
    }
  }

  @Override
  public void squares(int rows, float[] strip, int offset, float[] sums, int sumsOffset) {
    for (int j = 0; j < WIDTH; j++) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      for (int i = 0; i < rows; i++) {
        float x = strip[offset + j + i * WIDTH];
        switch (i % 4) {
          case 0 -> s0 = Math.fma(x, x, s0);
          case 1 -> s1 = Math.fma(x, x, s1);
          case 2 -> s2 = Math.fma(x, x, s2);
          default -> s3 = Math.fma(x, x, s3);
        }
      }
      sums[sumsOffset + j] = (s0 + s2) + (s1 + s3);
    }
  }
}
