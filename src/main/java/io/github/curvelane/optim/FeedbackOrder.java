package io.github.curvelane.optim;

/**
 * An order that depends on how wrong the model is on each example. It is told before each epoch by
 * a trainer that has {@link StochasticTrainer.Builder#exampleErrors}.
 */
public interface FeedbackOrder extends SamplingOrder {
  /**
   * Reports the current error of an example.
   *
   * @param example its index
   * @param error its error, finite and at least 0
   * @throws IllegalArgumentException if the error is negative or not finite
   * @throws IndexOutOfBoundsException if there is no such example
   */
  void report(int example, double error);
}
