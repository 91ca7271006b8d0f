package io.github.curvelane;

import java.util.List;

/**
 * Measures how good parameters are, on data that training does not see. Training is told by the
 * first metric when to stop, which parameters to keep and when to reduce the rate.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Validation<A> {
  /**
   * Returns the precision of the parameters.
   *
   * @return the precision
   */
  Precision<A> precision();

  /**
   * Returns what is measured.
   *
   * @return at least one metric, in the order of the values; the first is the one that is watched
   */
  List<Metric> metrics();

  /**
   * Measures.
   *
   * @param theta the parameters, N of them; not changed
   * @param values receives a value for each metric; NaN where there is none
   */
  void measure(A theta, double[] values);

  /**
   * Returns a text that tells the data apart from others, such as a digest: a run that is resumed
   * with other data is refused by it.
   *
   * @return the text, of one line; empty unless overridden, which is compared with nothing
   */
  default String fingerprint() {
    return "";
  }
}
