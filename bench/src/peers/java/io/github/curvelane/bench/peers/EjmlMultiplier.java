package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.matmul.Layout;
import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.matmul.MatmulTask;
import io.github.curvelane.bench.matmul.Multiplier;
import org.ejml.EjmlVersion;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML's dense row-major products, one thread. */
final class EjmlMultiplier implements Multiplier {
  @Override
  public String name() {
    return "EJML";
  }

  @Override
  public String describe() {
    return EjmlVersion.VERSION + ", one thread";
  }

  @Override
  public <A> Prepared<A> prepare(MatmulTask<A> task) {
    A c = task.newProduct();
    Runnable work =
        c instanceof float[] floats
            ? floats(task.shape(), (float[]) task.a(), (float[]) task.b(), floats)
            : doubles(task.shape(), (double[]) task.a(), (double[]) task.b(), (double[]) c);
    return new Prepared<>() {
      @Override
      public void multiply() {
        work.run();
      }

      @Override
      public A product() {
        return c;
      }
    };
  }

  private static Runnable floats(MatmulShape s, float[] a, float[] b, float[] c) {
    FMatrixRMaj left = FMatrixRMaj.wrap(rowsOfA(s), s.leadingA(), a);
    FMatrixRMaj right = FMatrixRMaj.wrap(rowsOfB(s), s.leadingB(), b);
    FMatrixRMaj result = FMatrixRMaj.wrap(s.m(), s.n(), c);
    return switch (s.layout()) {
      case NN -> () -> CommonOps_FDRM.mult(left, right, result);
      case NT -> () -> CommonOps_FDRM.multTransB(left, right, result);
      case TN -> () -> CommonOps_FDRM.multTransA(left, right, result);
    };
  }

  private static Runnable doubles(MatmulShape s, double[] a, double[] b, double[] c) {
    DMatrixRMaj left = DMatrixRMaj.wrap(rowsOfA(s), s.leadingA(), a);
    DMatrixRMaj right = DMatrixRMaj.wrap(rowsOfB(s), s.leadingB(), b);
    DMatrixRMaj result = DMatrixRMaj.wrap(s.m(), s.n(), c);
    return switch (s.layout()) {
      case NN -> () -> CommonOps_DDRM.mult(left, right, result);
      case NT -> () -> CommonOps_DDRM.multTransB(left, right, result);
      case TN -> () -> CommonOps_DDRM.multTransA(left, right, result);
    };
  }

  private static int rowsOfA(MatmulShape s) {
    return s.layout() == Layout.TN ? s.k() : s.m();
  }

  private static int rowsOfB(MatmulShape s) {
    return s.layout() == Layout.NT ? s.n() : s.k();
  }
}
