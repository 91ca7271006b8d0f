package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.kernel.plain.CenterDistances;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * y_j = ½κ_j‖x − w_j‖². Matrices that loops run over are arrays of rows, as {@link CenterDistances}
 * wants them; those that few passes need are made by the first of these.
 */
final class RadialDistances<A> extends Transform<A> {
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final CenterDistances<A> distances;
  private final int mostRows;
  private final boolean trainsCenters;
  private final boolean trainsKappas;

  /** Where κ begin among the parameters. */
  private final int kappaAt;

  private final A kappa;
  private final A minusKappa;
  private final A halfKappa;
  private final A squaredKappa;
  private final A ones;

  /** W, an array an input. */
  private final A[] w;

  /** ‖x − w_j‖², an array an example. */
  private final A[] squares;

  /** What a pass multiplies differences by, or sums; an array an example. */
  private final A[] signals;

  private A[] sums;
  private A[] wt;
  private boolean wtStands;
  private A[] examples;
  private A[] back;
  private A[] v;
  private A[] vt;
  private A[] gradients;

  /** A row of zeros in place of each example. */
  private A[] zeros;

  private final A row;

  private final RowTasks squareTasks;
  private final RowTasks dotTasks;
  private final RowTasks centerDotTasks;
  private final RowTasks inputTasks;
  private final RowTasks squareInputTasks;
  private final RowTasks centerTasks;
  private final RowTasks squareCenterTasks;

  /** What the tasks that are under way read and write. */
  private A array;

  private int at;
  private int stride;
  private int rows;
  private A[] minuend;
  private A[] subtrahend;
  private A[] target;

