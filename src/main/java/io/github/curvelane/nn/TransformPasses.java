package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import java.util.List;

/**
 * The passes of a transform. There is no activation behind it, so a signal at its output is the
 * same at A and at Y; what comes back is computed apart and then written or added below.
 */
final class TransformPasses<A> implements Passes<A> {
  private final Precision<A> precision;
  private final Transform<A> transform;
  private final int mostRows;
  private final Matrix<A> output;
  private final Matrix<A> tangentOutput;
  private final Matrix<A> delta;
  private final Matrix<A> signal;

  /** What comes back to X. */
  private final Matrix<A> back;

  private final Destination<A> deltas;
  private final Destination<A> signals;
  private Keep keep = Keep.NOTHING;

  /** Whether a residual's column stands in {@link #back} in place of what comes from Y. */
  private boolean residualStands;

  TransformPasses(Site<A> site, Transform<A> transform) {
    this.precision = site.kernels().precision();
    this.transform = transform;
    this.mostRows = site.rows();
    this.output = new Matrix<>(transform.outputs);
    this.tangentOutput = new Matrix<>(transform.outputs);
    this.delta = new Matrix<>(transform.outputs);
    this.signal = new Matrix<>(transform.outputs);
    this.back = new Matrix<>(transform.inputs);
    this.deltas = new Destination<>(site.kernels(), delta, null);
    this.signals = new Destination<>(site.kernels(), signal, null);
  }

  private void use(Matrix<A> matrix, int rows, int directions) {
    matrix.use(precision, mostRows, rows, directions);
  }

  @Override
  public void forward(A theta, Matrix<A> x, Keep keep) {
    this.keep = keep;
    use(output, x.rows(), 1);
    transform.apply(x, output);
  }

  @Override
  public Matrix<A> output() {
    return output;
  }

  @Override
  public void tangent(A theta, List<A> directions, Matrix<A> x, Matrix<A> tangentX) {
    int rows = x.rows();
    use(tangentOutput, rows, directions.size());
    if (tangentX == null) {
      precision.fill(tangentOutput.array(), 0, tangentOutput.size(), 0);
      return;
    }
    for (int k = 0; k < directions.size(); k++) {
      transform.push(tangentX, tangentOutput, k * rows, rows);
    }
  }

  @Override
  public Matrix<A> tangentOutput() {
    return tangentOutput;
  }

  @Override
  public Destination<A> receive(Signal kind, int directions) {
    residualStands = false;
    use(received(kind), output.rows(), directions);
    return (kind == Signal.DELTA ? deltas : signals).begin(output.rows());
  }

  @Override
  public Matrix<A> received(Signal kind) {
    return kind == Signal.DELTA ? delta : signal;
  }

  @Override
  public void pull(
      Signal kind,
      A theta,
      List<A> directions,
      Matrix<A> x,
      Matrix<A> tangentX,
      Destination<A> below) {
    if (!residualStands) {
      pull(kind, tangentX);
    }
    residualStands = false;
    below.put(back.array(), 0);
  }

  private void pull(Signal kind, Matrix<A> tangentX) {
    int rows = output.rows();
    Matrix<A> u = received(kind);
    use(back, rows, u.rows() / rows);
    if (kind.isCurvature()) {
      transform.pullSquares(u, back);
      if (kind == Signal.CURVATURE_WITH_BEND) {
        transform.addBendDiagonal(delta, back);
      }
      return;
    }
    for (int from = 0; from < u.rows(); from += rows) {
      transform.pull(u, back, from, rows);
      if (kind == Signal.TANGENT_DELTA && tangentX != null) {
        transform.addBend(delta, tangentX, back, from, rows);
      }
    }
  }

  @Override
  public int residualColumns() {
    return keep == Keep.CURVATURE ? transform.residualColumns() : 0;
  }

  @Override
  public boolean residualColumn(int column, A signs) {
    use(signal, output.rows(), 1);
    use(back, output.rows(), 1);
    residualStands = transform.residualColumn(column, signs, delta, back);
    return residualStands;
  }

  /** Its Jacobian is at hand only by whole rows of a batch. */
  @Override
  public boolean propagatesBlocks() {
    return false;
  }

  @Override
  public void propagateBlock(A theta, int example, boolean withBend, A block, A scratch, A result) {
    throw new AssertionError("propagatesBlocks() is false");
  }

  @Override
  public long elements() {
    return output.elements(precision)
        + tangentOutput.elements(precision)
        + delta.elements(precision)
        + signal.elements(precision)
        + back.elements(precision);
  }
}
