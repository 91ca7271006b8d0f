package io.github.curvelane.kernel.contract;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;

/**
 * The memory in which one thread at a time reduces blocks. It means nothing between calls.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ReductionScratch<A> {
  /** How many sums of rows are taken together at most. */
  public static final int ROWS = 6;

  private final Precision<A> precision;
  private final A rest;
  private final A otherRest;
  private final A lanes;
  private A terms;

  /**
   * Creates the memory.
   *
   * @param precision the precision
   */
  public ReductionScratch(Precision<A> precision) {
    int lanes = Arithmetic.REDUCTION_LANES * Float.BYTES / precision.bytes();
    this.precision = precision;
    this.rest = precision.newArray(lanes);
    this.otherRest = precision.newArray(lanes);
    this.lanes = precision.newArray(ROWS * lanes);
  }

  /** An element a lane, for the last of a block that do not fill all lanes. */
  public A rest() {
    return rest;
  }

  /** The same for another vector. */
  public A otherRest() {
    return otherRest;
  }

  /** An element a lane, for each of {@link #ROWS} rows. */
  public A lanes() {
    return lanes;
  }

  /** An element for each of a block; made when first asked for. */
  public A terms() {
    if (terms == null) {
      terms = precision.newArray(Arithmetic.REDUCTION_BLOCK);
    }
    return terms;
  }
}
