package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Activations;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.List;

/**
 * The passes of a dense layer. Every signal is one product (two for the tangent passes); what is
 * elementwise rides on it, as an epilogue in registers (bias, ∘f′) or as a sweep over rows that are
 * still in cache.
 *
 * <p>Kept a unit and example: A, δ and f′ for gradients; f″, which the backward pass turns into
 * δ_A∘f″, for exact second derivatives. A direction needs R{A}, δ_A∘f″∘R{Y} and one signal more.
 */
final class DensePasses<A> implements Passes<A> {
  private final Precision<A> precision;
  private final Product<A> product;
  private final Activations<A> activations;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final Activation activation;
  private final int inputs;
  private final int outputs;
  private final int weights;
  private final int biases;
  private final int maxRows;

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
  private A ones;
  private Keep keep = Keep.NOTHING;

  private final ElementSweep activate;
  private final ElementSweep activateTangent;
  private final ElementSweep bendDelta;
  private final ElementSweep bendTangentDelta;
  private final ElementSweep timesSlope;
  private final ElementSweep squareSlope;
  private final ElementSweep squareSlopeAndBend;

  DensePasses(Dense layer, Kernels<A> kernels, Product<A> product, int offset, int rows) {
    this.precision = kernels.precision();
    this.product = product;
    this.activations = kernels.activations();
    this.algebra = kernels.vectorAlgebra();
    this.reductions = kernels.reductions();
    this.activation = layer.activation();
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
    this.weights = offset;
    this.biases = offset + inputs * outputs;
    this.maxRows = rows;
    this.output = unallocated();
    this.delta = unallocated();
    this.slope = unallocated();
    this.bend = unallocated();
    this.tangentOutput = unallocated();
    this.tangentBend = unallocated();
    this.signal = unallocated();
    this.activate = new ElementSweep(outputs, this::activate);
    this.activateTangent = new ElementSweep(outputs, this::activateTangent);
    this.bendDelta = new ElementSweep(outputs, this::bendDelta);
    this.bendTangentDelta = new ElementSweep(outputs, this::bendTangentDelta);
    this.timesSlope = new ElementSweep(outputs, this::timesSlope);
    this.squareSlope = new ElementSweep(outputs, this::squareSlope);
    this.squareSlopeAndBend = new ElementSweep(outputs, this::squareSlopeAndBend);
  }

  private Matrix<A> unallocated() {
    return new Matrix<>(null, 0, outputs);
  }

  /** Memory is taken when a pass first needs it: prediction needs one matrix, a gradient three. */
  private A use(Matrix<A> matrix, int rows) {
    return use(matrix, rows, 1);
  }

  private A use(Matrix<A> matrix, int rows, int directions) {
    int capacity = Math.multiplyExact(maxRows * outputs, directions);
    if (matrix.array() == null || precision.length(matrix.array()) < capacity) {
      matrix.view(precision.newArray(capacity), 0, rows * directions);
    }
    matrix.rows(rows * directions);
    return matrix.array();
  }

  private boolean keepsSlope() {
    return keep != Keep.NOTHING && !activation.isIdentity();
  }

  private boolean keepsBend() {
    return keep == Keep.CURVATURE && !activation.isPiecewiseLinear();
  }

  // ---------------------------------------------------------------- forward and backward

  @Override
  public void forward(A theta, Matrix<A> x, Keep keep) {
    this.keep = keep;
    int rows = x.rows();
    A y = use(output, rows);
    if (keep != Keep.NOTHING) {
      use(delta, rows);
    }
    if (keepsSlope()) {
      use(slope, rows);
    }
    if (keepsBend()) {
      use(bend, rows);
    }
    product.a(x.array(), x.offset(), inputs).b(theta, weights, outputs);
    product.c(y, 0, outputs).bias(theta, biases);
    if (!activation.isIdentity()) {
      product.sweep(activate.from(0, rows));
    }
    product.multiply(rows, outputs, inputs);
  }

  private void activate(int at, int kept, int length) {
    A y = output.array();
    A first = keepsSlope() ? slope.array() : null;
    A second = keepsBend() ? bend.array() : null;
    activations.apply(activation, y, at, y, at, first, at, second, at, length);
  }

  @Override
  public Matrix<A> output() {
    return output;
  }

  @Override
  public Matrix<A> delta() {
    return delta;
  }

