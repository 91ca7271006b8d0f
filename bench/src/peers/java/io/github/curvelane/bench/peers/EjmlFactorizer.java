package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.dense.DenseTask;
import io.github.curvelane.bench.dense.Factorizer;
import java.util.Arrays;
import org.ejml.EjmlVersion;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.DecompositionInterface;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;

/** EJML's factorisations of row-major matrices, chosen by its factory for the size. */
final class EjmlFactorizer implements Factorizer {
  @Override
  public String name() {
    return "EJML";
  }

  @Override
  public String describe() {
    return EjmlVersion.VERSION + ", one thread";
  }

  @Override
  public Prepared prepare(DenseTask task) {
    int n = task.n();
    DMatrixRMaj a = DMatrixRMaj.wrap(task.m(), n, task.a());
    DMatrixRMaj copy = new DMatrixRMaj(task.m(), n);
    DecompositionInterface<DMatrixRMaj> decomposition =
        switch (task.kind()) {
          case CHOLESKY -> DecompositionFactory_DDRM.chol(n, true);
          case QR -> DecompositionFactory_DDRM.qr(task.m(), n);
          case PIVOTED_QR -> DecompositionFactory_DDRM.qrp(task.m(), n);
          case EIGEN -> DecompositionFactory_DDRM.eig(n, true, true);
        };
    return new Prepared() {
      @Override
      public void factor() {
        copy.setTo(a);
        if (!decomposition.decompose(copy)) {
          throw new IllegalStateException("EJML cannot factor " + task);
        }
      }

      @Override
      public double[] signature() {
        return EjmlFactorizer.signature(decomposition, n);
      }
    };
  }

  private static double[] signature(DecompositionInterface<DMatrixRMaj> decomposition, int n) {
    double[] signature = new double[n];
    if (decomposition instanceof EigenDecomposition_F64<DMatrixRMaj> eigen) {
      Arrays.setAll(signature, i -> eigen.getEigenvalue(i).real);
      Arrays.sort(signature);
    } else if (decomposition instanceof CholeskyDecomposition_F64<DMatrixRMaj> cholesky) {
      DMatrixRMaj l = cholesky.getT(null);
      Arrays.setAll(signature, i -> l.get(i, i));
    } else if (decomposition instanceof QRDecomposition<DMatrixRMaj> qr) {
      DMatrixRMaj r = qr.getR(null, true);
      Arrays.setAll(signature, i -> r.get(i, i));
    }
    return signature;
  }
}
