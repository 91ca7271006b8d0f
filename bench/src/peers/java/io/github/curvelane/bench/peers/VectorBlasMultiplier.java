package io.github.curvelane.bench.peers;

import dev.ludovic.netlib.blas.JavaBLAS;
import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.matmul.MatmulTask;
import io.github.curvelane.bench.matmul.Multiplier;

/**
 * Netlib's BLAS on the Vector API, one thread. BLAS is column-major: a row-major product is the
 * product of the transposes in the other order, on the same arrays.
 */
final class VectorBlasMultiplier implements Multiplier {
  private final JavaBLAS blas = JavaBLAS.getInstance();

  @Override
  public String name() {
    return "VectorBLAS";
  }

  @Override
  public String describe() {
    return "netlib, " + blas.getClass().getSimpleName();
  }

  @Override
  public <A> Prepared<A> prepare(MatmulTask<A> task) {
    A c = task.newProduct();
    return new Prepared<>() {
      @Override
      public void multiply() {
        if (c instanceof float[] product) {
          multiplyFloats(task.shape(), (float[]) task.a(), (float[]) task.b(), product);
        } else {
          multiplyDoubles(task.shape(), (double[]) task.a(), (double[]) task.b(), (double[]) c);
        }
      }

      @Override
      public A product() {
        return c;
      }
    };
  }

  private void multiplyFloats(MatmulShape s, float[] a, float[] b, float[] c) {
    blas.sgemm(
        operation(s.layout().transposesB()),
        operation(s.layout().transposesA()),
        s.n(),
        s.m(),
        s.k(),
        1,
        b,
        s.leadingB(),
        a,
        s.leadingA(),
        0,
        c,
        s.n());
  }

  private void multiplyDoubles(MatmulShape s, double[] a, double[] b, double[] c) {
    blas.dgemm(
        operation(s.layout().transposesB()),
        operation(s.layout().transposesA()),
        s.n(),
        s.m(),
        s.k(),
        1,
        b,
        s.leadingB(),
        a,
        s.leadingA(),
        0,
        c,
        s.n());
  }

  private static String operation(boolean transposed) {
    return transposed ? "T" : "N";
  }
}
