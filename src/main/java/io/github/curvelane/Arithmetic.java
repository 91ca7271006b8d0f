package io.github.curvelane;

/**
 * The constants that the order of every sum depends on. They are part of the results: a different
 * value would give different bits, so they are fixed for all machines and cannot be configured.
 */
public final class Arithmetic {
  /**
   * The version of the arithmetic: the orders of all sums, the sequences of roundings and the
   * random draws by which results follow from inputs. It grows with every change of the library
   * that changes a bit of any result of training; a run that was saved under another version would
   * not end as it would have, and is not resumed.
   */
  public static final int VERSION = 1;

  /**
   * K_e, the number of examples in a canonical chunk. A sum over examples (a weight gradient, a
   * bias gradient, a loss, a diagonal) is one fused-multiply-add chain over ascending examples
   * within a chunk, counted from the first example; the sums of chunks are added by a fixed binary
   * tree over their indices ({@link io.github.curvelane.kernel.ChunkTree}).
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

  /**
   * Mixes a seed with the index of a canonical chunk: random draws over examples come from a
   * generator for each chunk, so that no chunk's depend on those before. The first chunk has the
   * seed itself; others z = s + c·0x9E3779B97F4A7C15, then z ← (z ⊕ z≫30)·0xBF58476D1CE4E5B9, z ←
   * (z ⊕ z≫27)·0x94D049BB133111EB, z ⊕ z≫31 (SplitMix64: Steele, Lea and Flood 2014), with logical
   * shifts, modulo 2⁶⁴.
   *
   * @param seed the seed s of the whole
   * @param chunk the index c of the chunk, from 0
   * @return the seed of the chunk's generator
   */
  public static long chunkSeed(long seed, int chunk) {
    if (chunk == 0) {
      return seed;
    }
    long z = seed + chunk * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private Arithmetic() {}
}
