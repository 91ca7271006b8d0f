package io.github.curvelane.data;

/**
 * The inputs of examples, wherever they are kept and however they are stored: what a {@link
 * Normalization} is fitted on and applied to. A {@link Dataset} is one; a table that is read in
 * double precision, and rounded only when it has been centred, is another.
 */
public interface Inputs {
  /**
   * Returns the number of examples.
   *
   * @return at least 1
   */
  int examples();

  /**
   * Returns the number of inputs of each example.
   *
   * @return at least 1
   */
  int features();

  /**
   * Returns an input.
   *
   * @param example the example, from 0
   * @param feature which of its inputs, from 0
   * @return the number, finite
   */
  double input(int example, int feature);

  /**
   * Reads all inputs of an example. Whoever wants many numbers asks for rows: implementations copy
   * one at the speed of memory where {@link #input} is a call a number.
   *
   * @param example the example, from 0
   * @param row receives the inputs, in their order; {@link #features} long
   */
  default void row(int example, double[] row) {
    for (int j = 0; j < row.length; j++) {
      row[j] = input(example, j);
    }
  }
}
