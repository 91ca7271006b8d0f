package io.github.curvelane.data;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.optim.FeedbackOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The emphasising scheme [EB 4.2]: examples that the network still gets wrong are shown more often.
 * Each example of an epoch is drawn on its own, with replacement, with probability
 *
 * <pre>p_i = (1 − s)/n + s·e_i/Σe,</pre>
 *
 * where e_i ≥ 0 is the error last reported for it and s the emphasis. It helps where rare cases
 * matter, and harms where the examples with large errors are outliers or wrongly labelled.
 *
 * <p>Holds the errors, so it belongs to one training run and one thread. A trainer that is told of
 * {@linkplain io.github.curvelane.optim.StochasticTrainer.Builder#exampleErrors the errors} reports
 * all of them before each epoch.
 */
public final class EmphasizingOrder implements FeedbackOrder {
  private final double[] errors;
  private final double[] cumulative;
  private final double emphasis;
  private final long seed;

  /**
   * Creates the order with equal errors.
   *
   * @param examples the number of examples, at least 1
   * @param emphasis s, from 0 (plain sampling with replacement) to 1
   * @param seed the seed
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public EmphasizingOrder(int examples, double emphasis, long seed) {
    if (examples < 1) {
      throw new IllegalArgumentException("examples is " + examples + ", must be at least 1");
    }
    if (!(emphasis >= 0 && emphasis <= 1)) {
      throw new IllegalArgumentException("emphasis is " + emphasis + ", must be from 0 to 1");
    }
    this.errors = new double[examples];
    this.cumulative = new double[examples];
    this.emphasis = emphasis;
    this.seed = seed;
    Arrays.fill(errors, 1);
  }

  @Override
  public void report(int example, double error) {
    Arguments.index("example", example, errors.length);
    if (!(error >= 0 && error < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "error of example " + example + " is " + error + ", must be finite and at least 0");
    }
    errors[example] = error;
  }

  @Override
  public void arrange(int epoch, int[] order) {
    Objects.requireNonNull(order, "order");
    if (order.length != errors.length) {
      throw new IllegalArgumentException(
          "order has " + order.length + " elements, must have " + errors.length);
    }
    double total = 0;
    for (double error : errors) {
      total += error;
    }
    double share = total > 0 && total < Double.POSITIVE_INFINITY ? emphasis : 0;
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      sum += (1 - share) / errors.length + (share > 0 ? share * (errors[i] / total) : 0);
      cumulative[i] = sum;
    }
    RandomDraws random = new RandomDraws(seed, epoch);
    for (int i = 0; i < order.length; i++) {
      order[i] = firstAbove(random.uniform() * sum);
    }
  }

  private int firstAbove(double level) {
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > level) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public String toString() {
    return "emphasizing(" + errors.length + ", " + emphasis + ", " + seed + ")";
  }
}
