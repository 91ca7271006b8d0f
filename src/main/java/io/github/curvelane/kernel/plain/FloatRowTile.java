package io.github.curvelane.kernel.plain;

/**
 * Continues four rows of chains with a few terms, as flat loops that C2 vectorises by itself: every
 * row is an array of its own and starts at index 0, so the compiler knows all offsets to be equal.
 * From any other first index it leaves scalar code (14 in place of 55 GFLOP/s, Zen 4). Four by four
 * are as many terms as it still unrolls, and unless it unrolls it does not vectorise; six rows, or
 * six terms, ran at 12.
 */
final class FloatRowTile {
  /** Rows of a tile. */
  static final int ROWS = 4;

  /** Terms of {@link #fourTerms}. */
  static final int TERMS = 4;

  private FloatRowTile() {}

  /**
   * c_i[j] ← fma(a_i3, b_3[j], fma(a_i2, b_2[j], fma(a_i1, b_1[j], fma(a_i0, b_0[j], c_i[j])))).
   *
   * @param a the factors, those of a term side by side
   * @param at where they start
   * @param n the columns
   */
  static void fourTerms(
      float[] a,
      int at,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      int n) {
    float a00 = a[at];
    float a10 = a[at + 1];
    float a20 = a[at + 2];
    float a30 = a[at + 3];
    float a01 = a[at + 4];
    float a11 = a[at + 5];
    float a21 = a[at + 6];
    float a31 = a[at + 7];
    float a02 = a[at + 8];
    float a12 = a[at + 9];
    float a22 = a[at + 10];
    float a32 = a[at + 11];
    float a03 = a[at + 12];
    float a13 = a[at + 13];
    float a23 = a[at + 14];
    float a33 = a[at + 15];
    for (int j = 0; j < n; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      float s0 = c0[j];
      float s1 = c1[j];
      float s2 = c2[j];
      float s3 = c3[j];
      s0 = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, s0))));
      s1 = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, s1))));
      s2 = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, s2))));
      s3 = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, s3))));
      c0[j] = s0;
      c1[j] = s1;
      c2[j] = s2;
      c3[j] = s3;
    }
  }

  /** The same for one row alone, with the layout of four. */
  static void fourTermsOfRow(
      float[] a, int at, float[] b0, float[] b1, float[] b2, float[] b3, float[] c, int n) {
    float a0 = a[at];
    float a1 = a[at + ROWS];
    float a2 = a[at + 2 * ROWS];
    float a3 = a[at + 3 * ROWS];
    for (int j = 0; j < n; j++) {
      float s = c[j];
      s = Math.fma(a0, b0[j], s);
      s = Math.fma(a1, b1[j], s);
      s = Math.fma(a2, b2[j], s);
      s = Math.fma(a3, b3[j], s);
      c[j] = s;
    }
  }

  /** c_i[j] ← fma(a_i, b[j], c_i[j]), for the terms that are left. */
  static void oneTerm(
      float[] a, int at, float[] b, float[] c0, float[] c1, float[] c2, float[] c3, int n) {
    float a0 = a[at];
    float a1 = a[at + 1];
    float a2 = a[at + 2];
    float a3 = a[at + 3];
    for (int j = 0; j < n; j++) {
      float x = b[j];
      float s0 = c0[j];
      float s1 = c1[j];
      float s2 = c2[j];
      float s3 = c3[j];
      c0[j] = Math.fma(a0, x, s0);
      c1[j] = Math.fma(a1, x, s1);
      c2[j] = Math.fma(a2, x, s2);
      c3[j] = Math.fma(a3, x, s3);
    }
  }
}
