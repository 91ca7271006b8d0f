package io.github.curvelane;

/**
 * Tells how wrong a model is on each of the training examples, for orders that show the difficult
 * ones more often [EB 4.2].
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ExampleErrors<A> {
  /**
   * Returns the precision of the parameters.
   *
   * @return the precision
   */
  Precision<A> precision();

  /**
   * Measures.
   *
   * @param theta the parameters, N of them; not changed
   * @param errors receives a number for each training example, finite and at least 0, the larger
   *     the more wrong
   */
  void errors(A theta, double[] errors);
}
