package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;

/**
 * The sums over examples of a map's gradient, continued from piece to piece of a chunk. A chain
 * that is not the first of its chunk is formed aside, and added when it is whole.
 */
final class ExamplePieces<A> {
  private final LinearMap<A> map;

  /**
   * Of the parameters, the first are weights; the biases behind them are those of units or maps.
   */
  private final int weights;

  private final int biases;

  private A ones;
  private A chain;

  ExamplePieces(LinearMap<A> map, int biases) {
    this.map = map;
    this.biases = biases;
    this.weights = map.parameters - biases;
  }

  /**
   * Adds the examples of a piece.
   *
   * @param done the examples of the chunk before the piece
   * @param more whether others follow
   * @param sum has the sums, with θ's layout
   */
  void add(A x, int xOffset, A u, int rows, int done, boolean more, A sum) {
    int examples = map.chainExamples();
    for (int row = 0, count; row < rows; row += count) {
      int before = (done + row) % examples;
      count = Math.min(rows - row, examples - before);
      boolean isFirst = done + row < examples;
      A to = isFirst ? sum : chain();
      int at = isFirst ? map.offset : 0;
      int from = xOffset + row * map.inputs;
      map.weightGradient(x, from, false, u, row * map.outputs, count, before > 0, to, at);
      boolean ends = before + count == examples || row + count == rows && !more;
      if (!isFirst && ends) {
        map.algebra.add(weights, sum, map.offset, to, 0, sum, map.offset);
      }
    }
    if (biases > 0) {
      addBiases(u, rows, done, more, sum);
    }
  }

  /** A bias is the weight of an input that is 1 in every place. */
  private void addBiases(A u, int rows, int done, boolean more, A sum) {
    int places = map.outputs / biases;
    int examples = Math.max(1, Arithmetic.EXAMPLE_CHUNK / places);
    for (int row = 0, count; row < rows; row += count) {
      int before = (done + row) % examples;
      count = Math.min(rows - row, examples - before);
      boolean isFirst = done + row < examples;
      A to = isFirst ? sum : chain();
      int at = isFirst ? map.offset + weights : weights;
      map.product.aTransposed(ones(count * places), 0, 1).b(u, row * map.outputs, biases);
      if (before > 0) {
        map.product.accumulate();
      }
      map.product.c(to, at, biases).multiply(1, biases, count * places);
      boolean ends = before + count == examples || row + count == rows && !more;
      if (!isFirst && ends) {
        int into = map.offset + weights;
        map.algebra.add(biases, sum, into, to, weights, sum, into);
      }
    }
  }

  private A chain() {
    if (chain == null) {
      chain = map.precision.newArray(map.parameters);
    }
    return chain;
  }

  private A ones(int length) {
    if (ones == null || map.precision.length(ones) < length) {
      ones = map.precision.newArray(length);
      map.precision.fill(ones, 0, length, 1);
    }
    return ones;
  }
}
