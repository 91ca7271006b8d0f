package io.github.curvelane.kernel;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;
import java.util.List;
import java.util.stream.Stream;

/**
 * Inner products of the rows of a matrix with one vector. Some rows at a time are gone through over
 * a panel of columns, in which w stays in the second-level cache: long enough for the prefetcher,
 * which over single blocks lost a fifth of the memory's speed. On several threads a panel is a
 * task, each of its blocks has numbers of its own, and they are added in the order of the blocks,
 * so that the threads do not show. Used by one caller at a time.
 */
final class BlockDots<A> implements Parallelism.Task {
  private static final int BLOCK = Arithmetic.REDUCTION_BLOCK;

  /** Columns of a panel: 16 blocks. */
  static final int PANEL = 16 * BLOCK;

  private final Precision<A> precision;
  private final ReductionKernel<A> kernel;
  private final Parallelism parallelism;

  /** Each worker's. */
  private final List<ReductionScratch<A>> scratch;

  private A partial;

  private int rows;
  private int n;
  private A v;
  private int vOffset;
  private int ldv;
  private A w;
  private int wOffset;

  BlockDots(Precision<A> precision, ReductionKernel<A> kernel, Parallelism parallelism) {
    this.precision = precision;
    this.kernel = kernel;
    this.parallelism = parallelism;
    this.partial = precision.newArray(0);
    this.scratch =
        Stream.generate(() -> new ReductionScratch<>(precision))
            .limit(parallelism.threads())
            .toList();
    // Which workers a call gets is chance: none may need memory only later.
    scratch.forEach(ReductionScratch::lanes);
  }

  /** Whether rows are long enough for more than one task. */
  static boolean pays(int n) {
    return n > PANEL;
  }

  /**
   * Adds the sums over the blocks of the panel that begins at a column.
   *
   * @param step how far the sums of a block are behind those of the block before
   */
  static <A> void addPanel(
      ReductionKernel<A> kernel,
      ReductionScratch<A> scratch,
      int rows,
      int n,
      int from,
      A v,
      int vOffset,
      int ldv,
      A w,
      int wOffset,
      A c,
      int cOffset,
      int step) {
    int end = Math.min(n - from, PANEL) + from;
    for (int j = 0; j < rows; j += ReductionScratch.ROWS) {
      int count = Math.min(ReductionScratch.ROWS, rows - j);
      int row = vOffset + j * ldv;
      int sums = cOffset + j;
      for (int i = from; i < end; i += BLOCK) {
        int length = Math.min(BLOCK, end - i);
        kernel.addDots(count, length, v, row + i, ldv, w, wOffset + i, c, sums, scratch);
        sums += step;
      }
    }
  }

  /** c_j ← c_j + Σ v_ji·w_i. */
  void add(int rows, int n, A v, int vOffset, int ldv, A w, int wOffset, A c, int cOffset) {
    int blocks = Math.ceilDiv(n, BLOCK);
    if (precision.length(partial) < (long) blocks * rows) {
      partial = precision.newArray(Math.multiplyExact(blocks, rows));
    }
    precision.fill(partial, 0, blocks * rows, 0);
    this.rows = rows;
    this.n = n;
    this.v = v;
    this.vOffset = vOffset;
    this.ldv = ldv;
    this.w = w;
    this.wOffset = wOffset;
    try {
      parallelism.run(Math.ceilDiv(n, PANEL), this);
    } finally {
      this.v = null;
      this.w = null;
    }
    for (int b = 0; b < blocks; b++) {
      for (int j = 0; j < rows; j++) {
        double sum = precision.get(c, cOffset + j) + precision.get(partial, b * rows + j);
        precision.set(c, cOffset + j, sum);
      }
    }
  }

  @Override
  public void run(int index, int worker) {
    int first = index * (PANEL / BLOCK) * rows;
    addPanel(
        kernel,
        scratch.get(worker),
        rows,
        n,
        index * PANEL,
        v,
        vOffset,
        ldv,
        w,
        wOffset,
        partial,
        first,
        rows);
  }
}
