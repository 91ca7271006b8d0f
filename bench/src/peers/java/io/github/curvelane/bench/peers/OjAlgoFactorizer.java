package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.dense.DenseTask;
import io.github.curvelane.bench.dense.Factorization;
import io.github.curvelane.bench.dense.Factorizer;
import java.util.Arrays;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.decomposition.MatrixDecomposition;
import org.ojalgo.matrix.decomposition.QR;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/** ojAlgo's factorisations of dense stores; it may use threads of its own for large ones. */
final class OjAlgoFactorizer implements Factorizer {
  @Override
  public String name() {
    return "ojAlgo";
  }

  @Override
  public String describe() {
    return OjAlgoUtils.getVersion() + ", threads as it likes";
  }

  @Override
  public boolean supports(Factorization kind) {
    return kind != Factorization.PIVOTED_QR;
  }

  @Override
  public Prepared prepare(DenseTask task) {
    int n = task.n();
    R064Store a = R064Store.FACTORY.make(task.m(), n);
    for (int i = 0; i < task.m(); i++) {
      for (int j = 0; j < n; j++) {
        a.set(i, j, task.a()[i * n + j]);
      }
    }
    MatrixDecomposition<Double> decomposition =
        switch (task.kind()) {
          case CHOLESKY -> Cholesky.R064.make(n, n);
          case QR -> QR.R064.make(a, false);
          case EIGEN -> Eigenvalue.R064.make(n, true);
          case PIVOTED_QR -> throw new IllegalArgumentException("ojAlgo has no pivoted QR");
        };
    return new Prepared() {
      @Override
      public void factor() {
        if (!decomposition.decompose(a)) {
          throw new IllegalStateException("ojAlgo cannot factor " + task);
        }
      }

      @Override
      public double[] signature() {
        MatrixStore<Double> triangle =
            switch (decomposition) {
              case Cholesky<Double> cholesky -> cholesky.getL();
              case QR<Double> qr -> qr.getR();
              case Eigenvalue<Double> eigen -> eigen.getD();
              default -> throw new AssertionError();
            };
        double[] diagonal = new double[n];
        Arrays.setAll(diagonal, i -> triangle.doubleValue(i, i));
        if (task.kind() == Factorization.EIGEN) {
          Arrays.sort(diagonal);
        }
        return diagonal;
      }
    };
  }
}