  @Override
  public void receiveDelta(Product<A> product) {
    if (product != null) {
      product.c(delta.array(), 0, outputs);
    }
    if (keepsBend()) {
      sweep(product, bendDelta.from(0, delta.rows()), delta.rows());
    } else {
      timesSlope(product, delta, 0);
    }
  }

  private void bendDelta(int at, int kept, int length) {
    algebra.multiply(length, bend.array(), at, delta.array(), at, bend.array(), at);
    algebra.multiply(length, delta.array(), at, slope.array(), at, delta.array(), at);
  }

  /** Adds a sweep to the product that writes the rows, or sweeps them where they stand. */
  private static void sweep(Product<?> product, ElementSweep sweep, int rows) {
    if (product != null) {
      product.sweep(sweep);
    } else {
      sweep.sweepRows(rows);
    }
  }

  /** ∘f′ for the rows of one batch, in registers where a product writes them. */
  private void timesSlope(Product<A> product, Matrix<A> target, int offset) {
    if (activation.isIdentity()) {
      return;
    }
    if (product != null) {
      product.times(slope.array(), 0, outputs);
    } else {
      A values = target.array();
      algebra.multiply(slope.size(), values, offset, slope.array(), 0, values, offset);
    }
  }

  @Override
  public void gradient(Matrix<A> x, A gradient, double scale) {
    weightSum(x, delta.array(), 0, gradient, scale);
  }

  /** scale·(XᵀU, column sums of U), a chain over ascending examples for each element. */
  private void weightSum(Matrix<A> x, A u, int uOffset, A sum, double scale) {
    weightSum(x, u, uOffset, sum);
    scale(sum, scale);
  }

  private void weightSum(Matrix<A> x, A u, int uOffset, A sum) {
    int rows = x.rows();
    product.aTransposed(x.array(), x.offset(), inputs).b(u, uOffset, outputs);
    product.c(sum, weights, outputs).multiply(inputs, outputs, rows);
    algebra.columnSums(rows, outputs, u, uOffset, outputs, sum, biases);
  }

  /**
   * Scales the finished sums at the layer's places, in one run. As an epilogue of the product the
   * scaling took two to four times as long: with few examples the product's blocks of C are narrow.
   */
  private void scale(A sums, double scale) {
    scale(sums, weights, scale);
  }

  private void scale(A sums, int first, double scale) {
    if (scale != 1) {
      algebra.scale(biases + outputs - first, scale, sums, first, sums, first);
    }
  }

  @Override
  public void update(A theta, Matrix<A> x, A gradient, double scale, CoordinateUpdate<A> update) {
    A d = delta.array();
    if (delta.rows() == 1 && update.takesRankOne()) {
      update.rankOne(theta, weights, outputs, inputs, outputs, x.array(), x.offset(), d, 0, scale);
      update.rankOne(theta, biases, outputs, 1, outputs, ones(), 0, d, 0, scale);
      return;
    }
    int rows = x.rows();
    product.aTransposed(x.array(), x.offset(), inputs).b(d, 0, outputs);
    product.c(gradient, weights, outputs);
    int first = weights;
    if (update.isDescent()) {
      product.scale(scale).descend(theta, weights, outputs, update.rate());
      first = biases;
    }
    product.multiply(inputs, outputs, rows);
    algebra.columnSums(rows, outputs, d, 0, outputs, gradient, biases);
    if (update.takesScale()) {
      update.updateScaled(theta, gradient, first, biases + outputs, scale);
    } else {
      scale(gradient, first, scale);
      update.update(theta, gradient, first, biases + outputs);
    }
  }

  @Override
  public void propagateDelta(A theta, Passes<A> previous) {
    product.a(delta.array(), 0, outputs).bTransposed(theta, weights, outputs);
    previous.receiveDelta(product);
    product.multiply(delta.rows(), inputs, outputs);
  }

  // ---------------------------------------------------------------- directional derivatives

