package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;

/**
 * The matrix product in five loops: blocks of columns, of terms and of rows, then the tiles of a
 * block. A chain that spans several blocks of terms rests in C between them.
 *
 * <p>A block of A is packed before its tiles are computed. B is packed panel by panel just before
 * the tiles that need it when one block of rows needs it only, and as a whole block when several
 * do.
 *
 * <p>With several threads the tasks are parts of C, whose operands have been packed by other tasks
 * before.
 */
final class FloatBlockedProduct implements ProductKernel<float[]> {
  /**
   * Rows of a band, whose finished chains go from a worker's buffer into θ. Twelve took up to 6 %
   * longer on large layers, and 96 up to 11 %.
   */
  private static final int BAND_ROWS = 48;

  /** Multiplications that are worth waking a second thread for: some tens of microseconds. */
  static final long PARALLEL_WORK = 2_000_000;

  /** Tasks for each thread: the slower ones then take fewer. */
  static final int TASKS_PER_THREAD = 4;

  /** Rows of A that one task packs; its last panel may be followed by what it stores beyond. */
  private static final int PACKED_TOGETHER = 4 * FloatTiles.ROWS;

  /**
   * Up to so many columns A is read where it is: packing an element costs as much as 6 % of this
   * many multiplications, which is what tiles of unpacked rows lose.
   */
  private static final int UNPACKED_A_COLUMNS = 14 * FloatLanes.LANES;

  /** Up to so many rows B is read where it is: two tiles do not pay for the packing of a panel. */
  private static final int UNPACKED_B_ROWS = 2 * FloatTiles.ROWS;

  /**
   * Where panels of B start. The data of a large array start 16 bytes after an address that is a
   * multiple of 64, and vectors that do not straddle cache lines load faster: 3 to 4 % of a
   * product.
   */
  static final int ALIGNED = 48 / Float.BYTES;

  private final Parallelism parallelism;
  private final Parallelism.Task packing = this::pack;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;
  private final FloatNarrowProduct narrow;
  private float[] packedA = {};
  private float[] packedB = {};
  private float[] factors = {};

  private ProductCall<float[]> call;
  private int terms;
  private int p0;
  private int rowsPerTask;
  private int columnsPerTask;
  private int aTasks;
  private int j0;
  private int columns;
  private boolean wholeB;
  private boolean unpackedA;
  private boolean unpackedB;

  /** Whether there is a step along C that C itself is not needed for. */
  private boolean banded;

