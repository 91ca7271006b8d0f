package io.github.curvelane.nn;

/** Writes what a signal makes of the parameters for single examples, a row of θ's length each. */
final class GradientRows<A> implements Visit<A> {
  private final Signal signal;
  private final int parameters;
  private A rows;
  private int start;
  private int from;
  private int to;
  private int row;
  private int rowsPerExample;

  GradientRows(Signal signal, int parameters) {
    this.signal = signal;
    this.parameters = parameters;
  }

  /**
   * Says what is written next.
   *
   * @param rows receives the rows
   * @param start the example of the batch that stands in the first row of the signals
   * @param from the first example wanted, within those that stand there
   * @param to the end of those wanted, within those that stand there
   * @param row the index of the first one's row
   * @param rowsPerExample how many rows further the next one's is
   */
  GradientRows<A> into(A rows, int start, int from, int to, int row, int rowsPerExample) {
    this.rows = rows;
    this.start = start;
    this.from = from;
    this.to = to;
    this.row = row;
    this.rowsPerExample = rowsPerExample;
    return this;
  }

  @Override
  public void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX) {
    for (int p = from; p < to; p++) {
      int target = row + (p - from) * rowsPerExample;
      node.exampleGradient(signal, x, p - start, rows, target * parameters);
    }
  }
}
