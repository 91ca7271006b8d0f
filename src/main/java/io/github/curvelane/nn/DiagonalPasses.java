package io.github.curvelane.nn;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The diagonals of second derivatives, and the moments of single examples' gradients. */
final class DiagonalPasses<A> {
  private final Workspace<A> workspace;
  private final Batch<A> batch;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final List<Passes<A>> passes;
  private final Passes<A> last;
  private final Batch.ChunkSum<A> beckerLeCun = (sums, scale) -> recursion(sums, scale, false);
  private final Batch.ChunkSum<A> secondOrder = (sums, scale) -> recursion(sums, scale, true);
  private final Batch.ChunkSum<A> gaussNewton = this::gaussNewtonChunk;
  private final Batch.ChunkSum<A> monteCarlo = this::monteCarloChunk;
  private final Batch.ChunkSum<A> fisher = this::fisherChunk;
  private final Batch.ChunkSum<A> residuals = this::residualChunk;
  private final Batch.ChunkSum<A> gradient = this::gradientChunk;
  private A scratch;
  private double residualSign;
  private int samples;
  private RandomGenerator random;

  DiagonalPasses(Workspace<A> workspace, Batch<A> batch) {
    this.workspace = workspace;
    this.batch = batch;
    this.precision = workspace.network().precision();
    this.algebra = workspace.kernels().vectorAlgebra();
    this.passes = workspace.passes();
    this.last = passes.getLast();
  }

  void diagonal(Diagonal kind, A diagonal) {
    switch (kind) {
      case BECKER_LECUN -> batch.mean(beckerLeCun, diagonal);
      case BECKER_LECUN_SECOND_ORDER -> batch.mean(secondOrder, diagonal);
      case GAUSS_NEWTON -> batch.mean(gaussNewton, diagonal);
      case EMPIRICAL_FISHER -> batch.mean(fisher, diagonal);
      case HESSIAN -> {
        batch.mean(gaussNewton, diagonal);
        addResiduals(diagonal, 1);
        addResiduals(diagonal, -1);
      }
    }
  }

  void monteCarlo(int samples, long seed, A diagonal) {
    this.samples = samples;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    batch.mean(monteCarlo, diagonal);
    algebra.scale(precision.length(diagonal), 1.0 / samples, diagonal, 0, diagonal, 0);
  }

  private void recursion(List<A> sums, double scale, boolean secondDerivative) {
    A sum = sums.getFirst();
    batch.loss().hessianDiagonal(last.signal(1));
    last.receiveCurvature(null, secondDerivative);
    for (int l = passes.size() - 1; l >= 0; l--) {
      passes.get(l).curvatureDiagonal(workspace.inputOf(l), sum, scale);
      if (l > 0) {
        passes.get(l).propagateCurvature(batch.theta(), passes.get(l - 1), secondDerivative);
      }
    }
  }

  private void gaussNewtonChunk(List<A> sums, double scale) {
    A sum = sums.getFirst();
    int columns = batch.loss().rootColumns();
    if (columns == 0) {
      precision.fill(sum, 0, precision.length(sum), 0);
    }
    for (int c = 0; c < columns; c++) {
      batch.loss().squareRootColumn(c, last.signal(1));
      last.receiveAdjoint(null);
      addSquares(passes.size() - 1, sum, c > 0, c == columns - 1 ? scale : 1);
    }
  }

  private void monteCarloChunk(List<A> sums, double scale) {
    A sum = sums.getFirst();
    for (int s = 0; s < samples; s++) {
      batch.loss().sampleGradient(random, last.signal(1));
      last.receiveAdjoint(null);
      addSquares(passes.size() - 1, sum, s > 0, s == samples - 1 ? scale : 1);
    }
  }

  /** Sums the squared per-example gradients of the signal that stands at a layer, and below it. */
  private void addSquares(int top, A sum, boolean accumulate, double scale) {
    for (int l = top; l >= 0; l--) {
      Passes<A> layer = passes.get(l);
      layer.squaredGradient(workspace.inputOf(l), layer.signal(), sum, accumulate, scale);
      if (l > 0) {
        layer.propagateAdjoint(batch.theta(), passes.get(l - 1));
      }
    }
  }

  private void fisherChunk(List<A> sums, double scale) {
    A sum = sums.getFirst();
    for (int l = 0; l < passes.size(); l++) {
      Passes<A> layer = passes.get(l);
      layer.squaredGradient(workspace.inputOf(l), layer.delta(), sum, false, scale);
    }
  }

  // ---------------------------------------------------------------- residuals of f″

  /**
   * Adds the residuals of one sign: δ_A∘f″ at a layer's Y is a diagonal of the Hessian there, so
   * each unit j contributes ±Σ_p (√|r_pj| · ∂Y_pj/∂θ)², the square of a backpropagated signal.
   */
  private void addResiduals(A diagonal, double sign) {
    residualSign = sign;
    int n = precision.length(diagonal);
    A part = scratch();
    batch.mean(residuals, part);
    algebra.axpy(n, sign, part, 0, diagonal, 0);
  }

  private void residualChunk(List<A> sums, double scale) {
    A sum = sums.getFirst();
    precision.fill(sum, 0, precision.length(sum), 0);
    for (int l = 0; l < passes.size(); l++) {
      Matrix<A> residual = passes.get(l).residual();
      if (residual == null) {
        continue;
      }
      for (int unit = 0; unit < residual.columns(); unit++) {
        if (setSignal(passes.get(l).signal(1), residual, unit)) {
          addSquares(l, sum, true, 1);
        }
      }
    }
    if (scale != 1) {
      algebra.scale(precision.length(sum), scale, sum, 0, sum, 0);
    }
  }

  /** √max(±r, 0) in one column, 0 elsewhere; tells whether anything is positive. */
  private boolean setSignal(Matrix<A> signal, Matrix<A> residual, int unit) {
    precision.fill(signal.array(), 0, signal.size(), 0);
    boolean any = false;
    for (int p = 0; p < residual.rows(); p++) {
      int at = p * residual.columns() + unit;
      double r = residualSign * precision.get(residual.array(), at);
      if (r > 0) {
        precision.set(signal.array(), at, Math.sqrt(r));
        any = true;
      }
    }
    return any;
  }

  // ---------------------------------------------------------------- single examples

  void squaredGradientNorms(A norms) {
    precision.fill(norms, 0, batch.size(), 0);
    for (int start = 0; start < batch.size(); start += batch.chunkSize()) {
      batch.reload(start);
      for (int l = 0; l < passes.size(); l++) {
        passes.get(l).addSquaredGradientNorms(workspace.inputOf(l), norms, start);
      }
    }
  }

  void gradientVariance(A variance) {
    int n = precision.length(variance);
    A mean = scratch();
    batch.mean(gradient, mean);
    batch.mean(fisher, variance);
    algebra.square(n, mean, 0, mean, 0);
    algebra.subtract(n, variance, 0, mean, 0, variance, 0);
    for (int i = 0; i < n; i++) {
      if (precision.get(variance, i) < 0) {
        precision.set(variance, i, 0);
      }
    }
  }

  private void gradientChunk(List<A> sums, double scale) {
    A sum = sums.getFirst();
    for (int l = 0; l < passes.size(); l++) {
      passes.get(l).gradient(workspace.inputOf(l), sum, scale);
    }
  }

  private A scratch() {
    if (scratch == null) {
      scratch = precision.newArray(workspace.network().parameters());
    }
    return scratch;
  }
}
