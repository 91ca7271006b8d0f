package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ReductionScratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Σ v_ji·w_i for several rows v_j at a time, the product fused. The lanes are laid out as {@link
 * FloatSumLanes} says. One row after another comes from memory at little more than half its speed:
 * six streams keep the prefetcher busy (four reach 0.8 of what six do), and w is loaded once for
 * all.
 */
final class FloatDots {
  /** Rows taken together: 24 accumulators. */
  static final int ROWS = ReductionScratch.ROWS;

  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatSumLanes.LANES;
  private static final int Q = FloatSumLanes.QUARTER;

  private FloatDots() {}

  /** Adds the sums over one block to c, for at most {@link #ROWS} rows. */
  static void addBlock(
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
    if (rows == 1 || n <= FloatShortSums.MOST) {
      for (int j = 0; j < rows; j++) {
        int at = vOffset + j * ldv;
        c[cOffset + j] +=
            n <= FloatShortSums.MOST
                ? FloatShortSums.products(n, v, at, w, wOffset, 0)
                : FloatProductSum.block(n, v, at, w, wOffset, scratch.rest(), scratch.otherRest());
      }
      return;
    }
    float[] lanes = scratch.lanes();
    int whole = n - n % LANES;
    int last = rows - 1;
    int v1 = vOffset + ldv;
    int v2 = vOffset + Math.min(2, last) * ldv;
    int v3 = vOffset + Math.min(3, last) * ldv;
    int v4 = vOffset + Math.min(4, last) * ldv;
    int v5 = vOffset + last * ldv;
    for (int strand = 0; strand < FloatSumLanes.STRANDS; strand++) {
      int i = FloatSumLanes.first(strand);
      chains(
          whole, v, vOffset + i, v1 + i, v2 + i, v3 + i, v4 + i, v5 + i, w, wOffset + i, lanes, i);
    }
    FloatRest.copy(n, w, wOffset, 0, scratch.otherRest());
    for (int j = 0; j < rows; j++) {
      FloatRest.copy(n, v, vOffset + j * ldv, 0, scratch.rest());
      c[cOffset + j] += finish(lanes, j * LANES, scratch.rest(), scratch.otherRest());
    }
  }

