package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Rows;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.random.RandomGenerator;

/**
 * The loss of the loaded chunk at the network's outputs, and its derivatives there. {@link #value}
 * keeps what the second-order methods work from.
 */
final class OutputLoss<A> {
  private final Workspace<A> workspace;
  private final LossFunction<A> loss;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final int outputs;
  private final Rows<A> read;
  private final Rows<A> written;

  private Targets<A> targets;
  private int[] order;
  private int first;
  private int rows;

  OutputLoss(Workspace<A> workspace, Loss loss, Targets<A> targets) {
    this.workspace = workspace;
    this.targets = targets;
    this.precision = workspace.network().precision();
    this.algebra = workspace.kernels().vectorAlgebra();
    this.outputs = workspace.network().outputs();
    String limit = "maxBatch is " + workspace.maxBatch();
    this.loss = loss.on(workspace.kernels(), outputs, workspace.rows(), limit);
    this.read = new Rows<>(precision.newArray(0), 0, outputs, 0);
    this.written = new Rows<>(precision.newArray(0), 0, outputs, 0);
  }

  /** Turns to other targets, which the loss is defined for. */
  void aim(Targets<A> targets) {
    this.targets = targets;
  }

  Targets<A> targets() {
    return targets;
  }

  /** Turns to a chunk: row i is example order[first + i], or first + i where there is no order. */
  void load(int[] order, int first, int rows) {
    this.order = order;
    this.first = first;
    this.rows = rows;
  }

  /** Σ L_p, and ∂L_p/∂A a row an example unless null. */
  double value(A gradient) {
    read.set(workspace.graph().output().array(), 0, outputs, rows);
    return loss.valueAndGradient(
        read, targets, order, first, gradient == null ? null : result(gradient));
  }

  /** The sum of {@link #value} continued: fl(sum + L_p) over ascending examples. */
  double addValue(double sum, A gradient) {
    value(gradient);
    double more = sum;
    for (int i = 0; i < rows; i++) {
      more += loss.value(i);
    }
    return more;
  }

  private Rows<A> result(A array) {
    return written.set(array, 0, outputs, rows);
  }

  /** ∂L_p/∂A. */
  void gradient(Matrix<A> result) {
    value(result.array());
  }

  /** H_L r, H_L the Hessian at the outputs, for each direction's block. */
  void hessianVector(Matrix<A> r, Matrix<A> result) {
    for (int at = 0; at < r.size(); at += rows * outputs) {
      read.set(r.array(), at, outputs, rows);
      loss.hessianVector(0, read, written.set(result.array(), at, outputs, rows));
    }
  }

  /** The Hessian of one example's loss, row-major. */
  void hessian(int example, A result) {
    A unit = precision.newArray(outputs);
    read.set(unit, 0, outputs, 1);
    for (int j = 0; j < outputs; j++) {
      precision.set(unit, j, 1);
      loss.hessianVector(example, read, written.set(result, j * outputs, outputs, 1));
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
    loss.hessianDiagonal(result(result.array()));
  }

  /** The number of columns of S, where S Sᵀ = H_L. */
  int rootColumns() {
    return loss.rootColumns();
  }

  /** S e_c. */
  void squareRootColumn(int column, Matrix<A> result) {
    loss.squareRootColumn(column, result(result.array()));
  }

  boolean hasDistribution() {
    return loss.hasDistribution();
  }

  void sampleGradient(RandomGenerator random, Matrix<A> result) {
    loss.sampleGradient(random, result(result.array()));
  }
}
