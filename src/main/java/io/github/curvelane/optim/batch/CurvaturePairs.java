package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Reductions;

/**
 * The last pairs (p, Hp) that conjugate gradients met, as the L-BFGS approximation of H⁻¹. The
 * pairs are part of the state of a run; those of an iteration are taken in when it ends.
 */
final class CurvaturePairs<A> {
  /** The least cosine of p and Hp, as a multiple of u. */
  private static final int COSINE_UNITS = 16;

  private final Precision<A> precision;
  private final Reductions<A> reductions;
  private final int size;
  private final int slots;
  private final PairRing<A> pairs;
  private final A newDirections;
  private final A newProducts;
  private final double[] newCurvatures;
  private long noted;

  CurvaturePairs(MinimizerRun<A> run, int slots) {
    this.precision = run.precision;
    this.reductions = run.reductions;
    this.size = run.size;
    this.slots = slots;
    pairs = new PairRing<>(run, slots, "directions", "products");
    newDirections = precision.newArray(slots * size);
    newProducts = precision.newArray(slots * size);
    newCurvatures = new double[slots];
  }

  void restored() {
    pairs.restored();
  }

  /** z ← Mr. */
  void apply(A r, A z) {
    precision.copy(r, 0, z, 0, size);
    pairs.multiply(z);
  }

  /** Forgets the pairs of the iteration. */
  void begin() {
    noted = 0;
  }

  /** Remembers a pair of the iteration, unless its curvature is not clearly positive. */
  void note(A p, A product, double curvature) {
    double norms = reductions.norm2(size, p, 0) * reductions.norm2(size, product, 0);
    if (slots == 0 || !(curvature > COSINE_UNITS * precision.unitRoundoff() * norms)) {
      return;
    }
    int slot = (int) (noted % slots);
    precision.copy(p, 0, newDirections, slot * size, size);
    precision.copy(product, 0, newProducts, slot * size, size);
    newCurvatures[slot] = curvature;
    noted++;
  }

  /** Takes in the last pairs of the iteration. */
  void commit() {
    for (long i = Math.max(0, noted - slots); i < noted; i++) {
      int from = (int) (i % slots);
      pairs.add(newDirections, from * size, newProducts, from * size, newCurvatures[from]);
    }
    noted = 0;
    pairs.rescale();
  }
}
