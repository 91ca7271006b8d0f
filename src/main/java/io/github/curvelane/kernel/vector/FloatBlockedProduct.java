package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;

/**
 * The matrix product in five loops: blocks of columns, of terms and of rows, then the columns and
 * the rows of a block's tiles. A chain that spans several blocks of terms rests in C between them.
 *
 * <p>A block of A is packed before its tiles are computed. B is packed panel by panel just before
 * the tiles that need it when one block of rows needs it only, and as a whole block when several
 * do. {@link FloatProductPlan} decides, {@link FloatPanels} copies.
 *
 * <p>With several threads the tasks are parts of C, whose operands have been packed by other tasks
 * before.
 */
final class FloatBlockedProduct implements ProductKernel<float[]> {
  private final Parallelism parallelism;
  private final Parallelism.Task packing = this::pack;
  private final Parallelism.Task computing = this::compute;
  private final FloatProductPlan plan;
  private final FloatPanels panels;
  private final Worker[] workers;
  private final FloatNarrowProduct narrow;
  private float[] factors = {};
  private ProductCall<float[]> call;

  /** Calls of {@link FloatRehearsal} after each tile; 0 but in a rehearsal. */
  int emptyCalls;

  FloatBlockedProduct(Parallelism parallelism) {
    this.parallelism = parallelism;
    plan = new FloatProductPlan(parallelism.threads());
    panels = new FloatPanels(plan);
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker();
    }
    narrow = new FloatNarrowProduct(this, parallelism);
  }

  /** What one thread needs for itself. */
  private static final class Worker {
    /** A tile that reaches beyond C, or whose chains go on. */
    final float[] tile = new float[FloatTiles.ROWS * FloatTiles.COLUMNS];

    private float[] panel = {};
    private float[] band = {};

    /** A panel of B, or a row of A. */
    float[] panel(int length) {
      panel = FloatPanels.grown(panel, length);
      return panel;
    }

    /** Finished chains on their way to θ. */
    float[] band(int length) {
      band = FloatPanels.grown(band, length);
      return band;
    }
  }

  @Override
  public void multiply(ProductCall<float[]> call) {
    multiply(call, call.m, call.n, call.k);
  }

  /**
   * Rehearses a product of {@code m} rows, {@code n} columns and {@code k} terms: computes a
   * smaller one in the same way, with empty calls beside each tile.
   */
  void rehearse(ProductCall<float[]> call, int m, int n, int k, int emptyCalls) {
    this.emptyCalls = emptyCalls;
    multiply(call, m, n, k);
    this.emptyCalls = 0;
    boolean rows = call.aTransposed || !call.bTransposed;
    boolean columns = !call.aTransposed || call.bTransposed;
    boolean square = call.aTransposed ? call.squareA : call.squareB;
    FloatRehearsal.packing(emptyCalls, rows, columns, square);
  }

  private void multiply(ProductCall<float[]> call, int m, int n, int k) {
    this.call = call;
    if (call.times == call.c) {
      saveFactors();
    }
    boolean oneTerm = call.k == 1 && !call.bTransposed;
    boolean oneRow = call.m == 1 && !(call.bTransposed && call.squareB);
    if (call.lower) {
      multiplyBlocks(m, n, k);
    } else if (oneRow || oneTerm) {
      multiplyRows();
    } else if (FloatNarrowProduct.pays(call, m, n)) {
      narrow.multiply(call);
    } else {
      multiplyBlocks(m, n, k);
    }
    this.call = null;
  }

  private void multiplyRows() {
    for (int i = 0; i < call.m; i++) {
      if (call.bTransposed) {
        FloatRowTimesTransposed.multiply(call, i, workers[0].panel(call.k));
      } else {
        FloatRowTimesMatrix.multiply(call, i, workers[0].tile);
      }
      finish(i, i + 1, 0, call.n);
    }
  }

  /** The first three loops: over blocks of columns, of terms (one at least) and of rows. */
  private void multiplyBlocks(int m, int n, int k) {
    plan.begin(call, m, n, k);
    for (int j = 0; j < call.n; j += plan.columnsPerBlock) {
      for (int p = 0; p == 0 || p < call.k; p += plan.termsPerBlock) {
        plan.block(j, p);
        if (plan.shared) {
          panels.grow(call.m);
          parallelism.run(plan.aTasks + plan.bTasks, packing);
          parallelism.run(plan.rowTasks() * plan.columnTasks(), computing);
          continue;
        }
        panels.grow(Math.min(call.m, plan.rowsPerTask));
        if (plan.wholeB) {
          panels.packB(call, 0, plan.columns);
        }
        for (int i = 0; i < call.m; i += plan.rowsPerTask) {
          int rows = Math.min(plan.rowsPerTask, call.m - i);
          if (!plan.aInPlace) {
            panels.packA(call, i, rows, 0);
          }
          for (int x = 0; x < plan.columns; x += plan.columnsPerTask) {
            int columns = Math.min(plan.columnsPerTask, plan.columns - x);
            multiplyPanels(i, rows, 0, x, columns, workers[0]);
          }
        }
      }
    }
  }

  /**
   * The fourth loop, over the columns of tiles: rows from i, of which the first is the row {@code
   * at} of those packed, and columns from j of the block. A band is padded to whole tiles.
   */
  private void multiplyPanels(int i, int rows, int at, int j, int count, Worker worker) {
    float[] c = call.c;
    int start = call.cOffset + i * call.ldc + plan.j0 + j;
    int ld = call.ldc;
    if (plan.banded) {
      start = FloatPanels.ALIGNED;
      ld = Math.ceilDiv(count, FloatTiles.NARROW_COLUMNS) * FloatTiles.NARROW_COLUMNS;
      c = worker.band(start + (rows + FloatTiles.SHORT_ROWS) * ld);
    }
    int width;
    for (int x = j; x < j + count; x += width) {
      width = FloatTiles.columnsAt(x, plan.columns);
      if (call.lower && i + rows <= plan.j0 + x) {
        break;
      }
      boolean inPlace = plan.bInPlace && plan.reaches(x, width);
      int copied = inPlace ? 0 : plan.termsCopied(x, width, rows);
      float[] b = inPlace ? call.b : panelOfB(x, width, copied, worker);
      int bStart =
          inPlace ? plan.startInB(x) : plan.wholeB ? panels.startOfB(x) : FloatPanels.ALIGNED;
      int ldb = inPlace ? call.ldb : width;
      int used = plan.banded ? width : Math.min(width, plan.columns - x);
      int column = call.lower ? plan.j0 + x : Integer.MIN_VALUE / 2;
      multiplyTiles(
          i,
          rows,
          at,
          column,
          width,
          used,
          copied,
          plan.startInB(x),
          b,
          bStart,
          ldb,
          c,
          start + x - j,
          ld,
          worker.tile);
    }
    int column = plan.j0 + j;
    if (plan.banded) {
      FloatDescent.apply(call, i, i + rows, column, column + count, c, start, ld);
    } else if (plan.isLast) {
      finish(i, i + rows, column, column + count);
    }
  }

  /**
   * The fifth loop, over the rows of tiles; of their columns some are within C. Where only the
   * lower triangle is wanted, {@code column} is that of the first, far to the left otherwise: tiles
   * above the diagonal are passed over, and what crosses it is copied up to it. The first tile
   * copies the first {@code copied} terms of B, which start at {@code from}, into the panel.
   */
  private void multiplyTiles(
      int i,
      int rows,
      int at,
      int column,
      int width,
      int columns,
      int copied,
      int from,
      float[] b,
      int bStart,
      int ldb,
      float[] c,
      int cStart,
      int ldc,
      float[] tile) {
    int terms = plan.terms;
    boolean aInPlace = plan.aInPlace;
    float[] resumed = plan.resumes ? tile : null;
    int height;
    for (int r = 0; r < rows; r += height) {
      height = plan.rowsOfTile(i + r, width, ldb);
      int used = plan.banded ? height : Math.min(height, rows - r);
      int above = column - i - r;
      if (above >= used) {
        continue;
      }
      boolean crosses = above > -columns + 1;
      boolean whole = used == height && columns == width && !crosses;
      int to = cStart + r * ldc;
      if (resumed != null) {
        FloatPacking.rows(c, to, ldc, used, columns, width, false, false, tile, 0);
      }
      float[] target = whole ? c : tile;
      int start = whole ? to : 0;
      int ld = whole ? ldc : width;
      int p = r == 0 ? copied : 0;
      float[] chains = resumed;
      if (p > 0) {
        chains = tile;
        boolean all = p == terms;
        multiplyCopying(
            i,
            used,
            at,
            p,
            from,
            b,
            bStart,
            all ? target : tile,
            all ? start : 0,
            all ? ld : width,
            resumed);
      }
      if (p == 0 || p < terms) {
        int bp = bStart + p * ldb;
        if (aInPlace) {
          int a = call.aOffset + (i + r) * call.lda + plan.p0 + p;
          FloatTiles.multiplyRows(
              height, width, terms - p, call.a, a, call.lda, used, b, bp, ldb, target, start, ld,
              chains);
        } else {
          int a = panels.startOfA(at + r) + p * height;
          FloatTiles.multiply(
              height, width, terms - p, panels.a, a, b, bp, target, start, ld, chains);
        }
      }
      if (emptyCalls > 0) {
        FloatRehearsal.tile(emptyCalls, aInPlace, height, width, ldb);
        if (p > 0) {
          FloatRehearsal.copyingTile(emptyCalls, aInPlace);
        }
      }
      if (crosses) {
        for (int s = Math.max(0, above); s < used; s++) {
          int count = Math.min(columns, s - above + 1);
          System.arraycopy(tile, s * width, c, to + s * ldc, count);
        }
      } else if (!whole) {
        copy(tile, 0, width, c, to, ldc, used, columns);
      }
    }
  }

  /** The first tile of a panel, with B where it is, for the terms that it copies. */
  private void multiplyCopying(
      int i,
      int rows,
      int at,
      int count,
      int from,
      float[] b,
      int bStart,
      float[] target,
      int start,
      int ld,
      float[] resumed) {
    if (plan.aInPlace) {
      int a = call.aOffset + i * call.lda + plan.p0;
      FloatCopyingRowTile8x2.multiply(
          count, call.a, a, call.lda, rows, call.b, from, call.ldb, b, bStart, target, start, ld,
          resumed);
    } else {
      int a = panels.startOfA(at);
      FloatCopyingTile12x2.multiply(
          count, panels.a, a, call.b, from, call.ldb, b, bStart, target, start, ld, resumed);
    }
  }

  /** The panel of B, without the terms that its first tile copies there. */
  private float[] panelOfB(int x, int width, int copied, Worker worker) {
    if (plan.wholeB) {
      return panels.b;
    }
    int start = FloatPanels.ALIGNED;
    float[] panel = worker.panel(start + FloatTiles.COLUMNS * plan.terms);
    if (copied < plan.terms) {
      panels.packB(call, x, Math.min(width, plan.columns - x), copied, panel, start);
    }
    return panel;
  }

  private static void copy(
      float[] from, int f, int ldFrom, float[] to, int t, int ldTo, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, f + i * ldFrom, to, t + i * ldTo, columns);
    }
  }

  private void pack(int index, int worker) {
    if (index < plan.aTasks) {
      int i = index * FloatProductPlan.PACKED_TOGETHER;
      panels.packA(call, i, Math.min(FloatProductPlan.PACKED_TOGETHER, call.m - i), i);
    } else {
      int j = (index - plan.aTasks) * plan.columnsPerTask;
      int count = Math.min(plan.columnsPerTask, plan.columns - j);
      panels.packB(call, j, count);
    }
  }

  private void compute(int index, int worker) {
    int i = index / plan.columnTasks() * plan.rowsPerTask;
    int j = index % plan.columnTasks() * plan.columnsPerTask;
    int rows = Math.min(plan.rowsPerTask, call.m - i);
    multiplyPanels(i, rows, i, j, Math.min(plan.columnsPerTask, plan.columns - j), workers[worker]);
  }

  private void saveFactors() {
    factors = FloatPanels.grown(factors, call.m * call.n);
    for (int i = 0; i < call.m; i++) {
      System.arraycopy(
          call.times, call.timesOffset + i * call.ldTimes, factors, i * call.n, call.n);
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
      boolean saved = call.times == call.c;
      FloatEpilogue.apply(
          call,
          i0,
          i1,
          j0,
          j1,
          saved ? factors : call.times,
          saved ? 0 : call.timesOffset,
          saved ? call.n : call.ldTimes);
    }
    if (call.sweep != null) {
      call.sweep.sweep(i0, i1, j0, j1);
    }
  }
}
