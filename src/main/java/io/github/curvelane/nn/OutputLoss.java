package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.random.RandomGenerator;

/**
 * The loss of the loaded chunk at the network's outputs, and its derivatives there. {@link #value}
 * keeps what the second-order methods work from.
 */
final class OutputLoss<A> {
  private final Workspace<A> workspace;
  private final LossFunction<A> loss;
  private final Targets<A> targets;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final int outputs;
  private final A state;

  private int[] order;
  private int first;
  private int rows;

  OutputLoss(Workspace<A> workspace, LossFunction<A> loss, Targets<A> targets) {
    this.workspace = workspace;
    this.loss = loss;
    this.targets = targets;
    this.precision = workspace.network().precision();
    this.algebra = workspace.kernels().vectorAlgebra();
    this.outputs = workspace.network().outputs();
    this.state = precision.newArray(stateLength());
  }

  private int stateLength() {
    int width = loss.stateWidth(outputs);
    if ((long) workspace.rows() * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "maxBatch is %d: the loss keeps %d numbers for each of %d rows, too many for one array"
              .formatted(workspace.maxBatch(), width, workspace.rows()));
    }
    return workspace.rows() * width;
  }

  /** Turns to a chunk: row i is example order[first + i], or first + i where there is no order. */
  void load(int[] order, int first, int rows) {
    this.order = order;
    this.first = first;
    this.rows = rows;
  }

  /** Σ L_p, and ∂L_p/∂A a row an example unless null. */
  double value(A gradient) {
    int n = outputs;
    A output = workspace.graph().output().array();
    return loss.valueAndGradient(
        rows, output, 0, n, targets, order, first, gradient, 0, n, state, 0, null);
  }

  /** ∂L_p/∂A. */
  void gradient(Matrix<A> result) {
    value(result.array());
  }

  /** H_L r, H_L the Hessian at the outputs, for each direction's block. */
  void hessianVector(Matrix<A> r, Matrix<A> result) {
    int n = outputs;
    for (int at = 0; at < r.size(); at += rows * n) {
      loss.hessianVector(rows, n, state, 0, r.array(), at, n, result.array(), at, n);
    }
  }

  /** The Hessian of one example's loss, row-major. */
  void hessian(int example, A result) {
    int n = outputs;
    int row = example * loss.stateWidth(n);
    A unit = precision.newArray(n);
    for (int j = 0; j < n; j++) {
      precision.set(unit, j, 1);
      loss.hessianVector(1, n, state, row, unit, 0, n, result, j * n, n);
      precision.set(unit, j, 0);
    }
  }

  /** (g_p·r_p) g_p, g_p the gradient ∂L_p/∂A. */
  void fisherVector(Matrix<A> r, Matrix<A> result) {
    value(result.array());
    int n = outputs;
    for (int at = 0; at < rows * n; at += n) {
      double weight = 0;
      for (int j = at; j < at + n; j++) {
        weight = Math.fma(precision.get(result.array(), j), precision.get(r.array(), j), weight);
      }
      algebra.scale(n, weight, result.array(), at, result.array(), at);
    }
  }

  void hessianDiagonal(Matrix<A> result) {
    loss.hessianDiagonal(rows, outputs, state, 0, result.array(), 0, outputs);
  }

  /** The number of columns of S, where S Sᵀ = H_L. */
  int rootColumns() {
    return loss.rootColumns(outputs);
  }

  /** S e_c. */
  void squareRootColumn(int column, Matrix<A> result) {
    loss.squareRootColumn(column, rows, outputs, state, 0, result.array(), 0, outputs);
  }

  boolean hasDistribution() {
    return loss.hasDistribution();
  }

  void sampleGradient(RandomGenerator random, Matrix<A> result) {
    loss.sampleGradient(random, rows, outputs, state, 0, result.array(), 0, outputs);
  }
}
