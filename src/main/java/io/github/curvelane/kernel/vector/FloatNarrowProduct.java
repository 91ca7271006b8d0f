package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.contract.ProductCall;

/**
 * The product whose C has few columns, computed as Cᵀ = op(B)ᵀ·op(A)ᵀ: its vectors run along C's
 * rows, which are enough to fill them. The chains are the same. op(B) is packed once; a panel of
 * op(A)ᵀ is packed just before the tiles that need it, whose results are transposed into C from a
 * small buffer.
 */
final class FloatNarrowProduct {
  /** Rows of C that a panel holds. */
  private static final int WIDTH = FloatTiles.COLUMNS;

  /** Terms of a panel: 128 to 512 were equally fast. */
  private static final int TERMS = FloatPacking.CHUNK;

  /** Columns at most where A is stored k×m, so that its rows are copied as they are. */
  private static final int MAX_COLUMNS = 3 * FloatLanes.LANES / 2;

  /**
   * Where A is stored m×k its rows are transposed, which takes as long as the tiles of some six
   * columns. It pays with sixteen lanes, where few columns leave most of them idle.
   */
  private static final int MAX_COLUMNS_TRANSPOSING =
      FloatLanes.LANES == 16 ? 3 * FloatLanes.LANES / 4 : 0;

  /** Elements of an operand that is transposed, or packed as a whole, and not from memory. */
  private static final int MAX_ELEMENTS = 8 * Caches.L2 / Float.BYTES;

  private final FloatBlockedProduct product;
  private final Parallelism parallelism;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;
  private float[] packedB = {};

  private ProductCall<float[]> call;
  private int rowsPerTask;
  private int termsPerPanel;

