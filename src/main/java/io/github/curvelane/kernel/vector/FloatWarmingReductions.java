package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;

/**
 * The reductions by plain loops until the vectors of each are compiled: see {@link Warmth}. A
 * rehearsal repeats a part of what the plain loop has done. Rows that vectors are too long for have
 * a warmth of their own.
 */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatWarmingReductions implements ReductionKernel<float[]> {
  private static final int DEVIATIONS = 0;
  private static final int ABSOLUTE = 1;
  private static final int DOT = 2;
  private static final int DOT_DEVIATIONS = 3;
  private static final int SQUARES = 4;
  private static final int DOTS = 5;
  private static final int COUNT = 6;
  private static final int MAX = 7;
  private static final int MIN = 8;
  private static final int MAX_ABS = 9;
  private static final int INDEX = 10;
  private static final int OPERATIONS = INDEX + 1;

  /** Elements of a rehearsal, and some more for the same rest after the last whole vectors. */
  private static final int PART = 256;

  private final ReductionKernel<float[]> scalar =
      new io.github.curvelane.kernel.scalar.FloatReductionKernel();
  private final Warmth[] warmths = new Warmth[2 * OPERATIONS];
  private final FloatExponentialTerms exponentials = new FloatExponentialTerms();
  private ReductionKernel<float[]> vectors;

  FloatWarmingReductions() {
    for (int i = 0; i < warmths.length; i++) {
      warmths[i] = Warmth.ofLoop();
    }
  }

  private Warmth warmth(int operation, int n) {
    return warmths[n <= FloatShortSums.MOST ? operation : OPERATIONS + operation];
  }

  private ReductionKernel<float[]> vectors() {
    if (vectors == null) {
      vectors = FloatReductionKernel.create();
    }
    return vectors;
  }

  private static long operations(int n) {
    return 4 + 2L * part(n) / FloatLanes.LANES;
  }

  private static int part(int n) {
    return n <= 2 * PART ? n : PART + n % PART;
  }

  @Override
  public double deviations(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    Warmth warmth = warmth(DEVIATIONS, n);
    if (warmth.isWarm()) {
      return vectors().deviations(n, x, offset, c, scratch);
    }
    long start = System.nanoTime();
    double result = scalar.deviations(n, x, offset, c, scratch);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().deviations(part(n), x, offset, c, scratch);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public double absoluteSum(int n, float[] x, int offset, ReductionScratch<float[]> scratch) {
    Warmth warmth = warmth(ABSOLUTE, n);
    if (warmth.isWarm()) {
      return vectors().absoluteSum(n, x, offset, scratch);
    }
    long start = System.nanoTime();
    double result = scalar.absoluteSum(n, x, offset, scratch);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().absoluteSum(part(n), x, offset, scratch);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public double dot(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      double c,
      ReductionScratch<float[]> scratch) {
    Warmth warmth = warmth(c == 0 ? DOT : DOT_DEVIATIONS, n);
    if (warmth.isWarm()) {
      return vectors().dot(n, x, xOffset, y, yOffset, c, scratch);
    }
    long start = System.nanoTime();
    double result = scalar.dot(n, x, xOffset, y, yOffset, c, scratch);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().dot(part(n), x, xOffset, y, yOffset, c, scratch);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public double squaredDeviations(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    Warmth warmth = warmth(SQUARES, n);
    if (warmth.isWarm()) {
      return vectors().squaredDeviations(n, x, offset, c, scratch);
    }
    long start = System.nanoTime();
    double result = scalar.squaredDeviations(n, x, offset, c, scratch);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().squaredDeviations(part(n), x, offset, c, scratch);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public double exponentials(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    exponentials.terms(n, x, offset, (float) c, scratch.terms());
    return deviations(n, scratch.terms(), 0, 0, scratch);
  }

  @Override
  public int count(int n, float[] x, int offset, double value) {
    Warmth warmth = warmth(COUNT, n);
    if (warmth.isWarm()) {
      return vectors().count(n, x, offset, value);
    }
    long start = System.nanoTime();
    int result = scalar.count(n, x, offset, value);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().count(part(n), x, offset, value);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public double max(int n, float[] x, int offset) {
    Warmth warmth = warmth(MAX, n);
    if (warmth.isWarm()) {
      return vectors().max(n, x, offset);
    }
    long start = System.nanoTime();
    double result = scalar.max(n, x, offset);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().max(part(n), x, offset);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public double min(int n, float[] x, int offset) {
    Warmth warmth = warmth(MIN, n);
    if (warmth.isWarm()) {
      return vectors().min(n, x, offset);
    }
    long start = System.nanoTime();
    double result = scalar.min(n, x, offset);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().min(part(n), x, offset);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public double maxAbs(int n, float[] x, int offset) {
    Warmth warmth = warmth(MAX_ABS, n);
    if (warmth.isWarm()) {
      return vectors().maxAbs(n, x, offset);
    }
    long start = System.nanoTime();
    double result = scalar.maxAbs(n, x, offset);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().maxAbs(part(n), x, offset);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public int indexOf(int n, float[] x, int offset, double value) {
    Warmth warmth = warmth(INDEX, n);
    if (warmth.isWarm()) {
      return vectors().indexOf(n, x, offset, value);
    }
    long start = System.nanoTime();
    int result = scalar.indexOf(n, x, offset, value);
    warmth.worked(n, System.nanoTime() - start);
    while (warmth.mayRehearse()) {
      start = System.nanoTime();
      vectors().indexOf(part(n), x, offset, value);
      warmth.rehearsed(true, operations(n), System.nanoTime() - start);
    }
    return result;
  }

  @Override
  public void addDots(
      int rows,
      int n,
      float[] v,
      int vOffset,
      int ldv,
      float[] w,
      int wOffset,
      float[] c,
      int cOffset,
      ReductionScratch<float[]> scratch) {
    Warmth warmth = warmth(DOTS, n);
    if (warmth.isWarm()) {
      vectors().addDots(rows, n, v, vOffset, ldv, w, wOffset, c, cOffset, scratch);
      return;
    }
    int done = 0;
    while (done < rows && warmth.mayRehearse()) {
      int count = Math.min(FloatDots.ROWS, rows - done);
      long start = System.nanoTime();
      int from = vOffset + done * ldv;
      vectors().addDots(count, n, v, from, ldv, w, wOffset, c, cOffset + done, scratch);
      long operations = 2L * count * (n / FloatLanes.LANES + 4);
      warmth.rehearsed(true, operations, System.nanoTime() - start);
      done += count;
    }
    if (done < rows) {
      long start = System.nanoTime();
      int from = vOffset + done * ldv;
      scalar.addDots(rows - done, n, v, from, ldv, w, wOffset, c, cOffset + done, scratch);
      warmth.worked((long) (rows - done) * n, System.nanoTime() - start);
    }
  }

  @Override
  public double log1p(double x) {
    return scalar.log1p(x);
  }
}