  @Override
  public void tangent(A theta, List<A> directions, Matrix<A> x, Matrix<A> tangentX) {
    int rows = x.rows();
    int count = directions.size();
    boolean bends = keepsBend();
    A result = use(tangentOutput, rows, count);
    A ry = bends ? use(tangentBend, rows, count) : result;
    if (tangentX != null) {
      product.a(tangentX.array(), 0, inputs).b(theta, weights, outputs).c(ry, 0, outputs);
      product.multiply(rows * count, outputs, inputs);
    }
    for (int k = 0; k < count; k++) {
      A direction = directions.get(k);
      int at = k * rows * outputs;
      product.a(x.array(), x.offset(), inputs).b(direction, weights, outputs);
      product.c(ry, at, outputs).bias(direction, biases);
      if (tangentX != null) {
        product.accumulate();
      }
      if (bends) {
        product.sweep(activateTangent.from(at, rows));
      } else {
        timesSlope(product, tangentOutput, at);
      }
      product.multiply(rows, outputs, inputs);
    }
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

  @Override
  public Matrix<A> signal(int directions) {
    use(signal, output.rows(), directions);
    return signal;
  }

  @Override
  public Matrix<A> signal() {
    return signal;
  }

  @Override
  public void receiveTangentDelta(Product<A> product, int direction) {
    int rows = output.rows();
    int at = direction * rows * outputs;
    if (product != null) {
      product.c(signal.array(), at, outputs);
    }
    if (keepsBend()) {
      sweep(product, bendTangentDelta.from(at, rows), rows);
    } else {
      timesSlope(product, signal, at);
    }
  }

  private void bendTangentDelta(int at, int kept, int length) {
    A u = signal.array();
    algebra.multiplyAdd(length, u, at, slope.array(), kept, tangentBend.array(), at, u, at);
  }

  @Override
  public void tangentGradient(Matrix<A> x, Matrix<A> tangentX, List<A> results, double scale) {
    int rows = x.rows();
    for (int k = 0; k < results.size(); k++) {
      A result = results.get(k);
      if (tangentX != null) {
        product.aTransposed(tangentX.array(), k * rows * inputs, inputs);
        product.b(delta.array(), 0, outputs).c(result, weights, outputs);
        product.multiply(inputs, outputs, rows);
        product.accumulate();
      }
      weightSum(x, signal.array(), k * rows * outputs, result, scale);
    }
  }

  @Override
  public void propagateTangentDelta(A theta, List<A> directions, Passes<A> previous) {
    int rows = output.rows();
    int count = directions.size();
    Matrix<A> target = previous.signal(count);
    product.a(signal.array(), 0, outputs).bTransposed(theta, weights, outputs);
    product.c(target.array(), 0, inputs).multiply(rows * count, inputs, outputs);
    for (int k = 0; k < count; k++) {
      product.a(delta.array(), 0, outputs).bTransposed(directions.get(k), weights, outputs);
      product.accumulate();
      previous.receiveTangentDelta(product, k);
      product.multiply(rows, inputs, outputs);
    }
  }

  // ---------------------------------------------------------------- adjoints of any signal

  @Override
  public void receiveAdjoint(Product<A> product) {
    targetSignal(product);
    int rows = output.rows();
    if (signal.rows() == rows) {
      timesSlope(product, signal, 0);
    } else if (!activation.isIdentity()) {
      sweep(product, timesSlope.from(0, rows), signal.rows());
    }
  }

  private void targetSignal(Product<A> product) {
    if (product != null) {
      product.c(signal.array(), 0, outputs);
    }
  }

  private void timesSlope(int at, int kept, int length) {
    A u = signal.array();
    algebra.multiply(length, u, at, slope.array(), kept, u, at);
  }

  @Override
  public void adjointGradient(Matrix<A> x, List<A> sums, double scale) {
    for (int k = 0; k < sums.size(); k++) {
      weightSum(x, signal.array(), k * x.rows() * outputs, sums.get(k), scale);
    }
  }

  @Override
  public void squaredGradient(Matrix<A> x, Matrix<A> u, A sum, boolean accumulate, double scale) {
    product.aTransposed(x.array(), x.offset(), inputs).squareA();
    product.b(u.array(), 0, outputs).squareB();
    if (accumulate) {
      product.accumulate();
    }
    product.c(sum, weights, outputs).multiply(inputs, outputs, u.rows());
    product.aTransposed(ones(), 0, 1).b(u.array(), 0, outputs).squareB();
    if (accumulate) {
      product.accumulate();
    }
    product.c(sum, biases, outputs).multiply(1, outputs, u.rows());
    scale(sum, scale);
  }

  /** A bias is the weight of an input that is always 1. */
  private A ones() {
    if (ones == null) {
      ones = precision.newArray(maxRows);
      precision.fill(ones, 0, maxRows, 1);
    }
    return ones;
  }

  @Override
  public Matrix<A> residual() {
    return keepsBend() ? bend : null;
  }

  @Override
  public void addSquaredGradientNorms(Matrix<A> x, A norms, int offset) {
    for (int p = 0; p < x.rows(); p++) {
      double xx = reductions.sumOfSquares(inputs, x.array(), x.offset() + p * inputs);
      double dd = reductions.sumOfSquares(outputs, delta.array(), p * outputs);
      precision.set(norms, offset + p, precision.get(norms, offset + p) + (xx + 1) * dd);
    }
  }

  @Override
  public void exampleGradient(Matrix<A> x, Matrix<A> u, int example, A gradient, int offset) {
    int row = x.offset() + example * inputs;
    product.aTransposed(x.array(), row, inputs).b(u.array(), example * outputs, outputs);
    product.c(gradient, offset + weights, outputs).multiply(inputs, outputs, 1);
    precision.copy(u.array(), example * outputs, gradient, offset + biases, outputs);
  }

  @Override
  public void propagateAdjoint(A theta, Passes<A> previous) {
    previous.signal(signal.rows() / output.rows());
    product.a(signal.array(), 0, outputs).bTransposed(theta, weights, outputs);
    previous.receiveAdjoint(product);
    product.multiply(signal.rows(), inputs, outputs);
  }

  // ---------------------------------------------------------------- Becker-LeCun recursions

  @Override
  public void receiveCurvature(Product<A> product, boolean secondDerivative) {
    targetSignal(product);
    if (activation.isIdentity()) {
      return;
    }
    boolean bends = secondDerivative && keepsBend();
    ElementSweep sweep = bends ? squareSlopeAndBend : squareSlope;
    sweep(product, sweep.from(0, signal.rows()), signal.rows());
  }

  private void squareSlope(int at, int kept, int length) {
    A h = signal.array();
    A f1 = slope.array();
    algebra.multiply(length, h, at, f1, at, h, at);
    algebra.multiply(length, h, at, f1, at, h, at);
  }

  private void squareSlopeAndBend(int at, int kept, int length) {
    A h = signal.array();
    A f1 = slope.array();
    algebra.multiply(length, h, at, f1, at, h, at);
    algebra.multiplyAdd(length, h, at, f1, at, bend.array(), at, h, at);
  }

  @Override
  public void curvatureDiagonal(Matrix<A> x, A diagonal, double scale) {
    int rows = signal.rows();
    product.aTransposed(x.array(), x.offset(), inputs).squareA().b(signal.array(), 0, outputs);
    product.c(diagonal, weights, outputs).multiply(inputs, outputs, rows);
    algebra.columnSums(rows, outputs, signal.array(), 0, outputs, diagonal, biases);
    scale(diagonal, scale);
  }

  @Override
  public void propagateCurvature(A theta, Passes<A> previous, boolean secondDerivative) {
    previous.signal(1);
    product.a(signal.array(), 0, outputs).bTransposed(theta, weights, outputs).squareB();
    previous.receiveCurvature(product, secondDerivative);
    product.multiply(signal.rows(), inputs, outputs);
  }

  @Override
  public void propagateBlock(
      A theta, int example, boolean secondDerivative, A block, A scratch, A result) {
    int n = outputs;
    int kept = example * n;
    if (!activation.isIdentity()) {
      A f1 = slope.array();
      for (int i = 0; i < n; i++) {
        algebra.multiply(n, block, i * n, f1, kept, block, i * n);
        algebra.scale(n, precision.get(f1, kept + i), block, i * n, block, i * n);
      }
    }
    if (secondDerivative && keepsBend()) {
      for (int i = 0; i < n; i++) {
        int diagonal = i * n + i;
        double residual = precision.get(bend.array(), kept + i);
        precision.set(block, diagonal, precision.get(block, diagonal) + residual);
      }
    }
    product.a(theta, weights, n).b(block, 0, n).c(scratch, 0, n).multiply(inputs, n, n);
    product.a(scratch, 0, n).bTransposed(theta, weights, n).c(result, 0, inputs);
    product.multiply(inputs, inputs, n);
  }

  @Override
  public long elements() {
    return elements(output)
        + elements(delta)
        + elements(slope)
        + elements(bend)
        + elements(tangentOutput)
        + elements(tangentBend)
        + elements(signal);
  }

  private long elements(Matrix<A> matrix) {
    return matrix.array() == null ? 0 : precision.length(matrix.array());
  }
}
