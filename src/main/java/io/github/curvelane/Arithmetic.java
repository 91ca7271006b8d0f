package io.github.curvelane;

/**
 * The constants that the order of every sum depends on. They are part of the results: a different
 * value would give different bits, so they are fixed for all machines and cannot be configured.
 */
public final class Arithmetic {
  /**
   * K_e, the number of examples in a canonical chunk. A sum over examples (a weight gradient, a
   * bias gradient, a loss, a diagonal) is one fused-multiply-add chain over ascending examples
   * within a chunk, counted from the first example; finished chunks are added left to right.
   */
  public static final int EXAMPLE_CHUNK = 4096;

  /**
   * N_r, the number of elements in a block of a reduction over a vector (sum, dot, norm). Within a
   * block element i goes to lane i mod {@link #REDUCTION_LANES}; lanes are combined by a fixed
   * tree, blocks left to right.
   */
  public static final int REDUCTION_BLOCK = 4096;

  /**
   * The number of lanes of a reduction in single precision; in double precision it is half of it.
   */
  public static final int REDUCTION_LANES = 64;

  private Arithmetic() {}
}
