package io.github.curvelane.kernel;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;
import java.util.List;
import java.util.stream.Stream;

/**
 * Inner products of the rows of a matrix with one vector on several threads, each block of columns
 * into numbers of its own; they are then added in the order of the blocks, so that the threads do
 * not show. Used by one caller at a time.
 */
final class BlockDots<A> implements Parallelism.Task {
  private static final int BLOCK = Arithmetic.REDUCTION_BLOCK;

  /** Elements of the matrix that are worth a task: some microseconds of work. */
  private static final int ELEMENTS_PER_TASK = 1 << 16;

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
  private int blocksPerTask;

  BlockDots(Precision<A> precision, ReductionKernel<A> kernel, Parallelism parallelism) {
    this.precision = precision;
    this.kernel = kernel;
    this.parallelism = parallelism;
    this.partial = precision.newArray(0);
    this.scratch =
        Stream.generate(() -> new ReductionScratch<>(precision))
            .limit(parallelism.threads())
            .toList();
  }

  /** Whether a matrix is large enough for more than one task. */
  static boolean pays(int rows, int n) {
    return n > BLOCK && (long) rows * n > ELEMENTS_PER_TASK;
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
    blocksPerTask = Math.max(1, ELEMENTS_PER_TASK / (BLOCK * rows));
    parallelism.run(Math.ceilDiv(blocks, blocksPerTask), this);
    this.v = null;
    this.w = null;
    for (int b = 0; b < blocks; b++) {
      for (int j = 0; j < rows; j++) {
        double sum = precision.get(c, cOffset + j) + precision.get(partial, b * rows + j);
        precision.set(c, cOffset + j, sum);
      }
    }
  }

  @Override
  public void run(int index, int worker) {
    int blocks = Math.ceilDiv(n, BLOCK);
    int end = Math.min(blocks, (index + 1) * blocksPerTask);
    for (int b = index * blocksPerTask; b < end; b++) {
      int i = b * BLOCK;
      int length = Math.min(BLOCK, n - i);
      kernel.addDots(
          rows,
          length,
          v,
          vOffset + i,
          ldv,
          w,
          wOffset + i,
          partial,
          b * rows,
          scratch.get(worker));
    }
  }
}
