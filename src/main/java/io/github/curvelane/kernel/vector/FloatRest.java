package io.github.curvelane.kernel.vector;

import java.util.Arrays;

/**
 * The last elements of a block, those that do not fill all lanes of a sum, with a filling behind
 * them whose terms are 0: no lane is ever −0, so 0 added to it changes nothing. Vectors filled in
 * part by masks C2 put into objects in some processes, some hundred bytes a call for good.
 */
final class FloatRest {
  private static final int LANES = FloatSumLanes.LANES;

  private FloatRest() {}

  /** Takes the elements from {@code n - n % LANES} on, and the filling. */
  static void copy(int n, float[] x, int offset, float filling, float[] rest) {
    int left = n % LANES;
    Arrays.fill(rest, filling);
    System.arraycopy(x, offset + n - left, rest, 0, left);
  }
}
