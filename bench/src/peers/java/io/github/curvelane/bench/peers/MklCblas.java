package io.github.curvelane.bench.peers;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;

/** Intel's MKL. */
final class MklCblas implements Cblas {

  private static final int VERSION_LENGTH = 198;

  MklCblas(int threads) {
    try {
      OpenBlasCblas.bind();
    } catch (LinkageError e) {
      System.getLogger("bench").log(Level.DEBUG, "without OpenBLAS there is nothing to bind", e);
    }
    mkl_rt.MKL_Set_Num_Threads(threads);
  }

  @Override
  public String describe() {
    byte[] version = new byte[VERSION_LENGTH];
    mkl_rt.MKL_Get_Version_String(version, version.length);
    String limits = limit("MKL_CBWR") + limit("MKL_ENABLE_INSTRUCTIONS");
    return new String(version, StandardCharsets.ISO_8859_1).replace((char) 0, (char) 32).strip()
        + ", threads "
        + mkl_rt.MKL_Get_Max_Threads()
        + limits;
  }

  private static String limit(String variable) {
    String value = System.getenv(variable);
    return value == null ? "" : ", " + variable + "=" + value;
  }

  @Override
  public void multiply(Sizes s, FloatPointer a, FloatPointer b, FloatPointer c) {
    mkl_rt.cblas_sgemm(
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
    mkl_rt.cblas_sgemm(
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
    mkl_rt.cblas_dgemm(
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
    mkl_rt.cblas_dgemm(
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
