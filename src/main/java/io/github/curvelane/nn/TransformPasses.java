package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.List;

/**
 * The passes of a transform. There is no activation behind it, so a signal at its output is the
 * same at A and at Y; what comes back is computed apart and then written or added below.
 */
final class TransformPasses<A> implements Passes<A> {
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
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

  /** The directions of the last tangent pass. */
  private List<A> directions = List.of();

  /** Whether a residual's column stands in {@link #back} in place of what comes from Y. */
  private boolean residualStands;

  /** The gradient of one example, and its negative, for what squares it. */
  private A single;

  private A negated;

  TransformPasses(Site<A> site, Transform<A> transform) {
    this.precision = site.kernels().precision();
    this.algebra = site.kernels().vectorAlgebra();
    this.reductions = site.kernels().newReductions();
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
    transform.theta = theta;
    transform.x = x;
    transform.apply(x, output);
  }

  @Override
  public Matrix<A> output() {
    return output;
  }

  @Override
  public void copyStatistics(A to, int at) {
    transform.copyStatistics(to, at);
  }

  @Override
  public void tangent(A theta, List<A> directions, Matrix<A> x, Matrix<A> tangentX) {
    this.directions = directions;
    int rows = x.rows();
    use(tangentOutput, rows, directions.size());
    if (tangentX == null) {
      precision.fill(tangentOutput.array(), 0, tangentOutput.size(), 0);
    }
    for (int k = 0; k < directions.size(); k++) {
      if (tangentX != null) {
        transform.push(tangentX, tangentOutput, k * rows, rows);
      }
      if (transform.parameters > 0) {
        transform.addPush(directions.get(k), tangentOutput, k * rows, rows);
      }
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
      pull(kind, directions, tangentX);
    }
    below.put(back.array(), 0);
  }

  private void pull(Signal kind, List<A> directions, Matrix<A> tangentX) {
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
    for (int k = 0; k < u.rows() / rows; k++) {
      transform.pull(u, back, k * rows, rows);
      if (kind == Signal.TANGENT_DELTA) {
        if (tangentX != null) {
          transform.addBend(delta, tangentX, back, k * rows, rows);
        }
        if (transform.parameters > 0) {
          transform.addParameterBend(delta, directions.get(k), back, k * rows, rows);
        }
      }
    }
  }

  // ---------------------------------------------------------------- parameters

  @Override
  public void gradient(Signal kind, Matrix<A> x, Matrix<A> tangentX, List<A> sums, double scale) {
    for (int k = 0; k < sums.size(); k++) {
      gradient(kind, tangentX, k, sums.get(k), scale);
    }
  }

  private void gradient(Signal kind, Matrix<A> tangentX, int direction, A sum, double scale) {
    int rows = output.rows();
    int from = direction * rows;
    Matrix<A> u = received(kind);
    int at = transform.offset;
    if (kind.isCurvature()) {
      transform.gradientSquares(u, sum, at);
      if (kind == Signal.CURVATURE_WITH_BEND) {
        transform.addGradientBendDiagonal(delta, sum, at);
      }
    } else {
      transform.gradient(u, from, 0, rows, sum, at);
      if (kind == Signal.TANGENT_DELTA) {
        transform.addGradientBend(delta, directions.get(direction), tangentX, from, rows, sum, at);
      }
    }
    scale(sum, scale);
  }

  private void scale(A sum, double scale) {
    if (scale != 1) {
      int at = transform.offset;
      algebra.scale(transform.parameters, scale, sum, at, sum, at);
    }
  }

  @Override
  public void update(
      Signal kind,
      A moved,
      Matrix<A> x,
      Matrix<A> tangentX,
      A gradient,
      double scale,
      CoordinateUpdate<A> update) {
    gradient(kind, tangentX, 0, gradient, scale);
    update.update(moved, gradient, transform.offset, transform.offset + transform.parameters);
  }

  @Override
  public void squaredGradient(
      Signal kind, Matrix<A> x, A signs, A sum, boolean accumulate, double scale) {
    int at = transform.offset;
    int n = transform.parameters;
    if (!accumulate) {
      precision.fill(sum, at, at + n, 0);
    }
    boolean reaches = kind == Signal.DELTA || !residualStands;
    for (int p = 0; p < output.rows() && reaches; p++) {
      A g = single(kind, p);
      A factor = g;
      if (signs != null && precision.get(signs, p) < 0) {
        factor = negated();
        algebra.scale(n, -1, g, 0, factor, 0);
      }
      algebra.multiplyAdd(n, g, 0, factor, 0, sum, at, sum, at);
    }
    scale(sum, scale);
  }

  @Override
  public void exampleGradient(Signal kind, Matrix<A> x, int example, A gradient, int offset) {
    transform.gradient(received(kind), example, example, 1, gradient, offset + transform.offset);
  }

  @Override
  public void addSquaredGradientNorms(Matrix<A> x, A norms, int offset) {
    for (int p = 0; p < output.rows(); p++) {
      double squares = reductions.sumOfSquares(transform.parameters, single(Signal.DELTA, p), 0);
      precision.set(norms, offset + p, precision.get(norms, offset + p) + squares);
    }
  }

  private A single(Signal kind, int example) {
    if (single == null) {
      single = precision.newArray(transform.parameters);
    }
    transform.gradient(received(kind), example, example, 1, single, 0);
    return single;
  }

  private A negated() {
    if (negated == null) {
      negated = precision.newArray(transform.parameters);
    }
    return negated;
  }

  // ---------------------------------------------------------------- its own curvature

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

  @Override
  public void addGradientResidual(A sum) {
    transform.addGradientBendDiagonal(delta, sum, transform.offset);
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
