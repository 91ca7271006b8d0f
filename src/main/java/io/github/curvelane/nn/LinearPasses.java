package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Activations;
import io.github.curvelane.kernel.Epilogue;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.List;

/**
 * The passes of a linear map with an elementwise function behind it, A = f(B(W, X) + b). What is
 * elementwise rides on the product that writes a signal, as an epilogue in registers (∘f′) or as a
 * sweep over rows that are still in cache.
 *
 * <p>Kept a unit and example: A, δ and f′ for gradients; f″, which the backward pass turns into
 * δ_A∘f″, for exact second derivatives. A direction needs R{A}, δ_A∘f″∘R{Y} and one signal more.
 */
final class LinearPasses<A> implements Passes<A> {
  private final Kernels<A> kernels;
  private final Precision<A> precision;
  private final Activations<A> activations;
  private final VectorAlgebra<A> algebra;
  private final LinearMap<A> map;
  private final Activation activation;
  private final int outputs;
  private final int mostRows;

  private final Matrix<A> output;
  private final Matrix<A> delta;

  /** f′(Y). */
  private final Matrix<A> slope;

  /** f″(Y) after the forward pass, δ_A∘f″(Y) after the backward pass. */
  private final Matrix<A> bend;

  private final Matrix<A> tangentOutput;

  /** R{Y}, then δ_A∘f″(Y)∘R{Y}. */
  private final Matrix<A> tangentBend;

  private final Matrix<A> signal;
  private Keep keep = Keep.NOTHING;

  private final ElementSweep activate;
  private final Destination<A> values;

  /** Null until there is the first: predictions have none. */
  private Signals signals;

  LinearPasses(Site<A> site, LinearMap<A> map, Activation activation) {
    this.kernels = site.kernels();
    this.precision = kernels.precision();
    this.activations = kernels.activations();
    this.algebra = kernels.vectorAlgebra();
    this.map = map;
    this.activation = activation;
    this.outputs = map.outputs;
    this.mostRows = site.rows();
    this.output = new Matrix<>(outputs);
    this.delta = new Matrix<>(outputs);
    this.slope = new Matrix<>(outputs);
    this.bend = new Matrix<>(outputs);
    this.tangentOutput = new Matrix<>(outputs);
    this.tangentBend = new Matrix<>(outputs);
    this.signal = new Matrix<>(outputs);
    this.activate = new ElementSweep(outputs, this::activate);
    this.values = new Destination<>(kernels, output, this::completeOutput);
  }

  /** What completes the signals beside the output, made together. */
  private final class Signals {
    final ElementSweep activateTangent =
        new ElementSweep(outputs, LinearPasses.this::activateTangent);
    final ElementSweep bendDelta = new ElementSweep(outputs, LinearPasses.this::bendDelta);
    final ElementSweep bendTangentDelta =
        new ElementSweep(outputs, LinearPasses.this::bendTangentDelta);
    final ElementSweep slopeDelta = new ElementSweep(outputs, LinearPasses.this::slopeDelta);
    final ElementSweep slopeTangent = new ElementSweep(outputs, LinearPasses.this::slopeTangent);
    final ElementSweep slopeSignal = new ElementSweep(outputs, LinearPasses.this::slopeSignal);
    final ElementSweep squareSlope = new ElementSweep(outputs, LinearPasses.this::squareSlope);
    final ElementSweep squareSlopeAndBend =
        new ElementSweep(outputs, LinearPasses.this::squareSlopeAndBend);

    final Destination<A> tangents =
        new Destination<>(kernels, tangentOutput, LinearPasses.this::completeTangent);
    final Destination<A> bentTangents =
        new Destination<>(kernels, tangentBend, LinearPasses.this::completeBentTangent);
    final Destination<A> deltas =
        new Destination<>(kernels, delta, LinearPasses.this::completeDelta);
    final Destination<A> adjoints =
        new Destination<>(kernels, signal, LinearPasses.this::completeAdjoint);
    final Destination<A> tangentDeltas =
        new Destination<>(kernels, signal, LinearPasses.this::completeTangentDelta);
    final Destination<A> curvatures =
        new Destination<>(kernels, signal, LinearPasses.this::completeCurvature);
    final Destination<A> bentCurvatures =
        new Destination<>(kernels, signal, LinearPasses.this::completeBentCurvature);
  }

  private Signals signals() {
    if (signals == null) {
      signals = new Signals();
    }
    return signals;
  }

