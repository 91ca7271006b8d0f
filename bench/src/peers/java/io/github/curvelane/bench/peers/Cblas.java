package io.github.curvelane.bench.peers;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/** The four entries that matter of a native library with the C interface of BLAS; row-major. */
interface Cblas {
  int ROW_MAJOR = 101;
  int NO_TRANSPOSE = 111;
  int TRANSPOSE = 112;

  String describe();

  void multiply(Sizes s, FloatPointer a, FloatPointer b, FloatPointer c);

  void multiply(Sizes s, float[] a, float[] b, float[] c);

  void multiply(Sizes s, DoublePointer a, DoublePointer b, DoublePointer c);

  void multiply(Sizes s, double[] a, double[] b, double[] c);

  /** The integer arguments of a call, in BLAS's terms. */
  record Sizes(int transposeA, int transposeB, int m, int n, int k, int lda, int ldb, int ldc) {}
}
