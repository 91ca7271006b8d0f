package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import java.util.List;

/** Gradients and Jacobian rows of single examples at the kept point. */
final class ExamplePasses<A> {
  private final Workspace<A> workspace;
  private final Batch<A> batch;
  private final Precision<A> precision;
  private final List<Passes<A>> passes;
  private final Passes<A> last;
  private final int parameters;

  ExamplePasses(Workspace<A> workspace, Batch<A> batch) {
    this.workspace = workspace;
    this.batch = batch;
    this.precision = workspace.network().precision();
    this.passes = workspace.passes();
    this.last = passes.getLast();
    this.parameters = workspace.network().parameters();
  }

  void gradients(int from, int to, A gradients) {
    for (int start = 0; start < to; start += batch.chunkSize()) {
      batch.reload(start);
      for (int l = 0; l < passes.size(); l++) {
        Passes<A> layer = passes.get(l);
        Matrix<A> x = workspace.inputOf(l);
        int end = Math.min(to, start + batch.chunkSize());
        for (int p = Math.max(from, start); p < end; p++) {
          layer.exampleGradient(x, layer.delta(), p - start, gradients, (p - from) * parameters);
        }
      }
    }
  }

  /** Rows of SᵀJ: the adjoint passes of each column of S, not summed over examples. */
  void jacobianRows(int from, int to, A rows) {
    int columns = batch.loss().rootColumns();
    for (int start = 0; start < to; start += batch.chunkSize()) {
      batch.reload(start);
      for (int c = 0; c < columns; c++) {
        batch.loss().squareRootColumn(c, last.signal(1));
        last.receiveAdjoint(null);
        for (int l = passes.size() - 1; l >= 0; l--) {
          writeRows(l, start, from, to, c, columns, rows);
          if (l > 0) {
            passes.get(l).propagateAdjoint(batch.theta(), passes.get(l - 1));
          }
        }
      }
    }
  }

  private void writeRows(int l, int start, int from, int to, int c, int columns, A rows) {
    Passes<A> layer = passes.get(l);
    Matrix<A> x = workspace.inputOf(l);
    int end = Math.min(to, start + batch.chunkSize());
    for (int p = Math.max(from, start); p < end; p++) {
      int row = (p - from) * columns + c;
      layer.exampleGradient(x, layer.signal(), p - start, rows, row * parameters);
    }
  }

  /** ∂²L_p/∂A² at a layer's outputs, propagated down from the loss's Hessian. */
  void outputCurvature(int layer, int example, boolean secondDerivative, A result) {
    batch.reload(example - example % Arithmetic.EXAMPLE_CHUNK);
    int row = example % Arithmetic.EXAMPLE_CHUNK;
    int top = passes.size() - 1;
    int widest = 0;
    for (int l = layer; l <= top; l++) {
      widest = Math.max(widest, passes.get(l).output().columns());
    }
    A block = precision.newArray(Math.multiplyExact(widest, widest));
    A below = precision.newArray(widest * widest);
    A scratch = precision.newArray(widest * widest);
    batch.loss().hessian(row, block);
    for (int l = top; l > layer; l--) {
      passes.get(l).propagateBlock(batch.theta(), row, secondDerivative, block, scratch, below);
      A swap = block;
      block = below;
      below = swap;
    }
    int n = passes.get(layer).output().columns();
    precision.copy(block, 0, result, 0, n * n);
  }

  /** r = S⁻¹ ∂L/∂A, where S is diagonal and does not depend on the outputs. */
  void residuals(A residuals) {
    int n = workspace.network().outputs();
    for (int start = 0; start < batch.size(); start += batch.chunkSize()) {
      batch.reload(start);
      Matrix<A> gradient = last.signal(1);
      batch.loss().gradient(gradient);
      precision.copy(gradient.array(), 0, residuals, start * n, gradient.size());
      batch.loss().hessianDiagonal(gradient);
      for (int i = 0; i < gradient.size(); i++) {
        double h = precision.get(gradient.array(), i);
        double g = precision.get(residuals, start * n + i);
        precision.set(residuals, start * n + i, h == 0 ? 0 : g / Math.sqrt(h));
      }
    }
  }
}
