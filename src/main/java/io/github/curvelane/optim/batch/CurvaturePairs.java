package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;

/**
 * The last pairs (p, Hp) that conjugate gradients met, as the L-BFGS approximation of H⁻¹. The
 * pairs are part of the state of a run; those of an iteration are taken in when it ends.
 */
final class CurvaturePairs<A> {
  /** The least cosine of p and Hp, as a multiple of u. */
  private static final int COSINE_UNITS = 16;

  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final int size;
  private final int slots;
  private final A directions;
  private final A products;
  private final Scalar count;
  private final Scalar newest;

  /** pᵀHp of each slot and, of the newest, pᵀHp/‖Hp‖²: they follow from the pairs. */
  private final double[] curvatures;

  private double scale;
  private final double[] factors;

  private final A newDirections;
  private final A newProducts;
  private final double[] newCurvatures;
  private long noted;

  CurvaturePairs(MinimizerRun<A> run, int slots) {
    this.precision = run.precision;
    this.algebra = run.algebra;
    this.reductions = run.reductions;
    this.size = run.size;
    this.slots = slots;
    int length = slots * size;
    directions = run.memory("directions", length);
    products = run.memory("products", length);
    count = run.number("pairs");
    newest = run.number("newest pair");
    curvatures = new double[slots];
    factors = new double[slots];
    newDirections = precision.newArray(length);
    newProducts = precision.newArray(length);
    newCurvatures = new double[slots];
  }

  void restored() {
    for (int slot = 0; slot < count.value; slot++) {
      int at = slot * size;
      curvatures[slot] = reductions.dot(size, directions, at, products, at);
    }
    rescale();
  }

  private void rescale() {
    if (count.value > 0) {
      int slot = (int) newest.value;
      scale = curvatures[slot] / reductions.sumOfSquares(size, products, slot * size);
    }
  }

  /** z ← Mr by the two-loop recursion (Nocedal 1980), M = I while there is no pair. */
  void apply(A r, A z) {
    precision.copy(r, 0, z, 0, size);
    int pairs = (int) count.value;
    if (pairs == 0) {
      return;
    }
    int slot = (int) newest.value;
    for (int i = 0; i < pairs; i++) {
      int at = slot * size;
      factors[slot] = reductions.dot(size, directions, at, z, 0) / curvatures[slot];
      algebra.axpy(size, -factors[slot], products, at, z, 0);
      slot = slot == 0 ? slots - 1 : slot - 1;
    }
    algebra.scale(size, scale, z, 0, z, 0);
    for (int i = 0; i < pairs; i++) {
      slot = slot == slots - 1 ? 0 : slot + 1;
      int at = slot * size;
      double factor = reductions.dot(size, products, at, z, 0) / curvatures[slot];
      algebra.axpy(size, factors[slot] - factor, directions, at, z, 0);
    }
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
      int slot = count.value == 0 ? 0 : ((int) newest.value + 1) % slots;
      precision.copy(newDirections, from * size, directions, slot * size, size);
      precision.copy(newProducts, from * size, products, slot * size, size);
      curvatures[slot] = newCurvatures[from];
      newest.value = slot;
      count.value = Math.min(count.value + 1, slots);
    }
    noted = 0;
    rescale();
  }
}
