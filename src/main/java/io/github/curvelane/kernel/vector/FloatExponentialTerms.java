package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.scalar.FloatFunctionKernels;

/**
 * The terms of Σ exp(x_i − c) over the x_i that are not c, by the loop of the exponential function.
 * What is left out is a term of +0, which changes no lane: lanes start at +0, and no term is
 * negative.
 */
final class FloatExponentialTerms {
  /** Vectors of a rehearsal: calls are few, and the compiler still sees a loop. */
  private static final int VECTORS = 4;

  /** Operations of an exponential, roughly. */
  private static final int OPERATIONS = 30;

  private final Warmth warmth = Warmth.ofLoop();

  /** exp(x_i − c), or 0 where x_i is c, of one block. */
  void terms(int n, float[] x, int offset, float c, float[] terms) {
    int done = 0;
    if (warmth.isWarm()) {
      done = FloatLanes.SPECIES.loopBound(n);
      FloatFunctionLanes.exponentials(c, x, offset, terms, 0, done);
    }
    while (warmth.mayRehearse() && n - done >= FloatLanes.LANES) {
      int vectors = Math.min(VECTORS, (n - done) / FloatLanes.LANES);
      long start = System.nanoTime();
      int count = vectors * FloatLanes.LANES;
      FloatFunctionLanes.exponentials(c, x, offset + done, terms, done, count);
      warmth.rehearsed(true, OPERATIONS * vectors, System.nanoTime() - start);
      done += count;
      for (int calls = warmth.emptyCalls(); calls > 0; calls--) {
        FloatFunctionLanes.exponentials(c, x, 0, terms, 0, -1);
      }
    }
    if (done < n) {
      long start = warmth.isWarm() ? 0 : System.nanoTime();
      FloatFunctionKernels.exponentials(c, x, offset + done, terms, done, n - done);
      if (!warmth.isWarm()) {
        warmth.worked(n - done, System.nanoTime() - start);
      }
    }
  }
}