  /**
   * Creates it.
   *
   * @param product what finishes rows of C
   * @param parallelism where tasks run
   */
  FloatNarrowProduct(FloatBlockedProduct product, Parallelism parallelism) {
    this.product = product;
    this.parallelism = parallelism;
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker();
    }
  }

  /** What one thread needs for itself. */
  private static final class Worker {
    /** A panel of op(A)ᵀ. */
    final float[] panel = new float[FloatPanels.ALIGNED + WIDTH * TERMS + FloatPacking.SLACK];

    /** Columns of C, one after another. */
    final float[] columns =
        new float[(MAX_COLUMNS + FloatTiles.SHORT_ROWS) * WIDTH + FloatPacking.SLACK];

    /** A tile's columns, from which its chains go on. */
    final float[] tile = new float[FloatTiles.ROWS * WIDTH];

    /** The columns of a panel, a row of C after another. */
    final float[] rows = new float[MAX_COLUMNS * WIDTH + FloatPacking.SLACK];
  }

  /** Whether this is the faster way to compute a product of m rows and n columns. */
  static boolean pays(ProductCall<float[]> call, int m, int n) {
    if ((long) n * call.k > MAX_ELEMENTS) {
      return false;
    }
    if (call.aTransposed) {
      return n <= MAX_COLUMNS && m >= FloatLanes.LANES;
    }
    int idleRows = Math.ceilDiv(m, WIDTH) * WIDTH - m;
    return n <= MAX_COLUMNS_TRANSPOSING
        && m >= WIDTH
        && 3 * idleRows <= m
        && call.k >= FloatLanes.LANES
        && (long) m * call.k <= MAX_ELEMENTS;
  }

  void multiply(ProductCall<float[]> call) {
    this.call = call;
    packB();
    termsPerPanel = FloatBlocking.equalParts(call.k, TERMS, FloatLanes.LANES);
    rowsPerTask = FloatBlocking.sweepColumns(call.n);
    if (workers.length > 1 && (long) call.m * call.n * call.k >= FloatProductPlan.PARALLEL_WORK) {
      int tasks = FloatProductPlan.TASKS_PER_THREAD * workers.length;
      int panels = Math.ceilDiv(Math.ceilDiv(call.m, WIDTH), tasks);
      rowsPerTask = Math.min(rowsPerTask, panels * WIDTH);
      parallelism.run(Math.ceilDiv(call.m, rowsPerTask), computing);
    } else {
      for (int task = 0; task * rowsPerTask < call.m; task++) {
        compute(task, 0);
      }
    }
    this.call = null;
  }

  /** Packs op(B)ᵀ into one panel for each tile's rows. */
  private void packB() {
    int k = call.k;
    packedB = FloatPanels.grown(packedB, (call.n + FloatTiles.SHORT_ROWS) * k + FloatPacking.SLACK);
    int height;
    for (int j = 0; j < call.n; j += height) {
      height = FloatTiles.rowsOfColumns(call.n - j);
      int used = Math.min(height, call.n - j);
      if (call.bTransposed) {
        int from = call.bOffset + j * call.ldb;
        FloatPacking.columns(
            call.b, from, call.ldb, k, used, height, call.squareB, call.negateA, packedB, j * k);
      } else {
        int from = call.bOffset + j;
        FloatPacking.rows(
            call.b, from, call.ldb, k, used, height, call.squareB, call.negateA, packedB, j * k);
      }
    }
  }

  private void compute(int task, int worker) {
    int first = task * rowsPerTask;
    int end = Math.min(first + rowsPerTask, call.m);
    for (int i = first; i < end; i += WIDTH) {
      computeRows(i, Math.min(WIDTH, end - i), workers[worker]);
    }
    product.finish(first, end, 0, call.n);
  }

  private void computeRows(int i, int count, Worker worker) {
    int n = call.n;
    float[] columns = worker.columns;
    float[] rows = worker.rows;
    int c = call.cOffset + i * call.ldc;
    if (call.accumulate) {
      FloatPacking.columns(call.c, c, call.ldc, n, count, WIDTH, false, false, columns, 0);
    }
    int p = 0;
    do {
      int terms = Math.min(termsPerPanel, call.k - p);
      packA(i, count, p, terms, worker.panel);
      multiply(p, terms, worker);
      p += terms;
    } while (p < call.k);
    FloatPacking.columns(columns, 0, WIDTH, WIDTH, n, n, false, false, rows, 0);
    if (call.ldc == n) {
      System.arraycopy(rows, 0, call.c, c, count * n);
    } else {
      for (int r = 0; r < count; r++) {
        System.arraycopy(rows, r * n, call.c, c + r * call.ldc, n);
      }
    }
  }

  private void packA(int i, int count, int p, int terms, float[] panel) {
    int start = FloatPanels.ALIGNED;
    if (call.aTransposed) {
      int from = call.aOffset + p * call.lda + i;
      FloatPacking.rows(
          call.a, from, call.lda, terms, count, WIDTH, call.squareA, false, panel, start);
    } else {
      int from = call.aOffset + i * call.lda + p;
      FloatPacking.columns(
          call.a, from, call.lda, terms, count, WIDTH, call.squareA, false, panel, start);
    }
  }

  /** Continues the chains of the rows whose terms from p on are in the panel. */
  private void multiply(int p, int terms, Worker worker) {
    boolean resume = call.accumulate || p > 0;
    float[] columns = worker.columns;
    int height;
    for (int j = 0; j < call.n; j += height) {
      height = FloatTiles.rowsOfColumns(call.n - j);
      float[] resumed = resume ? columns : null;
      if (resume && j > 0) {
        resumed = worker.tile;
        System.arraycopy(columns, j * WIDTH, resumed, 0, height * WIDTH);
      }
      FloatTiles.multiply(
          height,
          WIDTH,
          terms,
          packedB,
          j * call.k + p * height,
          worker.panel,
          FloatPanels.ALIGNED,
          columns,
          j * WIDTH,
          WIDTH,
          resumed);
      if (product.emptyCalls > 0) {
        FloatRehearsal.tile(product.emptyCalls, false, height, WIDTH, WIDTH);
      }
    }
  }
}
