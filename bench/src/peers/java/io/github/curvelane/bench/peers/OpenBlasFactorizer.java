package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.dense.DenseTask;
import io.github.curvelane.bench.dense.Factorization;
import io.github.curvelane.bench.dense.Factorizer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_full;

/** OpenBLAS's LAPACK on column-major matrices outside the heap. */
final class OpenBlasFactorizer implements Factorizer {
  private static final int COLUMN_MAJOR = 102;

  OpenBlasFactorizer() {
    openblas_full.openblas_set_num_threads(1);
  }

  @Override
  public String name() {
    return "OpenBLAS";
  }

  @Override
  public String describe() {
    return openblas_full.openblas_get_config().getString().strip()
        + ", dpotrf, dgeqrf, dgeqp3, dsyevd, threads "
        + openblas_full.openblas_get_num_threads();
  }

  @Override
  public Prepared prepare(DenseTask task) {
    return new Matrix(task);
  }

  private static final class Matrix implements Prepared {
    private final DenseTask task;
    private final int m;
    private final int n;
    private final DoublePointer a;
    private final DoublePointer copy;
    private final DoublePointer values;
    private final IntPointer pivots;

    Matrix(DenseTask task) {
      this.task = task;
      m = task.m();
      n = task.n();
      double[] columns = new double[m * n];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          columns[j * m + i] = task.a()[i * n + j];
        }
      }
      a = new DoublePointer(columns);
      copy = new DoublePointer(columns);
      values = new DoublePointer((long) n);
      pivots = new IntPointer((long) n);
    }

    @Override
    public void factor() {
      Pointer.memcpy(copy, a, 8L * m * n);
      int status =
          switch (task.kind()) {
            case CHOLESKY -> openblas_full.LAPACKE_dpotrf(COLUMN_MAJOR, (byte) 'L', n, copy, n);
            case QR -> openblas_full.LAPACKE_dgeqrf(COLUMN_MAJOR, m, n, copy, m, values);
            case PIVOTED_QR -> {
              Pointer.memset(pivots, 0, 4L * n);
              yield openblas_full.LAPACKE_dgeqp3(COLUMN_MAJOR, m, n, copy, m, pivots, values);
            }
            case EIGEN ->
                openblas_full.LAPACKE_dsyevd(
                    COLUMN_MAJOR, (byte) 'V', (byte) 'L', n, copy, n, values);
          };
      if (status != 0) {
        throw new IllegalStateException("OpenBLAS cannot factor " + task + ": " + status);
      }
    }

    @Override
    public double[] signature() {
      double[] signature = new double[n];
      for (int i = 0; i < n; i++) {
        signature[i] =
            task.kind() == Factorization.EIGEN ? values.get(i) : copy.get((long) i * m + i);
      }
      return signature;
    }

    @Override
    public void close() {
      a.close();
      copy.close();
      values.close();
      pivots.close();
    }
  }
}