  RadialDistances(Site<A> site, Radial layer) {
    super(site, layer);
    this.precision = site.kernels().precision();
    this.algebra = site.kernels().vectorAlgebra();
    this.reductions = site.kernels().newReductions();
    this.distances = CenterDistances.of(precision);
    this.mostRows = site.rows();
    this.trainsCenters = layer.centers() == null;
    this.trainsKappas = layer.kappas() == null;
    this.kappaAt = trainsCenters ? inputs * outputs : 0;
    this.kappa = precision.newArray(outputs);
    this.minusKappa = precision.newArray(outputs);
    this.halfKappa = precision.newArray(outputs);
    this.squaredKappa = precision.newArray(outputs);
    this.row = precision.newArray(outputs);
    this.ones = precision.newArray(inputs);
    precision.fill(ones, 0, inputs, 1);
    this.w = matrix(inputs, outputs);
    this.squares = matrix(mostRows, outputs);
    this.signals = matrix(mostRows, outputs);
    int elements = Math.multiplyExact(inputs, outputs);
    this.squareTasks = new RowTasks(site.parallelism(), elements, this::addSquares);
    this.dotTasks = new RowTasks(site.parallelism(), elements, this::addDots);
    this.centerDotTasks = new RowTasks(site.parallelism(), elements, this::addCenterDots);
    this.inputTasks = new RowTasks(site.parallelism(), elements, this::addToInputs);
    this.squareInputTasks = new RowTasks(site.parallelism(), elements, this::addSquaresToInputs);
    this.centerTasks = new RowTasks(site.parallelism(), outputs, this::addToCenters);
    this.squareCenterTasks = new RowTasks(site.parallelism(), outputs, this::addSquaresToCenters);
    if (!trainsCenters) {
      A fixed = precision.of(layer.centers());
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < outputs; j++) {
          precision.copy(fixed, j * inputs + i, w[i], j, 1);
        }
      }
    }
    if (!trainsKappas) {
      precision.copy(precision.of(layer.kappas()), 0, kappa, 0, outputs);
      prepareKappas();
    }
  }

  @SuppressWarnings("unchecked") // an array of arrays of the precision
  private A[] matrix(int rows, int columns) {
    A[] matrix = (A[]) Array.newInstance(kappa.getClass(), rows);
    for (int i = 0; i < rows; i++) {
      matrix[i] = precision.newArray(columns);
    }
    return matrix;
  }

  private void clear(A[] matrix, int rows) {
    for (int i = 0; i < rows; i++) {
      precision.fill(matrix[i], 0, precision.length(matrix[i]), 0);
    }
  }

  private void copyRows(A from, int at, A[] matrix, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      precision.copy(from, at + i * columns, matrix[i], 0, columns);
    }
  }

  private void copyBack(A[] matrix, int rows, int columns, A to, int at) {
    for (int i = 0; i < rows; i++) {
      precision.copy(matrix[i], 0, to, at + i * columns, columns);
    }
  }

  // ---------------------------------------------------------------- outputs

  @Override
  void apply(Matrix<A> x, Matrix<A> y) {
    if (trainsKappas) {
      readKappas();
    }
    if (trainsCenters) {
      copyRows(theta, offset, w, inputs, outputs);
      wtStands = false;
    }
    clear(squares, x.rows());
    squareTasks.run(x.rows());
    for (int p = 0; p < x.rows(); p++) {
      algebra.multiply(outputs, halfKappa, 0, squares[p], 0, y.array(), p * outputs);
    }
  }

  private void addSquares(int from, int to) {
    distances.addSquares(from, to, inputs, outputs, x.array(), x.offset(), w, squares);
  }

  private void readKappas() {
    int first = offset + kappaAt;
    for (int j = 0; j < outputs; j++) {
      double value = precision.get(theta, first + j);
      if (!Radial.isKappa(value)) {
        throw new IllegalArgumentException(
            "theta[%d] is %s, must be positive and finite: it is kappa of radial unit %d"
                .formatted(first + j, value, j));
      }
    }
    precision.copy(theta, first, kappa, 0, outputs);
    prepareKappas();
  }

  private void prepareKappas() {
    algebra.scale(outputs, -1, kappa, 0, minusKappa, 0);
    algebra.scale(outputs, 0.5, kappa, 0, halfKappa, 0);
    algebra.square(outputs, kappa, 0, squaredKappa, 0);
  }

  // ---------------------------------------------------------------- tangents

  /** κ_j Σ_i d_ij R{x_i}. */
  @Override
  void push(Matrix<A> tangentX, Matrix<A> tangentY, int from, int rows) {
    dots(tangentX, from, rows);
    for (int p = 0; p < rows; p++) {
      int to = (from + p) * outputs;
      algebra.multiply(outputs, kappa, 0, signals[p], 0, tangentY.array(), to);
    }
  }

  /** Σ_i d_ij R{x_i} into the signals. */
  private void dots(Matrix<A> tangentX, int from, int rows) {
    clear(signals, rows);
    array = tangentX.array();
    at = tangentX.offset() + from * inputs;
    dotTasks.run(rows);
  }

  private void addDots(int from, int to) {
    distances.addDots(from, to, inputs, outputs, x.array(), x.offset(), array, at, w, signals);
  }

  /** −κ_j Σ_i d_ij V_ij + V_κj ½s_j. */
  @Override
  void addPush(A direction, Matrix<A> tangentY, int from, int rows) {
    if (trainsCenters) {
      centerDots(direction, signals, rows);
    }
    for (int p = 0; p < rows; p++) {
      int to = (from + p) * outputs;
      A y = tangentY.array();
      if (trainsCenters) {
        algebra.multiplyAdd(outputs, minusKappa, 0, signals[p], 0, y, to, y, to);
      }
      if (trainsKappas) {
        halfSquares(p);
        algebra.multiplyAdd(outputs, direction, offset + kappaAt, row, 0, y, to, y, to);
      }
    }
  }

  /** Σ_i d_ij V_ij. */
  private void centerDots(A direction, A[] sums, int rows) {
    readDirection(direction);
    clear(sums, rows);
    target = sums;
    centerDotTasks.run(rows);
  }

  private void addCenterDots(int from, int to) {
    distances.addDotsWithCenters(from, to, inputs, outputs, x.array(), x.offset(), w, v, target);
  }

  private void readDirection(A direction) {
    if (v == null) {
      v = matrix(inputs, outputs);
    }
    copyRows(direction, offset, v, inputs, outputs);
  }

  /** ½s of an example, into the row. */
  private void halfSquares(int example) {
    algebra.scale(outputs, 0.5, squares[example], 0, row, 0);
  }

  // ---------------------------------------------------------------- to the inputs

  @Override
  void pull(Matrix<A> u, Matrix<A> to, int from, int rows) {
    scaled(kappa, 0, u, from, rows);
    readInputs(rows);
    clear(back, rows);
    add(inputTasks, examples, wt, rows);
    copyBack(back, rows, inputs, to.array(), from * inputs);
  }

  @Override
  void pullSquares(Matrix<A> h, Matrix<A> to) {
    int rows = h.rows();
    scaled(squaredKappa, 0, h, 0, rows);
    readInputs(rows);
    clear(back, rows);
    add(squareInputTasks, examples, wt, rows);
    copyBack(back, rows, inputs, to.array(), 0);
  }

  /** Signals, each times its unit's factor. */
  private void scaled(A factors, int factorsAt, Matrix<A> u, int from, int rows) {
    for (int p = 0; p < rows; p++) {
      int first = u.offset() + (from + p) * outputs;
      algebra.multiply(outputs, factors, factorsAt, u.array(), first, signals[p], 0);
    }
  }

  private void readInputs(int rows) {
    if (back == null) {
      back = matrix(mostRows, inputs);
      examples = matrix(mostRows, inputs);
      wt = matrix(outputs, inputs);
    }
    copyRows(x.array(), x.offset(), examples, rows, inputs);
    if (!wtStands) {
      distances.transpose(inputs, outputs, w, wt);
      wtStands = true;
    }
  }

  private void add(RowTasks tasks, A[] minuend, A[] subtrahend, int rows) {
    this.minuend = minuend;
    this.subtrahend = subtrahend;
    tasks.run(rows);
  }

  private void addToInputs(int from, int to) {
    distances.addToInputs(from, to, inputs, outputs, minuend, subtrahend, signals, back);
  }

  private void addSquaresToInputs(int from, int to) {
    distances.addSquaresToInputs(from, to, inputs, outputs, minuend, subtrahend, signals, back);
  }

  // ---------------------------------------------------------------- second derivatives by inputs

  /** Σ_j κ_jδ_j, by the library's order of a vector's reductions. */
  private double bend(Matrix<A> delta, int example) {
    int first = delta.offset() + example * outputs;
    return reductions.dot(outputs, kappa, 0, delta.array(), first);
  }

  @Override
  void addBend(Matrix<A> delta, Matrix<A> tangentX, Matrix<A> to, int from, int rows) {
    for (int p = 0; p < rows; p++) {
      int first = (from + p) * inputs;
      int moved = tangentX.offset() + first;
      algebra.axpy(inputs, bend(delta, p), tangentX.array(), moved, to.array(), first);
    }
  }

  @Override
  void addBendDiagonal(Matrix<A> delta, Matrix<A> to) {
    for (int p = 0; p < delta.rows(); p++) {
      algebra.axpy(inputs, bend(delta, p), ones, 0, to.array(), p * inputs);
    }
  }

  @Override
  int residualColumns() {
    return inputs;
  }

  @Override
  boolean residualColumn(int column, A signs, Matrix<A> delta, Matrix<A> to) {
    precision.fill(to.array(), 0, to.size(), 0);
    boolean any = false;
    for (int p = 0; p < delta.rows(); p++) {
      double bend = bend(delta, p);
      precision.set(signs, p, bend < 0 ? -1 : 1);
      precision.set(to.array(), p * inputs + column, Math.sqrt(Math.abs(bend)));
      any |= bend != 0;
    }
    return any;
  }

  // ---------------------------------------------------------------- to the parameters

  @Override
  void gradient(Matrix<A> u, int from, int example, int rows, A sum, int at) {
    if (trainsCenters) {
      scaled(kappa, 0, u, from, rows);
      readyGradients(true, sum, at);
      addToCenters(x.array(), x.offset() + example * inputs, inputs, w, rows);
      copyBack(gradients, inputs, outputs, sum, at);
    }
    if (trainsKappas) {
      int to = at + kappaAt;
      precision.fill(sum, to, to + outputs, 0);
      for (int p = 0; p < rows; p++) {
        halfSquares(example + p);
        int first = u.offset() + (from + p) * outputs;
        algebra.multiplyAdd(outputs, u.array(), first, row, 0, sum, to, sum, to);
      }
    }
  }

  /** Sums by centres, of zeros or of what stands. */
  private void readyGradients(boolean anew, A sum, int at) {
    if (gradients == null) {
      gradients = matrix(inputs, outputs);
    }
    if (anew) {
      clear(gradients, inputs);
    } else {
      copyRows(sum, at, gradients, inputs, outputs);
    }
  }

  private void addToCenters(A from, int at, int stride, A[] minuend, int rows) {
    pointAt(from, at, stride, minuend, rows);
    centerTasks.run(inputs);
  }

  private void pointAt(A from, int at, int stride, A[] minuend, int rows) {
    this.array = from;
    this.at = at;
    this.stride = stride;
    this.minuend = minuend;
    this.rows = rows;
  }

  private void addToCenters(int from, int to) {
    distances.addToCenters(from, to, rows, outputs, array, at, stride, minuend, signals, gradients);
  }

  private void addSquaresToCenters(int from, int to) {
    distances.addSquaresToCenters(
        from, to, rows, outputs, array, at, stride, minuend, signals, gradients);
  }

  /**
   * At w_ij Σ_p κ_jδ_j(V_ij − R{x_i}) + V_κj δ_j(w_ij − x_i), at κ_j Σ_p δ_j Σ_i d_ij(R{x_i} −
   * V_ij).
   */
  @Override
  void addGradientBend(
      Matrix<A> delta, A direction, Matrix<A> tangentX, int from, int rows, A sum, int at) {
    if (trainsCenters) {
      readyGradients(false, sum, at);
      readDirection(direction);
      scaled(kappa, 0, delta, 0, rows);
      if (tangentX == null) {
        addToCenters(zeros()[0], 0, 0, v, rows);
      } else {
        int first = tangentX.offset() + from * inputs;
        addToCenters(tangentX.array(), first, inputs, v, rows);
      }
      if (trainsKappas) {
        scaled(direction, offset + kappaAt, delta, 0, rows);
        addToCenters(x.array(), x.offset(), inputs, w, rows);
      }
      copyBack(gradients, inputs, outputs, sum, at);
    }
    if (trainsKappas) {
      addKappaBend(delta, direction, tangentX, from, rows, sum, at + kappaAt);
    }
  }

  private void addKappaBend(
      Matrix<A> delta, A direction, Matrix<A> tangentX, int from, int rows, A sum, int to) {
    if (tangentX == null) {
      clear(signals, rows);
    } else {
      dots(tangentX, from, rows);
    }
    if (trainsCenters) {
      if (sums == null) {
        sums = matrix(mostRows, outputs);
      }
      centerDots(direction, sums, rows);
    }
    for (int p = 0; p < rows; p++) {
      if (trainsCenters) {
        algebra.subtract(outputs, signals[p], 0, sums[p], 0, signals[p], 0);
      }
      int first = delta.offset() + p * outputs;
      algebra.multiplyAdd(outputs, delta.array(), first, signals[p], 0, sum, to, sum, to);
    }
  }

  /** Σ_j V_κj δ_j d_ij − κ_jδ_j V_ij. */
  @Override
  void addParameterBend(Matrix<A> delta, A direction, Matrix<A> to, int from, int rows) {
    readInputs(rows);
    copyRows(to.array(), from * inputs, back, rows, inputs);
    if (trainsKappas) {
      scaled(direction, offset + kappaAt, delta, 0, rows);
      add(inputTasks, examples, wt, rows);
    }
    if (trainsCenters) {
      readDirection(direction);
      if (vt == null) {
        vt = matrix(outputs, inputs);
      }
      distances.transpose(inputs, outputs, v, vt);
      scaled(kappa, 0, delta, 0, rows);
      add(inputTasks, zeros(), vt, rows);
    }
    copyBack(back, rows, inputs, to.array(), from * inputs);
  }

  @SuppressWarnings("unchecked") // an array of arrays of the precision
  private A[] zeros() {
    if (zeros == null) {
      A zero = precision.newArray(inputs);
      zeros = (A[]) Array.newInstance(kappa.getClass(), mostRows);
      Arrays.fill(zeros, zero);
    }
    return zeros;
  }

  @Override
  void gradientSquares(Matrix<A> h, A sum, int at) {
    int rows = h.rows();
    if (trainsCenters) {
      scaled(squaredKappa, 0, h, 0, rows);
      readyGradients(true, sum, at);
      pointAt(x.array(), x.offset(), inputs, w, rows);
      squareCenterTasks.run(inputs);
      copyBack(gradients, inputs, outputs, sum, at);
    }
    if (trainsKappas) {
      int to = at + kappaAt;
      precision.fill(sum, to, to + outputs, 0);
      for (int p = 0; p < rows; p++) {
        halfSquares(p);
        algebra.square(outputs, row, 0, row, 0);
        int first = h.offset() + p * outputs;
        algebra.multiplyAdd(outputs, h.array(), first, row, 0, sum, to, sum, to);
      }
    }
  }

  /** Σ_p κ_jδ_j at every input of a centre; y is linear in κ. */
  @Override
  void addGradientBendDiagonal(Matrix<A> delta, A sum, int at) {
    if (!trainsCenters) {
      return;
    }
    precision.fill(row, 0, outputs, 0);
    for (int p = 0; p < delta.rows(); p++) {
      int first = delta.offset() + p * outputs;
      algebra.multiplyAdd(outputs, kappa, 0, delta.array(), first, row, 0, row, 0);
    }
    for (int i = 0; i < inputs; i++) {
      int to = at + i * outputs;
      algebra.add(outputs, sum, to, row, 0, sum, to);
    }
  }
}