  private boolean keepsSlope() {
    return keep != Keep.NOTHING && !activation.isIdentity();
  }

  private boolean keepsBend() {
    return keep == Keep.CURVATURE && !activation.isPiecewiseLinear();
  }

  private void use(Matrix<A> matrix, int rows, int directions) {
    matrix.use(precision, mostRows, rows, directions);
  }

  /** Adds a sweep to the product that writes the rows, or sweeps them where they stand. */
  private static void sweep(
      ElementSweep sweep, Epilogue<?> product, int start, int period, int rows) {
    sweep.from(start, period);
    if (product != null) {
      product.sweep(sweep);
    } else {
      sweep.sweepRows(rows);
    }
  }

  /** ∘f′, in registers where a product writes the rows of one direction. */
  private void timesSlope(
      ElementSweep sweep, Epilogue<A> product, int start, int period, int rows) {
    if (!keepsSlope()) {
      return; // f′ = 1, or nothing up to here has parameters: tangents are 0, and δ is not read
    }
    if (product != null && rows == period) {
      product.times(slope.array(), 0, outputs);
    } else {
      sweep(sweep, product, start, period, rows);
    }
  }

  // ---------------------------------------------------------------- towards the outputs

  @Override
  public void forward(A theta, Matrix<A> x, Keep keep) {
    this.keep = keep;
    int rows = x.rows();
    use(output, rows, 1);
    if (keepsSlope()) {
      use(slope, rows, 1);
    }
    if (keepsBend()) {
      use(bend, rows, 1);
    }
    map.apply(theta, true, x.array(), x.offset(), rows, values.begin(rows));
  }

  @Override
  public boolean sums(A theta, Matrix<A> x, Matrix<A> y) {
    use(y, x.rows(), 1);
    Destination<A> to = new Destination<>(kernels, y, null).begin(x.rows());
    map.apply(theta, true, x.array(), x.offset(), x.rows(), to);
    return true;
  }

  private void completeOutput(Epilogue<A> product, int start, int period, int rows) {
    if (!activation.isIdentity()) {
      sweep(activate, product, start, period, rows);
    }
  }

  private void activate(int at, int kept, int length) {
    A y = output.array();
    A first = keepsSlope() ? slope.array() : null;
    A second = keepsBend() ? bend.array() : null;
    activations.apply(activation, length, y, at, y, at, first, at, second, at);
  }

  @Override
  public Matrix<A> output() {
    return output;
  }

  @Override
  public void tangent(A theta, List<A> directions, Matrix<A> x, Matrix<A> tangentX) {
    int rows = x.rows();
    int count = directions.size();
    use(tangentOutput, rows, count);
    Destination<A> to = signals().tangents;
    if (keepsBend()) {
      use(tangentBend, rows, count);
      to = signals().bentTangents;
    }
    to.begin(rows);
    boolean trained = map.parameters > 0;
    if (tangentX != null) {
      to.all(trained);
      map.apply(theta, false, tangentX.array(), tangentX.offset(), rows * count, to);
    }
    for (int k = 0; k < count && trained; k++) {
      to.direction(k, tangentX != null);
      map.apply(directions.get(k), true, x.array(), x.offset(), rows, to);
    }
    if (tangentX == null && !trained) {
      to.putZeros();
    }
  }

  private void completeTangent(Epilogue<A> product, int start, int period, int rows) {
    timesSlope(signals.slopeTangent, product, start, period, rows);
  }

  private void slopeTangent(int at, int kept, int length) {
    A ra = tangentOutput.array();
    algebra.multiply(length, ra, at, slope.array(), kept, ra, at);
  }

  private void completeBentTangent(Epilogue<A> product, int start, int period, int rows) {
    sweep(signals.activateTangent, product, start, period, rows);
  }

  private void activateTangent(int at, int kept, int length) {
    A ry = tangentBend.array();
    algebra.multiply(length, ry, at, slope.array(), kept, tangentOutput.array(), at);
    algebra.multiply(length, ry, at, bend.array(), kept, ry, at);
  }

  @Override
  public Matrix<A> tangentOutput() {
    return tangentOutput;
  }

  // ---------------------------------------------------------------- from A to Y

  @Override
  public Destination<A> receive(Signal kind, int directions) {
    int rows = output.rows();
    use(received(kind), rows, directions);
    return destination(kind).begin(rows);
  }

