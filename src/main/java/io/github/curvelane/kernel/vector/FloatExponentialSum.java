package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.scalar.FloatFunctionKernels;

/**
 * Σ exp(x_i − c) over the x_i that are not c: the terms of a block first, by the loop of the
 * exponential function, then their sum. What is left out is a term of +0, which changes no lane:
 * lanes start at +0, and no term is negative.
 */
final class FloatExponentialSum {
  private final ColdLoop loop = new ColdLoop();

  /** The sum over one block; the last arrays are scratch, for all its terms and for the rest. */
  float block(int n, float[] x, int offset, float c, float[] terms, float[] rest) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = loop.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.exponentials(c, x, offset + i, terms, i, part);
    }
    FloatFunctionKernels.exponentials(c, x, offset + full, terms, full, n - full);
    return n <= FloatShortSums.MOST
        ? FloatShortSums.deviations(n, terms, 0, 0)
        : FloatDeviationSum.block(n, terms, 0, 0, rest);
  }
}
