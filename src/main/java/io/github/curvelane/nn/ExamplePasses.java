package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;

/** Gradients and Jacobian rows of single examples at the kept point. */
final class ExamplePasses<A> {
  private final Workspace<A> workspace;
  private final Batch<A> batch;
  private final Precision<A> precision;
  private final Graph<A> graph;
  private final GradientRows<A> deltaRows;
  private final GradientRows<A> adjointRows;

  ExamplePasses(Workspace<A> workspace, Batch<A> batch) {
    this.workspace = workspace;
    this.batch = batch;
    this.precision = workspace.network().precision();
    this.graph = workspace.graph();
    int parameters = workspace.network().parameters();
    this.deltaRows = new GradientRows<>(Signal.DELTA, parameters);
    this.adjointRows = new GradientRows<>(Signal.ADJOINT, parameters);
  }

  void gradients(int from, int to, A gradients) {
    for (int start = 0; start < to; start += batch.chunkSize()) {
      batch.reload(start);
      int first = Math.max(from, start);
      int end = Math.min(to, start + batch.chunkSize());
      graph.forEach(deltaRows.into(gradients, start, first, end, first - from, 1));
    }
  }

  /**
   * Rows of SᵀJ: the adjoint passes of each column of S, not summed over examples. Row p·columns +
   * c is column c of example p.
   */
  void jacobianRows(int from, int to, A rows) {
    if (from == to) {
      return;
    }
    int columns = batch.loss().rootColumns();
    int start = from / columns;
    start -= start % Arithmetic.EXAMPLE_CHUNK;
    for (; start * (long) columns < to; start += batch.chunkSize()) {
      batch.reload(start);
      for (int c = 0; c < columns; c++) {
        int first = Math.max(start, Math.ceilDiv(from - c, columns));
        int end = Math.min(start + batch.chunkSize(), Math.ceilDiv(to - c, columns));
        if (first >= end) {
          continue;
        }
        Destination<A> column = graph.receive(Signal.ADJOINT, 1);
        batch.loss().squareRootColumn(c, column.matrix());
        column.written();
        int row = first * columns + c - from;
        Visit<A> visit = adjointRows.into(rows, start, first, end, row, columns);
        graph.backward(Signal.ADJOINT, graph.last(), batch.theta(), null, visit);
      }
    }
  }

  /** ∂²L_p/∂A² at a layer's outputs, propagated down from the loss's Hessian. */
  void outputCurvature(int layer, int example, boolean secondDerivative, A result) {
    int bottom = workspace.network().end(layer);
    if (!graph.propagatesBlocks(bottom)) {
      throw new UnsupportedOperationException(
          "blocks of second derivatives do not go down to layer %d: above it are more than linear"
                  .formatted(layer)
              + " maps with activations, one behind the other");
    }
    batch.reload(example - example % Arithmetic.EXAMPLE_CHUNK);
    int row = example % Arithmetic.EXAMPLE_CHUNK;
    int widest = 0;
    for (int node = bottom; node <= graph.last(); node++) {
      widest = Math.max(widest, graph.output(node).columns());
    }
    A block = precision.newArray(Math.multiplyExact(widest, widest));
    A below = precision.newArray(widest * widest);
    A scratch = precision.newArray(widest * widest);
    batch.loss().hessian(row, block);
    for (int node = graph.last(); node > bottom; node--) {
      graph.propagateBlock(node, batch.theta(), row, secondDerivative, block, scratch, below);
      A swap = block;
      block = below;
      below = swap;
    }
    int n = graph.output(bottom).columns();
    precision.copy(block, 0, result, 0, n * n);
  }

  /** r = S⁻¹ ∂L/∂A, where S is diagonal and does not depend on the outputs. */
  void residuals(A residuals) {
    int n = workspace.network().outputs();
    for (int start = 0; start < batch.size(); start += batch.chunkSize()) {
      batch.reload(start);
      Matrix<A> gradient = graph.receive(Signal.ADJOINT, 1).matrix();
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