  private Destination<A> destination(Signal kind) {
    Signals all = signals();
    return switch (kind) {
      case DELTA -> all.deltas;
      case ADJOINT -> all.adjoints;
      case TANGENT_DELTA -> all.tangentDeltas;
      case CURVATURE -> all.curvatures;
      case CURVATURE_WITH_BEND -> all.bentCurvatures;
    };
  }

  @Override
  public Matrix<A> received(Signal kind) {
    return kind == Signal.DELTA ? delta : signal;
  }

  private void completeDelta(Epilogue<A> product, int start, int period, int rows) {
    if (keepsBend()) {
      sweep(signals.bendDelta, product, start, period, rows);
    } else {
      timesSlope(signals.slopeDelta, product, start, period, rows);
    }
  }

  private void slopeDelta(int at, int kept, int length) {
    algebra.multiply(length, delta.array(), at, slope.array(), kept, delta.array(), at);
  }

  private void bendDelta(int at, int kept, int length) {
    algebra.multiply(length, bend.array(), at, delta.array(), at, bend.array(), at);
    algebra.multiply(length, delta.array(), at, slope.array(), at, delta.array(), at);
  }

  private void completeAdjoint(Epilogue<A> product, int start, int period, int rows) {
    timesSlope(signals.slopeSignal, product, start, period, rows);
  }

  private void slopeSignal(int at, int kept, int length) {
    A u = signal.array();
    algebra.multiply(length, u, at, slope.array(), kept, u, at);
  }

  private void completeTangentDelta(Epilogue<A> product, int start, int period, int rows) {
    if (keepsBend()) {
      sweep(signals.bendTangentDelta, product, start, period, rows);
    } else {
      timesSlope(signals.slopeSignal, product, start, period, rows);
    }
  }

  private void bendTangentDelta(int at, int kept, int length) {
    A u = signal.array();
    algebra.multiplyAdd(length, u, at, slope.array(), kept, tangentBend.array(), at, u, at);
  }

  private void completeCurvature(Epilogue<A> product, int start, int period, int rows) {
    if (!activation.isIdentity()) {
      sweep(signals.squareSlope, product, start, period, rows);
    }
  }

  private void squareSlope(int at, int kept, int length) {
    A h = signal.array();
    A f1 = slope.array();
    algebra.multiply(length, h, at, f1, at, h, at);
    algebra.multiply(length, h, at, f1, at, h, at);
  }

  private void completeBentCurvature(Epilogue<A> product, int start, int period, int rows) {
    if (keepsBend()) {
      sweep(signals.squareSlopeAndBend, product, start, period, rows);
    } else {
      completeCurvature(product, start, period, rows);
    }
  }

  private void squareSlopeAndBend(int at, int kept, int length) {
    A h = signal.array();
    A f1 = slope.array();
    algebra.multiply(length, h, at, f1, at, h, at);
    algebra.multiplyAdd(length, h, at, f1, at, bend.array(), at, h, at);
  }

  // ---------------------------------------------------------------- from Y to X and θ

  @Override
  public void pull(
      Signal kind,
      A theta,
      List<A> directions,
      Matrix<A> x,
      Matrix<A> tangentX,
      Destination<A> below) {
    Matrix<A> u = received(kind);
    if (kind != Signal.TANGENT_DELTA || map.parameters == 0) {
      map.applyTransposed(theta, kind.isCurvature(), u.array(), 0, u.rows(), below);
      return;
    }
    map.applyTransposedTangent(theta, directions, u.array(), delta.array(), delta.rows(), below);
  }

  @Override
  public void gradient(Signal kind, Matrix<A> x, Matrix<A> tangentX, List<A> sums, double scale) {
    for (int k = 0; k < sums.size(); k++) {
      gradient(kind, x, tangentX, k, sums.get(k), scale);
    }
  }

  private void gradient(
      Signal kind, Matrix<A> x, Matrix<A> tangentX, int direction, A sum, double scale) {
    int rows = x.rows();
    A u = received(kind).array();
    boolean twice = isSumOfTwo(kind, tangentX);
    if (twice) {
      int from = tangentX.offset() + direction * rows * map.inputs;
      map.weightGradient(
          tangentX.array(), from, false, delta.array(), 0, rows, false, sum, map.offset);
    }
    int at = direction * rows * outputs;
    map.weightGradient(
        x.array(), x.offset(), kind.isCurvature(), u, at, rows, twice, sum, map.offset);
    map.biasGradient(u, at, rows, sum, map.offset);
    scale(sum, scale);
  }

