package io.github.curvelane.kernel;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Several products of one shape, whose operands and results lie at equal distances. Those of one B
 * whose A and C continue each other's rows are one product of more rows. Otherwise each is a
 * product of its own: on the threads of the caller's team, or one after another where a single one
 * is work enough for all threads.
 */
final class ProductBatch<A> implements Parallelism.Task {
  /** Multiplications that are worth waking a second thread for: some tens of microseconds. */
  private static final long PARALLEL_WORK = 2_000_000;

  /** Tasks for each thread: the slower ones then take fewer. */
  private static final int TASKS_PER_THREAD = 4;

  private final Precision<A> precision;
  private final Parallelism parallelism;
  private final Function<Parallelism, ProductKernel<A>> kernels;
  private final ProductKernel<A> kernel;
  private final OldElements<A> old;
  private final List<Worker<A>> workers = new ArrayList<>();

  private int count;
  private int strideA;
  private int strideB;
  private int strideC;

  private ProductCall<A> call;
  private int perTask;

  ProductBatch(
      Precision<A> precision,
      Parallelism parallelism,
      Function<Parallelism, ProductKernel<A>> kernels) {
    this.precision = precision;
    this.parallelism = parallelism;
    this.kernels = kernels;
    this.kernel = kernels.apply(parallelism);
    this.old = new OldElements<>(precision);
    clear();
  }

  /** What one thread needs for itself. */
  private static final class Worker<A> {
    final ProductKernel<A> kernel;
    final OldElements<A> old;
    final ProductCall<A> call = new ProductCall<>();

    Worker(Precision<A> precision, ProductKernel<A> kernel) {
      this.kernel = kernel;
      this.old = new OldElements<>(precision);
    }
  }

  void set(int count, int strideA, int strideB, int strideC) {
    this.count = count;
    boolean single = count == 1;
    this.strideA = single ? 0 : strideA;
    this.strideB = single ? 0 : strideB;
    this.strideC = single ? 0 : strideC;
  }

  int strideA() {
    return strideA;
  }

  int strideB() {
    return strideB;
  }

  int strideC() {
    return strideC;
  }

  /** Back to a single product. */
  void clear() {
    set(1, 0, 0, 0);
  }

  /** Refuses wrong sizes, and settings that are of a single product. */
  void check(ProductCall<A> call) {
    Extent.size("count", count);
    Extent.size("strideA", strideA);
    Extent.size("strideB", strideB);
    Extent.size("strideC", strideC);
    if (count != 1 && (call.times != null || call.sweep != null || call.theta != null)) {
      throw new IllegalArgumentException(
          (call.times != null ? "times" : call.sweep != null ? "sweep" : "theta")
              + " is set, which batch() has no place for");
    }
  }

  /** Refuses results that share an element, each of which lies within its array. */
  void checkResults(ProductCall<A> call) {
    long span = Extent.span(call.ldc, call.m, call.n);
    for (int t = 1; t < count && (long) t * strideC < span; t++) {
      int next = call.cOffset + t * strideC;
      if (Extent.overlap(call.cOffset, call.ldc, call.m, call.n, next, call.ldc, call.m, call.n)) {
        throw new IllegalArgumentException(
            "strideC is "
                + strideC
                + ": the "
                + call.m
                + "x"
                + call.n
                + " results overlap, with a leading dimension of "
                + call.ldc);
      }
    }
  }

  /** Refuses matrices of which one does not lie within its array. */
  void matrices(String name, int length, int offset, int ld, int rows, int columns, int stride) {
    Extent.matrix(name, length, offset, ld, rows, columns);
    long end = offset + (count - 1L) * stride + Extent.span(ld, rows, columns);
    if (count > 1 && end > length) {
      throw new IllegalArgumentException(
          "the last %s of %d ends at index %d (offset %d, stride %d), but its length is %d"
              .formatted(name, count, end, offset, stride, length));
    }
  }

  /** Whether a checked matrix, or one of those that follow it, shares an element with a C. */
  boolean overlapsC(ProductCall<A> call, int offset, int ld, int rows, int columns, int stride) {
    long last = count - 1L;
    long end = offset + last * stride + Extent.span(ld, rows, columns);
    long endC = call.cOffset + last * strideC + Extent.span(call.ldc, call.m, call.n);
    if (count == 0 || end <= call.cOffset || endC <= offset) {
      return false;
    }
    if (stride != 0 && stride != strideC) {
      return true;
    }
    // The distance between two of them is that of one pair with a first or a last one.
    for (int t = 0; t < count; t++) {
      boolean first = overlap(call, offset, ld, rows, columns, t);
      if (first || (stride != 0 && overlap(call, offset + t * stride, ld, rows, columns, 0))) {
        return true;
      }
    }
    return false;
  }

  private boolean overlap(ProductCall<A> call, int offset, int ld, int rows, int columns, int t) {
    int c = call.cOffset + t * strideC;
    return Extent.overlap(offset, ld, rows, columns, c, call.ldc, call.m, call.n);
  }

  /** Computes the products of a checked call, which is changed. Neither m nor n is 0. */
  void multiply(ProductCall<A> call) {
    if (count > 1 && continueRows(call)) {
      call.m *= count;
      count = 1;
    }
    long work = (long) call.m * call.n * Math.max(1, call.k);
    int threads = parallelism.threads();
    boolean spread = count >= TASKS_PER_THREAD * threads || work < PARALLEL_WORK;
    if (count > 1 && threads > 1 && spread && count * work >= PARALLEL_WORK) {
      share(call, threads);
      return;
    }
    for (int i = 0; i < count; i++) {
      old.save(call);
      kernel.multiply(call);
      move(call, 1);
    }
  }

  /** Whether the products have one B, and the rows of A and C go on at the same distance. */
  private boolean continueRows(ProductCall<A> call) {
    return strideB == 0
        && !call.aTransposed
        && !call.lower
        && strideA == (long) call.m * call.lda
        && strideC == (long) call.m * call.ldc;
  }

  private void share(ProductCall<A> call, int threads) {
    while (workers.size() < threads) {
      workers.add(new Worker<>(precision, kernels.apply(Parallelism.none())));
    }
    this.call = call;
    perTask = Math.ceilDiv(count, TASKS_PER_THREAD * threads);
    parallelism.run(Math.ceilDiv(count, perTask), this);
    this.call = null;
  }

  @Override
  public void run(int index, int worker) {
    Worker<A> own = workers.get(worker);
    int first = index * perTask;
    int end = Math.min(count, first + perTask);
    own.call.set(call);
    move(own.call, first);
    for (int i = first; i < end; i++) {
      own.old.save(own.call);
      own.kernel.multiply(own.call);
      move(own.call, 1);
    }
    own.call.clear();
  }

  private void move(ProductCall<A> product, int products) {
    product.aOffset += products * strideA;
    product.bOffset += products * strideB;
    product.cOffset += products * strideC;
  }
}
