package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.kernel.plain.MapSums;

/**
 * Sums over all places of a map and all examples. Terms are those of ascending (example, y, x); a
 * chain covers max(1, ⌊K_e/places⌋) whole examples with K_e {@link Arithmetic#EXAMPLE_CHUNK}, and
 * chains are added left to right. With one place they are the sums over examples of a unit.
 */
final class MapChains<A> {
  /** From so many maps on a row is long enough for the vector kernels. */
  private static final int LONG_ROW = 32;

  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final MapSums<A> loops;
  private final int places;
  private final int maps;
  private final int examples;

  /** A chain that is then added to those before. */
  private final A chain;

  MapChains(Precision<A> precision, VectorAlgebra<A> algebra, int places, int maps) {
    this.precision = precision;
    this.algebra = algebra;
    this.loops = MapSums.of(precision);
    this.places = places;
    this.maps = maps;
    this.examples = Math.max(1, Arithmetic.EXAMPLE_CHUNK / places);
    this.chain = precision.newArray(maps);
  }

  /** How many examples a chain covers. */
  int examples() {
    return examples;
  }

  /** sum_c = fl(sum_c + u), from +0. */
  void sums(int rows, A u, int uOffset, A sum, int at) {
    run(rows, null, 0, u, uOffset, false, sum, at);
  }

  /**
   * sum_c = fma(x, u, sum_c).
   *
   * @param accumulate whether the first chain goes on from what stands in {@code sum}, or from +0
   */
  void products(int rows, A x, int xOffset, A u, int uOffset, boolean accumulate, A sum, int at) {
    run(rows, x, xOffset, u, uOffset, accumulate, sum, at);
  }

  /** Repeats the numbers of maps, the first of {@code units}, place by place. */
  void repeat(A units) {
    int n = places * maps;
    for (int done = maps; done < n; done += Math.min(done, n - done)) {
      precision.copy(units, 0, units, done, Math.min(done, n - done));
    }
  }

  private void run(
      int rows, A x, int xOffset, A u, int uOffset, boolean accumulate, A sum, int at) {
    if (!accumulate) {
      precision.fill(sum, at, at + maps, 0);
    }
    int length = places * maps;
    for (int p = 0; p < rows; p += examples) {
      int n = Math.min(examples, rows - p) * places;
      int first = p * length;
      if (p == 0) {
        chain(n, x, xOffset, u, uOffset, sum, at);
        continue;
      }
      precision.fill(chain, 0, maps, 0);
      chain(n, x, xOffset + first, u, uOffset + first, chain, 0);
      algebra.add(maps, sum, at, chain, 0, sum, at);
    }
  }

  private void chain(int n, A x, int xOffset, A u, int uOffset, A sum, int at) {
    if (maps < LONG_ROW) {
      if (x == null) {
        loops.add(n, maps, u, uOffset, sum, at);
      } else {
        loops.products(n, maps, x, xOffset, u, uOffset, sum, at);
      }
      return;
    }
    for (int row = 0; row < n; row++) {
      int start = row * maps;
      if (x == null) {
        algebra.add(maps, sum, at, u, uOffset + start, sum, at);
      } else {
        algebra.multiplyAdd(maps, x, xOffset + start, u, uOffset + start, sum, at, sum, at);
      }
    }
  }
}