  @Override
  public void addGradient(Matrix<A> x, A sum, int done, boolean more, double scale) {
    if (done == 0 && !more) {
      gradient(Signal.DELTA, x, null, 0, sum, scale);
      return;
    }
    map.addGradient(x.array(), x.offset(), delta.array(), x.rows(), done, more, sum);
    if (!more) {
      scale(sum, scale);
    }
  }

  @Override
  public boolean sumsByPieces() {
    return true;
  }

  /** Whether the sum over examples is one of two products, R{X}ᵀδ_Y + XᵀR{δ_Y}. */
  private static boolean isSumOfTwo(Signal kind, Matrix<?> tangentX) {
    return kind == Signal.TANGENT_DELTA && tangentX != null;
  }

  /**
   * Scales the finished sums at the node's places, in one run. As an epilogue of the product the
   * scaling took two to four times as long: with few examples the product's blocks of C are narrow.
   */
  private void scale(A sums, double scale) {
    if (scale != 1) {
      algebra.scale(map.parameters, scale, sums, map.offset, sums, map.offset);
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
    if (isSumOfTwo(kind, tangentX)) {
      gradient(kind, x, tangentX, 0, gradient, scale);
      update.update(moved, gradient, map.offset, map.offset + map.parameters);
      return;
    }
    A u = received(kind).array();
    map.update(moved, x.array(), x.offset(), u, x.rows(), gradient, scale, update);
  }

  @Override
  public void squaredGradient(
      Signal kind, Matrix<A> x, A signs, A sum, boolean accumulate, double scale) {
    Matrix<A> u = received(kind);
    map.squaredGradient(x.array(), x.offset(), u.array(), 0, u.rows(), signs, accumulate, sum);
    scale(sum, scale);
  }

  @Override
  public void exampleGradient(Signal kind, Matrix<A> x, int example, A gradient, int offset) {
    int row = x.offset() + example * map.inputs;
    A u = received(kind).array();
    map.exampleGradient(x.array(), row, u, example * outputs, gradient, offset + map.offset);
  }

  @Override
  public void addSquaredGradientNorms(Matrix<A> x, A norms, int offset) {
    for (int p = 0; p < x.rows(); p++) {
      int row = x.offset() + p * map.inputs;
      double squares = map.squaredNorm(x.array(), row, delta.array(), p * outputs);
      precision.set(norms, offset + p, precision.get(norms, offset + p) + squares);
    }
  }

  // ---------------------------------------------------------------- the activation's curvature

  /** δ_A∘f″ is diagonal at Y: a column a unit. */
  @Override
  public int residualColumns() {
    return keepsBend() ? outputs : 0;
  }

  /** √|r| in one column, with the sign of r, and 0 elsewhere. */
  @Override
  public boolean residualColumn(int unit, A signs) {
    use(signal, bend.rows(), 1);
    precision.fill(signal.array(), 0, signal.size(), 0);
    boolean any = false;
    for (int p = 0; p < bend.rows(); p++) {
      int at = p * outputs + unit;
      double r = precision.get(bend.array(), at);
      precision.set(signs, p, r < 0 ? -1 : 1);
      precision.set(signal.array(), at, Math.sqrt(Math.abs(r)));
      any |= r != 0;
    }
    return any;
  }

  @Override
  public boolean propagatesBlocks() {
    return true;
  }

  @Override
  public void propagateBlock(A theta, int example, boolean withBend, A block, A scratch, A result) {
    int n = outputs;
    int kept = example * n;
    if (!activation.isIdentity()) {
      A f1 = slope.array();
      for (int i = 0; i < n; i++) {
        algebra.multiply(n, block, i * n, f1, kept, block, i * n);
        algebra.scale(n, precision.get(f1, kept + i), block, i * n, block, i * n);
      }
    }
    if (withBend && keepsBend()) {
      for (int i = 0; i < n; i++) {
        int diagonal = i * n + i;
        double residual = precision.get(bend.array(), kept + i);
        precision.set(block, diagonal, precision.get(block, diagonal) + residual);
      }
    }
    map.sandwich(theta, block, scratch, result);
  }

  @Override
  public long elements() {
    return output.elements(precision)
        + delta.elements(precision)
        + slope.elements(precision)
        + bend.elements(precision)
        + tangentOutput.elements(precision)
        + tangentBend.elements(precision)
        + signal.elements(precision);
  }
}
