package io.github.curvelane.bench.dense;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Cholesky;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.PivotedQr;
import io.github.curvelane.kernel.Provider;
import io.github.curvelane.kernel.SymmetricEigen;

/** This library, on one thread. */
final class CurvelaneFactorizer implements Factorizer {
  static final String NAME = "Curvelane";

  private final Kernels<double[]> kernels = Kernels.of(Precision.DOUBLE);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String describe() {
    return Provider.current().name() + ", " + Provider.current().bits() + " bits, one thread";
  }

  @Override
  public Prepared prepare(DenseTask task) {
    return switch (task.kind()) {
      case CHOLESKY -> cholesky(task);
      case QR, PIVOTED_QR -> qr(task);
      case EIGEN -> eigen(task);
    };
  }

  private Prepared cholesky(DenseTask task) {
    int n = task.n();
    double[] l = new double[n * n];
    Cholesky<double[]> cholesky = kernels.newCholesky(Parallelism.none());
    return new Prepared() {
      @Override
      public void factor() {
        System.arraycopy(task.a(), 0, l, 0, l.length);
        cholesky.factor(n, l, 0, n);
      }

      @Override
      public double[] signature() {
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) {
          diagonal[i] = l[i * n + i];
        }
        return diagonal;
      }
    };
  }

  private Prepared qr(DenseTask task) {
    int n = task.n();
    PivotedQr<double[]> qr = kernels.newPivotedQr();
    return new Prepared() {
      @Override
      public void factor() {
        if (task.kind() == Factorization.QR) {
          qr.factorInOrder(task.m(), n, task.a(), 0, n);
        } else {
          qr.factor(task.m(), n, task.a(), 0, n);
        }
      }

      @Override
      public double[] signature() {
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) {
          diagonal[i] = qr.r(i, i);
        }
        return diagonal;
      }
    };
  }

  private Prepared eigen(DenseTask task) {
    int n = task.n();
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    SymmetricEigen<double[]> eigen = kernels.newSymmetricEigen(Parallelism.none());
    return new Prepared() {
      @Override
      public void factor() {
        eigen.decompose(n, task.a(), 0, n, values, 0, vectors, 0, n);
      }

      @Override
      public double[] signature() {
        return values;
      }
    };
  }
}