  FloatBlockedProduct(Parallelism parallelism) {
    this.parallelism = parallelism;
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker();
    }
    narrow = new FloatNarrowProduct(this, parallelism);
  }

  /** What one thread needs for itself. */
  private static final class Worker {
    /** A tile that reaches beyond C. */
    final float[] tile = new float[FloatTiles.ROWS * FloatTiles.COLUMNS];

    /** A panel of B. */
    float[] panel = {};

    /** Finished chains on their way to θ. */
    float[] band = {};
  }

  @Override
  public void multiply(ProductCall<float[]> call) {
    this.call = call;
    if (call.times == call.c) {
      saveFactors();
    }
    boolean oneTerm = call.k == 1 && !call.bTransposed;
    boolean oneRow = call.m == 1 && !(call.bTransposed && call.squareB);
    if (oneRow || oneTerm) {
      multiplyRows();
    } else if (FloatNarrowProduct.pays(call)) {
      narrow.multiply(call);
    } else {
      multiplyBlocks();
    }
    this.call = null;
  }

  private void multiplyRows() {
    for (int i = 0; i < call.m; i++) {
      if (call.bTransposed) {
        workers[0].panel = grown(workers[0].panel, call.k);
        FloatRowTimesTransposed.multiply(call, i, workers[0].panel);
      } else {
        FloatRowTimesMatrix.multiply(call, i);
      }
      finish(i, i + 1, 0, call.n);
    }
  }

  private void multiplyBlocks() {
    int termsPerBlock = FloatBlocking.terms(call.k);
    boolean oneBlock = termsPerBlock >= call.k && !call.accumulate;
    banded = call.theta != null && oneBlock && call.n >= FloatLanes.LANES;
    boolean fewRows = call.m <= UNPACKED_B_ROWS;
    unpackedA =
        (fewRows || call.n <= UNPACKED_A_COLUMNS)
            && !banded
            && !call.aTransposed
            && !call.squareA
            && !call.negateA;
    unpackedB = unpackedA && fewRows && !call.bTransposed && !call.squareB;
    int columnsPerBlock = FloatBlocking.columns(call.n, termsPerBlock);
    for (j0 = 0; j0 < call.n; j0 += columnsPerBlock) {
      columns = Math.min(columnsPerBlock, call.n - j0);
      p0 = 0;
      do {
        terms = Math.min(termsPerBlock, call.k - p0);
        multiplyBlock();
        p0 += terms;
      } while (p0 < call.k);
    }
  }

  private void saveFactors() {
    factors = grown(factors, call.m * call.n);
    for (int i = 0; i < call.m; i++) {
      System.arraycopy(
          call.times, call.timesOffset + i * call.ldTimes, factors, i * call.n, call.n);
    }
  }

  /** All rows, {@code columns} columns from j0, {@code terms} terms from p0. */
  private void multiplyBlock() {
    int m = call.m;
    rowsPerTask = FloatBlocking.rows(m, terms);
    if (banded) {
      rowsPerTask = Math.min(rowsPerTask, BAND_ROWS);
    }
    columnsPerTask = FloatBlocking.sweepColumns(Math.min(m, rowsPerTask));
    wholeB = rowsPerTask < m;
    if (workers.length > 1 && (long) m * columns * terms >= PARALLEL_WORK) {
      inParallel();
      return;
    }
    if (wholeB) {
      growB();
      packB(0, columns, packedB, ALIGNED);
    }
    growA(Math.min(m, rowsPerTask));
    for (int i = 0; i < m; i += rowsPerTask) {
      int rows = Math.min(rowsPerTask, m - i);
      if (!unpackedA) {
        packA(i, rows, i);
      }
      for (int j = 0; j < columns; j += columnsPerTask) {
        compute(i, rows, i, j, Math.min(columnsPerTask, columns - j), workers[0]);
      }
    }
  }

  private void inParallel() {
    int m = call.m;
    int panels = Math.ceilDiv(columns, FloatTiles.COLUMNS);
    int wanted = TASKS_PER_THREAD * workers.length;
    int rowTasks = Math.ceilDiv(m, rowsPerTask);
    int columnTasks = Math.min(panels, Math.ceilDiv(wanted, rowTasks));
    columnsPerTask =
        Math.min(columnsPerTask, Math.ceilDiv(panels, columnTasks) * FloatTiles.COLUMNS);
    columnTasks = Math.ceilDiv(columns, columnsPerTask);
    aTasks = unpackedA ? 0 : Math.ceilDiv(m, PACKED_TOGETHER);
    growA(m);
    int bTasks = 0;
    if (wholeB) {
      growB();
      bTasks = columnTasks;
    }
    parallelism.run(aTasks + bTasks, packing);
    parallelism.run(rowTasks * columnTasks, computing);
  }

  private void pack(int index, int worker) {
    if (index < aTasks) {
      int i = index * PACKED_TOGETHER;
      packA(i, Math.min(PACKED_TOGETHER, call.m - i), 0);
    } else {
      int j = (index - aTasks) * columnsPerTask;
      packB(j, Math.min(columnsPerTask, columns - j), packedB, ALIGNED + j * terms);
    }
  }

  private void compute(int index, int worker) {
    int columnTasks = Math.ceilDiv(columns, columnsPerTask);
    int i = index / columnTasks * rowsPerTask;
    int j = index % columnTasks * columnsPerTask;
    int rows = Math.min(rowsPerTask, call.m - i);
    compute(i, rows, 0, j, Math.min(columnsPerTask, columns - j), workers[worker]);
  }

  /** Where the panel of a row starts that is a tile's first, in a block that starts at row i0. */
  private int panelOfA(int i, int i0) {
    return (i - i0) * terms + (i - i0) / PACKED_TOGETHER * FloatPacking.SLACK;
  }

  /** Packs rows of A from row i on, of a block that starts at row i0. */
  private void packA(int i, int rows, int i0) {
    int width;
    for (int r = 0; r < rows; r += width) {
      width = FloatTiles.rowsAt(i + r, call.m);
      int used = Math.min(width, rows - r);
      int start = panelOfA(i + r, i0);
      if (call.aTransposed) {
        int from = call.aOffset + p0 * call.lda + i + r;
        FloatPacking.rows(
            call.a, from, call.lda, terms, used, width, call.squareA, call.negateA, packedA, start);
      } else {
        int from = call.aOffset + (i + r) * call.lda + p0;
        FloatPacking.columns(
            call.a, from, call.lda, terms, used, width, call.squareA, call.negateA, packedA, start);
      }
    }
  }

  /** Packs columns of B from column j of this block on. */
  private void packB(int j, int count, float[] panels, int to) {
    int width;
    for (int x = 0; x < count; x += width) {
      width = FloatTiles.columnsAt(j + x, columns);
      int used = Math.min(width, count - x);
      int start = to + x * terms;
      int column = j0 + j + x;
      if (call.bTransposed) {
        int from = call.bOffset + column * call.ldb + p0;
        FloatPacking.columns(
            call.b, from, call.ldb, terms, used, width, call.squareB, false, panels, start);
      } else {
        int from = call.bOffset + p0 * call.ldb + column;
        FloatPacking.rows(
            call.b, from, call.ldb, terms, used, width, call.squareB, false, panels, start);
      }
    }
  }

  /** Computes rows from i and columns from j of this block; A was packed from row i0 on. */
  private void compute(int i, int rows, int i0, int j, int count, Worker worker) {
    int ldBand = Math.ceilDiv(count, FloatTiles.NARROW_COLUMNS) * FloatTiles.NARROW_COLUMNS;
    if (banded) {
      int padded = rows + FloatTiles.SHORT_ROWS;
      worker.band = grown(worker.band, ALIGNED + padded * ldBand);
    }
    int width;
    for (int x = j; x < j + count; x += width) {
      width = FloatTiles.columnsAt(x, columns);
      float[] b = packedB;
      int bStart = ALIGNED + x * terms;
      int ldb = width;
      if (unpackedB && x + width <= columns) {
        b = call.b;
        bStart = call.bOffset + p0 * call.ldb + j0 + x;
        ldb = call.ldb;
      } else if (!wholeB) {
        worker.panel = grown(worker.panel, ALIGNED + FloatTiles.COLUMNS * terms);
        b = worker.panel;
        bStart = ALIGNED;
        packB(x, Math.min(width, columns - x), b, bStart);
      }
      if (banded) {
        computeBand(i, rows, i0, width, b, bStart, worker.band, ALIGNED + x - j, ldBand);
      } else {
        computePanel(i, rows, i0, x, width, b, bStart, ldb, worker.tile);
      }
    }
    if (banded) {
      int column = j0 + j;
      FloatDescent.apply(call, i, i + rows, column, column + count, worker.band, ALIGNED, ldBand);
    } else if (p0 + terms == call.k) {
      finish(i, i + rows, j0 + j, j0 + j + count);
    }
  }

  private void computePanel(
      int i, int rows, int i0, int x, int width, float[] b, int bStart, int ldb, float[] tile) {
    boolean resume = call.accumulate || p0 > 0;
    int used = Math.min(width, columns - x);
    int height;
    for (int r = 0; r < rows; r += height) {
      height =
          unpackedA
              ? FloatTiles.rowsInPlaceAt(i + r, call.m, width, ldb)
              : FloatTiles.rowsAt(i + r, call.m);
      int a = panelOfA(i + r, i0);
      int c = call.cOffset + (i + r) * call.ldc + j0 + x;
      int usedRows = Math.min(height, rows - r);
      boolean whole = used == width && usedRows == height;
      if (resume) {
        FloatPacking.rows(call.c, c, call.ldc, usedRows, used, width, false, false, tile, 0);
      }
      float[] resumed = resume ? tile : null;
      float[] target = whole ? call.c : tile;
      int start = whole ? c : 0;
      int ld = whole ? call.ldc : width;
      if (unpackedA) {
        int from = call.aOffset + (i + r) * call.lda + p0;
        FloatTiles.multiplyRows(
            height, width, terms, call.a, from, call.lda, usedRows, b, bStart, ldb, target, start,
            ld, resumed);
      } else {
        FloatTiles.multiply(
            height, width, terms, packedA, a, b, bStart, target, start, ld, resumed);
      }
      if (!whole) {
        copy(tile, 0, width, call.c, c, call.ldc, usedRows, used);
      }
    }
  }

  /** Computes a panel's part of a band, which is padded to whole tiles. */
  private void computeBand(
      int i, int rows, int i0, int width, float[] b, int bStart, float[] band, int start, int ld) {
    int height;
    for (int r = 0; r < rows; r += height) {
      height = FloatTiles.rowsAt(i + r, call.m);
      int a = panelOfA(i + r, i0);
      int to = start + r * ld;
      FloatTiles.multiply(height, width, terms, packedA, a, b, bStart, band, to, ld, null);
    }
  }

  private static void copy(
      float[] from, int f, int ldFrom, float[] to, int t, int ldTo, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, f + i * ldFrom, to, t + i * ldTo, columns);
    }
  }

  /** Applies the epilogue, the step or the sweep to finished rows and columns. */
  void finish(int i0, int i1, int j0, int j1) {
    if (call.theta != null) {
      int first = call.cOffset + i0 * call.ldc + j0;
      FloatDescent.apply(call, i0, i1, j0, j1, call.c, first, call.ldc);
      return;
    }
    if (call.hasEpilogue()) {
      if (call.times == call.c) {
        for (int i = i0; i < i1; i++) {
          int row = call.cOffset + i * call.ldc + j0;
          int factor = i * call.n + j0;
          FloatEpilogue.applyRow(call, j1 - j0, call.c, row, factors, factor, call.biasOffset + j0);
        }
      } else {
        FloatEpilogue.apply(call, i0, i1, j0, j1);
      }
    }
    if (call.sweep != null) {
      call.sweep.sweep(i0, i1, j0, j1);
    }
  }

  private void growA(int rows) {
    // Short tiles may reach further than a whole one: five rows as 4 + 4, where a tile has six.
    int padded = Math.ceilDiv(rows, FloatTiles.ROWS) * FloatTiles.ROWS + FloatTiles.SHORT_ROWS;
    packedA = grown(packedA, panelOfA(padded, 0) + FloatPacking.SLACK);
  }

  private void growB() {
    int padded = Math.ceilDiv(columns, FloatTiles.COLUMNS) * FloatTiles.COLUMNS;
    packedB = grown(packedB, ALIGNED + padded * terms);
  }

  static float[] grown(float[] array, int length) {
    return array.length < length ? new float[length] : array;
  }
}
