package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;

/**
 * How a product is cut into blocks, and each block into tasks, and which operands are copied
 * before. Reused by every call; nothing in it changes a result.
 */
final class FloatProductPlan {
  /** Multiplications that are worth waking a second thread for: some tens of microseconds. */
  static final long PARALLEL_WORK = 2_000_000;

  /** Tasks for each thread: the slower ones then take fewer. */
  static final int TASKS_PER_THREAD = 4;

  /** Rows of A that one task packs; its last panel may be followed by what it stores beyond. */
  static final int PACKED_TOGETHER = 4 * FloatTiles.ROWS;

  /**
   * Rows of a band, whose finished chains go from a worker's buffer into θ. Twelve took up to 6 %
   * longer on large layers, and 96 up to 11 %.
   */
  private static final int BAND_ROWS = 48;

  /**
   * Up to so many columns A is read where it is: packing an element costs as much as 6 % of this
   * many multiplications, which is what tiles of unpacked rows lose.
   */
  private static final int IN_PLACE_A_COLUMNS = 14 * FloatLanes.LANES;

  /** Up to so many rows B is read where it is: two tiles do not pay for the packing of a panel. */
  private static final int IN_PLACE_B_ROWS = 2 * FloatTiles.ROWS;

  private final int threads;

  private ProductCall<float[]> call;

  /** Columns of a block, but for the last. */
  int columnsPerBlock;

  /** Terms of a block, but for the last; at least one. */
  int termsPerBlock;

  /** Whether there is a step along C that C itself is not needed for. */
  boolean banded;

  /** Whether tiles read A where it is. */
  boolean aInPlace;

  /** Whether tiles that are within C read B where it is. */
  boolean bInPlace;

  /** The first column of the block. */
  int j0;

  /** The columns of the block. */
  int columns;

  /** The first term of the block. */
  int p0;

  /** The terms of the block. */
  int terms;

  /** Whether the block's chains go on from C. */
  boolean resumes;

  /** Whether they end in it. */
  boolean isLast;

  /** Rows of a task, but for the last. */
  int rowsPerTask;

  /** Columns of a task, but for the last. */
  int columnsPerTask;

  /** Whether B is packed as a whole, since several blocks of rows need it. */
  boolean wholeB;

  /** Whether threads share the block; its operands are then packed by tasks of their own before. */
  boolean shared;

  /** The tasks that pack A, if the block is shared. */
  int aTasks;

  /** The tasks that pack B, if the block is shared. */
  int bTasks;

  FloatProductPlan(int threads) {
    this.threads = threads;
  }

  /** Decides what holds for the whole of a product, as if it had m rows and n columns. */
  void begin(ProductCall<float[]> product, int m, int n) {
    call = product;
    termsPerBlock = Math.max(1, FloatBlocking.terms(call.k));
    columnsPerBlock = FloatBlocking.columns(call.n, termsPerBlock);
    boolean oneBlock = termsPerBlock >= call.k && !call.accumulate;
    banded = call.theta != null && oneBlock && call.n >= FloatLanes.LANES;
    boolean fewRows = m <= IN_PLACE_B_ROWS;
    boolean plainA = !call.aTransposed && !call.squareA && !call.negateA;
    aInPlace = plainA && !banded && (fewRows || n <= IN_PLACE_A_COLUMNS);
    bInPlace = aInPlace && fewRows && !call.bTransposed && !call.squareB;
  }

  /** Decides about the block of all rows, columns from j and terms from p on. */
  void block(int j, int p) {
    j0 = j;
    columns = Math.min(columnsPerBlock, call.n - j);
    p0 = p;
    terms = Math.min(termsPerBlock, call.k - p);
    resumes = call.accumulate || p > 0;
    isLast = p + terms == call.k;
    rowsPerTask = FloatBlocking.rows(call.m, terms);
    if (banded) {
      rowsPerTask = Math.min(rowsPerTask, BAND_ROWS);
    }
    columnsPerTask = FloatBlocking.sweepColumns(Math.min(call.m, rowsPerTask));
    wholeB = rowsPerTask < call.m;
    shared = threads > 1 && (long) call.m * columns * terms >= PARALLEL_WORK;
    if (shared) {
      share();
    }
  }

  private void share() {
    int panels = Math.ceilDiv(columns, FloatTiles.COLUMNS);
    int wanted = Math.ceilDiv(TASKS_PER_THREAD * threads, rowTasks());
    int panelsPerTask = Math.ceilDiv(panels, Math.min(panels, wanted));
    columnsPerTask = Math.min(columnsPerTask, panelsPerTask * FloatTiles.COLUMNS);
    aTasks = aInPlace ? 0 : Math.ceilDiv(call.m, PACKED_TOGETHER);
    bTasks = wholeB ? columnTasks() : 0;
  }

  int rowTasks() {
    return Math.ceilDiv(call.m, rowsPerTask);
  }

  int columnTasks() {
    return Math.ceilDiv(columns, columnsPerTask);
  }

  /** The rows of the tile at row i, with a panel of B of some width and distance. */
  int rowsOfTile(int i, int width, int ldb) {
    return aInPlace
        ? FloatTiles.rowsInPlaceAt(i, call.m, width, ldb)
        : FloatTiles.rowsAt(i, call.m);
  }
}
