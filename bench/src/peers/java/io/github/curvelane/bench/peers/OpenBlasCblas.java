package io.github.curvelane.bench.peers;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_full;

/**
 * OpenBLAS. It exports the same names as MKL, whose loader makes them global: whatever is bound
 * later, MKL answers. So OpenBLAS is bound first, by a call of each function.
 */
final class OpenBlasCblas implements Cblas {
  private static final Sizes ONE = new Sizes(NO_TRANSPOSE, NO_TRANSPOSE, 1, 1, 1, 1, 1, 1);

  OpenBlasCblas(int threads) {
    bind();
    openblas_full.openblas_set_num_threads(threads);
  }

  /** Calls each function once; to be done before MKL is loaded. */
  static void bind() {
    OpenBlasCblas blas = new OpenBlasCblas();
    blas.multiply(ONE, new float[1], new float[1], new float[1]);
    blas.multiply(ONE, new double[1], new double[1], new double[1]);
  }

  private OpenBlasCblas() {}

  @Override
  public String describe() {
    return openblas_full.openblas_get_config().getString().strip()
        + ", threads "
        + openblas_full.openblas_get_num_threads();
  }

  @Override
  public void multiply(Sizes s, FloatPointer a, FloatPointer b, FloatPointer c) {
    openblas_full.cblas_sgemm(
        ROW_MAJOR,
        s.transposeA(),
        s.transposeB(),
        s.m(),
        s.n(),
        s.k(),
        1,
        a,
        s.lda(),
        b,
        s.ldb(),
        0,
        c,
        s.ldc());
  }

  @Override
  public void multiply(Sizes s, float[] a, float[] b, float[] c) {
    openblas_full.cblas_sgemm(
        ROW_MAJOR,
        s.transposeA(),
        s.transposeB(),
        s.m(),
        s.n(),
        s.k(),
        1,
        a,
        s.lda(),
        b,
        s.ldb(),
        0,
        c,
        s.ldc());
  }

  @Override
  public void multiply(Sizes s, DoublePointer a, DoublePointer b, DoublePointer c) {
    openblas_full.cblas_dgemm(
        ROW_MAJOR,
        s.transposeA(),
        s.transposeB(),
        s.m(),
        s.n(),
        s.k(),
        1,
        a,
        s.lda(),
        b,
        s.ldb(),
        0,
        c,
        s.ldc());
  }

  @Override
  public void multiply(Sizes s, double[] a, double[] b, double[] c) {
    openblas_full.cblas_dgemm(
        ROW_MAJOR,
        s.transposeA(),
        s.transposeB(),
        s.m(),
        s.n(),
        s.k(),
        1,
        a,
        s.lda(),
        b,
        s.ldb(),
        0,
        c,
        s.ldc());
  }
}
