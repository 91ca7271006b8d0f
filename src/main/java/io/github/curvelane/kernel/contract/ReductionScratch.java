package io.github.curvelane.kernel.contract;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Pool;

/**
 * The memory in which one thread at a time reduces blocks. It means nothing between calls. What is
 * large in it is lent for a call by a pool of all: so memory follows the calls that overlap, and
 * not the reductions that there are, of which parked threads may hold any number.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ReductionScratch<A> {
  /** How many sums of rows are taken together at most. */
  public static final int ROWS = 6;

  /** An element for each of a block. */
  private static final class Terms<A> extends Pool.Slot {
    final A array;

    Terms(Precision<A> precision) {
      this.array = precision.newArray(Arithmetic.REDUCTION_BLOCK);
    }
  }

  private static final Pool<Terms<float[]>> FLOATS = new Pool<>(() -> new Terms<>(Precision.FLOAT));
  private static final Pool<Terms<double[]>> DOUBLES =
      new Pool<>(() -> new Terms<>(Precision.DOUBLE));

  private final Precision<A> precision;
  private final A rest;
  private final A otherRest;
  private A lanes;
  private Terms<A> terms;

  /**
   * Creates the memory.
   *
   * @param precision the precision
   */
  public ReductionScratch(Precision<A> precision) {
    this.precision = precision;
    this.rest = precision.newArray(lanes(precision));
    this.otherRest = precision.newArray(lanes(precision));
  }

  /**
   * Returns the lanes of a sum: one of no more elements, unless of absolute values or exponentials,
   * needs no scratch memory, as each element has a lane of its own.
   *
   * @param precision the precision
   * @return the number of lanes
   */
  public static int lanes(Precision<?> precision) {
    return Arithmetic.REDUCTION_LANES * Float.BYTES / precision.bytes();
  }

  /** An element a lane, for the last of a block that do not fill all lanes. */
  public A rest() {
    return rest;
  }

  /** The same for another vector. */
  public A otherRest() {
    return otherRest;
  }

  /** An element a lane, for each of {@link #ROWS} rows; made when first asked for. */
  public A lanes() {
    if (lanes == null) {
      lanes = precision.newArray(ROWS * lanes(precision));
    }
    return lanes;
  }

  /** An element for each of a block, between {@link #borrowTerms} and {@link #returnTerms}. */
  public A terms() {
    return terms.array;
  }

  /** Makes the {@link #terms} those of nobody else. */
  public void borrowTerms() {
    terms = pool(precision).acquire();
  }

  /** Gives the {@link #terms} back. */
  public void returnTerms() {
    terms.release();
    terms = null;
  }

  /**
   * Makes terms for so many calls at once, where some by chance would need memory only later.
   *
   * @param precision the precision
   * @param calls how many
   */
  public static void reserveTerms(Precision<?> precision, int calls) {
    pool(precision).reserve(calls);
  }

  @SuppressWarnings("unchecked")
  private static <A> Pool<Terms<A>> pool(Precision<A> precision) {
    return (Pool<Terms<A>>) (Pool<?>) (precision == Precision.FLOAT ? FLOATS : DOUBLES);
  }
}
