package io.github.curvelane;

/**
 * An objective that is a mean over examples, of which a batch can be selected: E(θ) = (1/B) Σ
 * L_p(θ) over the selected p. Stochastic training walks an order of the examples batch by batch.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface StochasticObjective<A> extends Objective<A> {
  /**
   * Returns the number of examples that batches are selected from.
   *
   * @return the number of examples
   */
  int examples();

  /**
   * Returns the largest batch that can be selected.
   *
   * @return the largest number of examples in a batch
   */
  int maxBatch();

  /**
   * Returns the smallest batch that can be evaluated.
   *
   * @return 1 unless overridden; 2 where the model normalises by statistics of the batch, which a
   *     single example does not have
   */
  default int minBatch() {
    return 1;
  }

  /**
   * Selects the batch that the next evaluations are about: examples {@code order[from]} to {@code
   * order[to − 1]}, in this order. The order is read during the evaluations and not copied.
   *
   * @param order indices of examples
   * @param from the first position in {@code order}
   * @param to the position after the last
   * @throws IllegalArgumentException if the range is empty, exceeds {@link #maxBatch}, or an index
   *     is outside the examples
   */
  void select(int[] order, int from, int to);

  /**
   * Returns a text that tells the examples apart from others, such as a digest of inputs and
   * targets: a run that is resumed with other data is refused by it.
   *
   * @return the text, of one line; empty unless overridden, which is compared with nothing
   */
  default String fingerprint() {
    return "";
  }
}
