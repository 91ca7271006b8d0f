package io.github.curvelane.kernel;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reduces the blocks of a long vector on several threads, each block into a number of its own; the
 * numbers are then joined in the order of the blocks, so that the threads do not show. Used by one
 * caller at a time.
 */
final class BlockReduction<A> implements Parallelism.Task {
  /** What is computed of each block. */
  enum Operation {
    SUM,
    ABSOLUTE_SUM,
    DOT,
    SQUARED_DEVIATIONS,
    EXPONENTIALS,
    COUNT,
    MAX,
    MIN,
    MAX_ABS;

    /**
     * Whether it works in the scratch memory of its caller, sums over more elements than lanes and
     * two others. Constants are compared and not switched on: where they are inlined nothing is
     * left of it.
     */
    boolean needsScratch(int n, int lanes) {
      return n > lanes
          ? this != COUNT && this != MAX && this != MIN && this != MAX_ABS
          : this == ABSOLUTE_SUM || this == EXPONENTIALS;
    }
  }

  private static final int BLOCK = Arithmetic.REDUCTION_BLOCK;

  /** Blocks a task: 64 Ki elements, some microseconds of work. */
  private static final int BLOCKS_PER_TASK = 16;

  private final Precision<A> precision;
  private final ReductionKernel<A> kernel;
  private final Parallelism parallelism;

  /** Each worker's. */
  private final List<ReductionScratch<A>> scratch;

  private double[] partial = {};

  private Operation operation;
  private int n;
  private A x;
  private int xOffset;
  private A y;
  private int yOffset;
  private double c;

  BlockReduction(Precision<A> precision, ReductionKernel<A> kernel, Parallelism parallelism) {
    this.precision = precision;
    this.kernel = kernel;
    this.parallelism = parallelism;
    this.scratch =
        Stream.generate(() -> new ReductionScratch<>(precision))
            .limit(parallelism.threads())
            .toList();
  }

  /** Whether a vector is long enough for more than one task. */
  static boolean pays(int n) {
    return n > BLOCK * BLOCKS_PER_TASK;
  }

  double reduce(Operation operation, int n, A x, int xOffset, A y, int yOffset, double c) {
    int blocks = Math.ceilDiv(n, BLOCK);
    if (partial.length < blocks) {
      partial = Arrays.copyOf(partial, blocks);
    }
    this.operation = operation;
    this.n = n;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.c = c;
    if (operation == Operation.EXPONENTIALS) {
      // Which workers a call gets is chance: none may need memory only later.
      ReductionScratch.reserveTerms(precision, scratch.size());
    }
    try {
      parallelism.run(Math.ceilDiv(blocks, BLOCKS_PER_TASK), this);
    } finally {
      this.x = null;
      this.y = null;
    }
    double total = start(operation);
    for (int b = 0; b < blocks; b++) {
      total = join(precision, operation, total, partial[b]);
    }
    return total;
  }

  @Override
  public void run(int index, int worker) {
    int blocks = Math.ceilDiv(n, BLOCK);
    int end = Math.min(blocks, (index + 1) * BLOCKS_PER_TASK);
    for (int b = index * BLOCKS_PER_TASK; b < end; b++) {
      int i = b * BLOCK;
      int length = Math.min(BLOCK, n - i);
      partial[b] =
          block(kernel, scratch.get(worker), operation, length, x, xOffset + i, y, yOffset + i, c);
    }
  }

  /** The same on the calling thread alone. */
  static <A> double sequential(
      Precision<A> precision,
      ReductionKernel<A> kernel,
      ReductionScratch<A> scratch,
      Operation operation,
      int n,
      A x,
      int xOffset,
      A y,
      int yOffset,
      double c) {
    double total = start(operation);
    int blocks = Math.ceilDiv(n, BLOCK);
    for (int b = 0; b < blocks; b++) {
      int i = b * BLOCK;
      int length = Math.min(BLOCK, n - i);
      double partial = block(kernel, scratch, operation, length, x, xOffset + i, y, yOffset + i, c);
      total = join(precision, operation, total, partial);
    }
    return total;
  }

  private static <A> double block(
      ReductionKernel<A> kernel,
      ReductionScratch<A> scratch,
      Operation operation,
      int n,
      A x,
      int xOffset,
      A y,
      int yOffset,
      double c) {
    return switch (operation) {
      case SUM -> kernel.deviations(n, x, xOffset, 0, scratch);
      case ABSOLUTE_SUM -> kernel.absoluteSum(n, x, xOffset, scratch);
      case DOT -> kernel.dot(n, x, xOffset, y, yOffset, 0, scratch);
      case SQUARED_DEVIATIONS -> kernel.squaredDeviations(n, x, xOffset, c, scratch);
      case EXPONENTIALS -> exponentials(kernel, scratch, n, x, xOffset, c);
      case COUNT -> kernel.count(n, x, xOffset, c);
      case MAX -> kernel.max(n, x, xOffset);
      case MIN -> kernel.min(n, x, xOffset);
      case MAX_ABS -> kernel.maxAbs(n, x, xOffset);
    };
  }

  private static <A> double exponentials(
      ReductionKernel<A> kernel, ReductionScratch<A> scratch, int n, A x, int xOffset, double c) {
    scratch.borrowTerms();
    try {
      return kernel.exponentials(n, x, xOffset, c, scratch);
    } finally {
      scratch.returnTerms();
    }
  }

  private static double start(Operation operation) {
    return switch (operation) {
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      default -> 0;
    };
  }

  /**
   * Joins two numbers of the precision; rounding their exact double sum is the precision's own sum.
   */
  private static double join(
      Precision<?> precision, Operation operation, double total, double partial) {
    return switch (operation) {
      case MAX, MAX_ABS -> Math.max(total, partial);
      case MIN -> Math.min(total, partial);
      case COUNT -> total + partial;
      default -> precision.round(total + partial);
    };
  }
}