  /** The chains of one strand over whole steps of lanes. */
  private static void chains(
      int whole,
      float[] v,
      int v0,
      int v1,
      int v2,
      int v3,
      int v4,
      int v5,
      float[] w,
      int wOffset,
      float[] lanes,
      int at) {
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = FloatVector.zero(SPECIES);
    FloatVector a2 = FloatVector.zero(SPECIES);
    FloatVector a3 = FloatVector.zero(SPECIES);
    FloatVector b0 = FloatVector.zero(SPECIES);
    FloatVector b1 = FloatVector.zero(SPECIES);
    FloatVector b2 = FloatVector.zero(SPECIES);
    FloatVector b3 = FloatVector.zero(SPECIES);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector d0 = FloatVector.zero(SPECIES);
    FloatVector d1 = FloatVector.zero(SPECIES);
    FloatVector d2 = FloatVector.zero(SPECIES);
    FloatVector d3 = FloatVector.zero(SPECIES);
    FloatVector e0 = FloatVector.zero(SPECIES);
    FloatVector e1 = FloatVector.zero(SPECIES);
    FloatVector e2 = FloatVector.zero(SPECIES);
    FloatVector e3 = FloatVector.zero(SPECIES);
    FloatVector f0 = FloatVector.zero(SPECIES);
    FloatVector f1 = FloatVector.zero(SPECIES);
    FloatVector f2 = FloatVector.zero(SPECIES);
    FloatVector f3 = FloatVector.zero(SPECIES);
    for (int p = 0; p < whole; p += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, w, wOffset + p);
      a0 = x.fma(FloatVector.fromArray(SPECIES, v, v0 + p), a0);
      b0 = x.fma(FloatVector.fromArray(SPECIES, v, v1 + p), b0);
      c0 = x.fma(FloatVector.fromArray(SPECIES, v, v2 + p), c0);
      d0 = x.fma(FloatVector.fromArray(SPECIES, v, v3 + p), d0);
      e0 = x.fma(FloatVector.fromArray(SPECIES, v, v4 + p), e0);
      f0 = x.fma(FloatVector.fromArray(SPECIES, v, v5 + p), f0);
      x = FloatVector.fromArray(SPECIES, w, wOffset + p + Q);
      a1 = x.fma(FloatVector.fromArray(SPECIES, v, v0 + p + Q), a1);
      b1 = x.fma(FloatVector.fromArray(SPECIES, v, v1 + p + Q), b1);
      c1 = x.fma(FloatVector.fromArray(SPECIES, v, v2 + p + Q), c1);
      d1 = x.fma(FloatVector.fromArray(SPECIES, v, v3 + p + Q), d1);
      e1 = x.fma(FloatVector.fromArray(SPECIES, v, v4 + p + Q), e1);
      f1 = x.fma(FloatVector.fromArray(SPECIES, v, v5 + p + Q), f1);
      x = FloatVector.fromArray(SPECIES, w, wOffset + p + 2 * Q);
      a2 = x.fma(FloatVector.fromArray(SPECIES, v, v0 + p + 2 * Q), a2);
      b2 = x.fma(FloatVector.fromArray(SPECIES, v, v1 + p + 2 * Q), b2);
      c2 = x.fma(FloatVector.fromArray(SPECIES, v, v2 + p + 2 * Q), c2);
      d2 = x.fma(FloatVector.fromArray(SPECIES, v, v3 + p + 2 * Q), d2);
      e2 = x.fma(FloatVector.fromArray(SPECIES, v, v4 + p + 2 * Q), e2);
      f2 = x.fma(FloatVector.fromArray(SPECIES, v, v5 + p + 2 * Q), f2);
      x = FloatVector.fromArray(SPECIES, w, wOffset + p + 3 * Q);
      a3 = x.fma(FloatVector.fromArray(SPECIES, v, v0 + p + 3 * Q), a3);
      b3 = x.fma(FloatVector.fromArray(SPECIES, v, v1 + p + 3 * Q), b3);
      c3 = x.fma(FloatVector.fromArray(SPECIES, v, v2 + p + 3 * Q), c3);
      d3 = x.fma(FloatVector.fromArray(SPECIES, v, v3 + p + 3 * Q), d3);
      e3 = x.fma(FloatVector.fromArray(SPECIES, v, v4 + p + 3 * Q), e3);
      f3 = x.fma(FloatVector.fromArray(SPECIES, v, v5 + p + 3 * Q), f3);
    }
    a0.intoArray(lanes, at);
    a1.intoArray(lanes, at + Q);
    a2.intoArray(lanes, at + 2 * Q);
    a3.intoArray(lanes, at + 3 * Q);
    b0.intoArray(lanes, at + LANES);
    b1.intoArray(lanes, at + LANES + Q);
    b2.intoArray(lanes, at + LANES + 2 * Q);
    b3.intoArray(lanes, at + LANES + 3 * Q);
    c0.intoArray(lanes, at + 2 * LANES);
    c1.intoArray(lanes, at + 2 * LANES + Q);
    c2.intoArray(lanes, at + 2 * LANES + 2 * Q);
    c3.intoArray(lanes, at + 2 * LANES + 3 * Q);
    d0.intoArray(lanes, at + 3 * LANES);
    d1.intoArray(lanes, at + 3 * LANES + Q);
    d2.intoArray(lanes, at + 3 * LANES + 2 * Q);
    d3.intoArray(lanes, at + 3 * LANES + 3 * Q);
    e0.intoArray(lanes, at + 4 * LANES);
    e1.intoArray(lanes, at + 4 * LANES + Q);
    e2.intoArray(lanes, at + 4 * LANES + 2 * Q);
    e3.intoArray(lanes, at + 4 * LANES + 3 * Q);
    f0.intoArray(lanes, at + 5 * LANES);
    f1.intoArray(lanes, at + 5 * LANES + Q);
    f2.intoArray(lanes, at + 5 * LANES + 2 * Q);
    f3.intoArray(lanes, at + 5 * LANES + 3 * Q);
  }

  /** The last element of each lane, and the tree. */
  private static float finish(float[] lanes, int row, float[] vRest, float[] wRest) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int strand = 0; strand < FloatSumLanes.STRANDS; strand++) {
      int first = FloatSumLanes.first(strand);
      int at = row + first;
      FloatVector l0 =
          FloatVector.fromArray(SPECIES, vRest, first)
              .fma(
                  FloatVector.fromArray(SPECIES, wRest, first),
                  FloatVector.fromArray(SPECIES, lanes, at));
      FloatVector l1 =
          FloatVector.fromArray(SPECIES, vRest, first + Q)
              .fma(
                  FloatVector.fromArray(SPECIES, wRest, first + Q),
                  FloatVector.fromArray(SPECIES, lanes, at + Q));
      FloatVector l2 =
          FloatVector.fromArray(SPECIES, vRest, first + 2 * Q)
              .fma(
                  FloatVector.fromArray(SPECIES, wRest, first + 2 * Q),
                  FloatVector.fromArray(SPECIES, lanes, at + 2 * Q));
      FloatVector l3 =
          FloatVector.fromArray(SPECIES, vRest, first + 3 * Q)
              .fma(
                  FloatVector.fromArray(SPECIES, wRest, first + 3 * Q),
                  FloatVector.fromArray(SPECIES, lanes, at + 3 * Q));
      s0 = s1;
      s1 = s2;
      s2 = s3;
      s3 = l0.add(l2).add(l1.add(l3));
    }
    return FloatSumLanes.tree(s0, s1, s2, s3);
  }
}
