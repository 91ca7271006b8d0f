package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;
import io.github.curvelane.kernel.plain.FloatPlainProduct;

/**
 * The matrix product of a process that begins: by plain loops until the vector kernels that a shape
 * needs are compiled, then by {@link FloatBlockedProduct}. The first 64×300×784 of a process took
 * 330 ms with vectors alone, 900 on a busy machine; see {@link Warmth}.
 *
 * <p>A rehearsal is the same product with fewer rows, columns and terms, but as many of them left
 * after the last whole tile, so that it comes across the same tiles; its result is thrown away.
 */
final class FloatWarmingProduct implements ProductKernel<float[]> {
  /** A multiple of all tiles' rows, and of their columns at every width. */
  private static final int ROWS = 24;

  private static final int COLUMNS = 32;

  /** Terms of a rehearsal: turns of a tile's loop, of which C2 learns that it is long. */
  private static final int TERMS = 24;

  /** One for each kind of shape; those that share one by accident delay each other. */
  private static final Warmth[] WARMTHS = new Warmth[256];

  /** Calls after which the memory of plain loops is given back. */
  private static final int KEPT_CALLS = 1_000;

  static {
    for (int i = 0; i < WARMTHS.length; i++) {
      WARMTHS[i] = Warmth.ofCalls();
    }
  }

  private final Parallelism parallelism;
  private FloatBlockedProduct vectors;
  private PlainLoops plain;
  private int warmCalls;

  FloatWarmingProduct(Parallelism parallelism) {
    this.parallelism = parallelism;
  }

  /** What is needed until all is warm. */
  private static final class PlainLoops {
    final FloatPlainProduct product;
    final ProductCall<float[]> rehearsal = new ProductCall<>();
    float[] c = {};
    float[] theta = {};

    PlainLoops(Parallelism parallelism) {
      product = new FloatPlainProduct(parallelism);
    }
  }

  @Override
  public void multiply(ProductCall<float[]> call) {
    Warmth warmth = WARMTHS[kind(call)];
    if (warmth.isWarm()) {
      if (plain != null && ++warmCalls > KEPT_CALLS) {
        plain = null;
      }
      vectors().multiply(call);
      return;
    }
    warmCalls = 0;
    long work = (long) call.m * call.n * (call.k + 1);
    long start = System.nanoTime();
    if (warmth.isReady()) {
      vectors().multiply(call);
      warmth.tried(work, System.nanoTime() - start);
      return;
    }
    if (plain == null) {
      plain = new PlainLoops(parallelism);
    }
    plain.product.multiply(call);
    warmth.worked(work, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      rehearse(call, warmth);
    }
  }

  /** Their classes are loaded when they are needed, some 100 ms after the first call. */
  private FloatBlockedProduct vectors() {
    if (vectors == null) {
      vectors = new FloatBlockedProduct(parallelism);
    }
    return vectors;
  }

  private void rehearse(ProductCall<float[]> call, Warmth warmth) {
    ProductCall<float[]> small = plain.rehearsal;
    boolean goesOn = resumes(call) && !small.accumulate;
    small.set(call);
    int m = small.m = less(call.m, ROWS);
    int n = small.n = less(call.n, COLUMNS);
    int k = small.k = Math.min(call.k, TERMS);
    plain.c = FloatPanels.grown(plain.c, m * n);
    small.c = plain.c;
    small.cOffset = 0;
    small.ldc = n;
    small.accumulate |= goesOn && call.times != call.c;
    small.old = call.old == null ? null : plain.c;
    if (call.times == call.c) {
      small.times = plain.c;
      small.timesOffset = 0;
      small.ldTimes = n;
    }
    if (call.theta != null) {
      plain.theta = FloatPanels.grown(plain.theta, m * n);
      small.theta = plain.theta;
      small.thetaOffset = 0;
      small.ldTheta = n;
      small.rates = call.rates == null ? null : plain.c;
    }
    small.sweep = null;
    boolean isProfiled = warmth.isProfiled();
    int emptyCalls = warmth.emptyCalls();
    long start = System.nanoTime();
    vectors().rehearse(small, call.m, call.n, call.k, emptyCalls);
    long nanos = System.nanoTime() - start;
    small.clear();
    small.accumulate = goesOn;
    long panels = (long) (m + n) * k + (long) m * n + 10 * emptyCalls;
    warmth.rehearsed(isProfiled, panels + (long) m * n * k / FloatLanes.LANES, nanos);
  }

  /** Whether chains go on from C between blocks of terms, but for a property of theirs. */
  private static boolean resumes(ProductCall<float[]> call) {
    return call.k > 4096 / Float.BYTES;
  }

  /** As {@link FloatProductPlan#isDeep}, whose class would load those of vectors. */
  private static boolean isDeep(int k) {
    return k > (24 << 10) * Byte.SIZE / (2 * Widths.BITS);
  }

  /** One or two units at most, with the same rest after the last whole one. */
  private static int less(int count, int unit) {
    return count <= 2 * unit ? count : unit + count % unit;
  }

  private static int kind(ProductCall<float[]> call) {
    int h = less(call.m, ROWS);
    h = 31 * h + less(call.n, COLUMNS);
    h = 31 * h + Math.min(call.k, TERMS + (resumes(call) ? 1 : 0));
    int flags = (call.aTransposed ? 1 : 0) + (call.bTransposed ? 2 : 0);
    flags += (call.squareA ? 4 : 0) + (call.squareB ? 8 : 0) + (call.negateA ? 16 : 0);
    flags += (call.accumulate ? 32 : 0) + (call.lower ? 64 : 0) + (call.scaled ? 128 : 0);
    flags += (call.bias != null ? 256 : 0) + (call.times != null ? 512 : 0);
    flags +=
        (call.theta != null ? 1024 : 0)
            + (call.rates != null ? 2048 : 0)
            + (call.old != null ? 4096 : 0)
            + (isDeep(call.k) ? 8192 : 0);
    return ((31 * h + flags) * 0x9E3779B9) >>> 24;
  }
}
