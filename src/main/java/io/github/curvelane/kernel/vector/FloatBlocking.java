package io.github.curvelane.kernel.vector;

/**
 * How far the loops of the product go before the next block. The system properties {@code
 * curvelane.gemm.mc}, {@code .kc} and {@code .nc} override it; no value changes a result.
 */
final class FloatBlocking {
  /**
   * Terms in a block. A panel of B of this depth no longer fits the first-level cache, which costs
   * nothing measurable, as it streams from the second; and fewer blocks mean fewer passes over C: 4
   * % of 1024³ and of 2048³ against half of it.
   */
  private static final int KC = override("curvelane.gemm.kc", 4096 / Float.BYTES);

  /** Columns in a block; 0 if {@link #B_BLOCK} decides. */
  private static final int NC = override("curvelane.gemm.nc", 0);

  /** Rows in a block; 0 if the second-level cache decides. */
  private static final int MC = override("curvelane.gemm.mc", 0);

  /** Elements of a packed block of B: 4 MB of the third-level cache. */
  private static final int B_BLOCK = (4 << 20) / Float.BYTES;

  /** Elements of a packed block of A: an eighth of the second-level cache. */
  private static final int A_BLOCK = Caches.L2 / 8 / Float.BYTES;

  /** Elements of a part of C that is swept while it is in the second-level cache. */
  private static final int SWEEP = Caches.L2 / 8 / Float.BYTES;

  private FloatBlocking() {}

  private static int override(String property, int standard) {
    return Math.max(standard == 0 ? 0 : 1, Integer.getInteger(property, standard));
  }

  /** The terms in each of the fewest equal blocks that k terms can be cut into. */
  static int terms(int k) {
    return equalParts(k, KC, 1);
  }

  /** The columns in each of the fewest equal blocks of some terms, a multiple of a tile's. */
  static int columns(int n, int terms) {
    return equalParts(n, NC > 0 ? NC : B_BLOCK / Math.max(1, terms), FloatTiles.COLUMNS);
  }

  /** The rows in each of the fewest equal blocks of some terms, a multiple of a tile's. */
  static int rows(int m, int terms) {
    return equalParts(m, MC > 0 ? MC : A_BLOCK / Math.max(1, terms), FloatTiles.ROWS);
  }

  /** The columns that are swept together in a block of some rows, a multiple of a tile's. */
  static int sweepColumns(int rows) {
    return Math.max(1, SWEEP / rows / FloatTiles.COLUMNS) * FloatTiles.COLUMNS;
  }

  /** The length of each of the fewest equal parts up to a limit, a multiple of a unit. */
  static int equalParts(int length, int limit, int unit) {
    int parts = Math.max(1, Math.ceilDiv(length, Math.max(limit, unit)));
    return Math.ceilDiv(Math.ceilDiv(length, parts), unit) * unit;
  }
}
