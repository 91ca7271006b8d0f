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
  private static final int IN_PLACE_A_COLUMNS =
      (FloatTiles.MANY_REGISTERS ? 10 : 14) * FloatLanes.LANES;

  /**
   * The same with blocks of more than {@link #SHALLOW_TERMS}: eight rows ask for B's vectors half
   * as often again as twelve, and a panel of that depth comes from the second-level cache.
   */
  private static final int IN_PLACE_A_COLUMNS_DEEP =
      FloatTiles.MANY_REGISTERS ? 4 * FloatLanes.LANES : IN_PLACE_A_COLUMNS;

  /** Terms of a panel of B that stays in a first-level cache of 32 KB beside A and C: 24 KB. */
  private static final int SHALLOW_TERMS = (24 << 10) / Float.BYTES / FloatTiles.COLUMNS;

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

  /** Whether tiles read B where it is, if its array reaches as far as their vectors. */
  boolean bInPlace;

  /** Whether the first tile of a panel of B copies it there, unless B is packed as a whole. */
  private boolean copiesB;

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

  /** Whether panels of B leave the first-level cache in products of k terms. */
  static boolean isDeep(int k) {
    return FloatBlocking.terms(k) > SHALLOW_TERMS;
  }

  /** Decides what holds for the whole of a product, as if it had m rows, n columns and k terms. */
  void begin(ProductCall<float[]> product, int m, int n, int k) {
    call = product;
    termsPerBlock = Math.max(1, FloatBlocking.terms(call.k));
    columnsPerBlock = FloatBlocking.columns(call.n, termsPerBlock);
    boolean oneBlock = termsPerBlock >= call.k && !call.accumulate;
    banded = call.theta != null && oneBlock && call.n >= FloatLanes.LANES;
    boolean fewRows = m <= IN_PLACE_B_ROWS;
    boolean plainA = !call.aTransposed && !call.squareA && !call.negateA;
    boolean fewColumns = n <= (isDeep(k) ? IN_PLACE_A_COLUMNS_DEEP : IN_PLACE_A_COLUMNS);
    aInPlace = plainA && !banded && (fewRows || fewColumns);
    boolean plainB = !call.bTransposed && !call.squareB;
    bInPlace = aInPlace && fewRows && plainB;
    copiesB = FloatTiles.MANY_REGISTERS && plainB && !fewRows && !call.lower;
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

  /** Where column x of the block starts in B, which is not transposed. */
  int startInB(int x) {
    return call.bOffset + p0 * call.ldb + j0 + x;
  }

  /** Whether vectors of a panel at column x, which may be wider than B, are within its array. */
  boolean reaches(int x, int width) {
    return startInB(x) + (terms - 1L) * call.ldb + width <= call.b.length;
  }

  /**
   * The terms of a panel at column x of the block that its first tile copies there from B: those of
   * which it may load vectors, beyond B's columns but not beyond its array.
   */
  int termsCopied(int x, int width, int rows) {
    int first = aInPlace ? FloatCopyingRowTile8x2.ROWS : FloatCopyingTile12x2.ROWS;
    if (!copiesB || wholeB || width != FloatTiles.COLUMNS || rows < first) {
      return 0;
    }
    int inside = Math.floorDiv(call.b.length - startInB(x) - width, Math.max(1, call.ldb)) + 1;
    return Math.clamp(inside, 0, terms);
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
