package io.github.curvelane.curvature;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import java.util.Arrays;
import java.util.Objects;

/**
 * The curvature that steps along gradients meet: κ = gᵀGg/gᵀg, with the gradient g of a batch and
 * the Gauss-Newton matrix G of the same batch, is the second derivative along the step that the
 * batch asks for, and a step of 1/κ ends at the bottom of that parabola. The median over batches of
 * the size that is trained with gives the learning rate.
 *
 * <p>λ_max, which is the curvature along a direction that no single batch asks for, gives another
 * rate: for single examples of many inputs one several times too large, as each batch has a
 * curvature of its own along its own gradient, and for classes in larger batches one several times
 * too small, as λ_max falls while the network learns.
 *
 * <pre>{@code
 * GradientCurvature curvature = GradientCurvature.measure(objective, theta, order, 64);
 * double rate = curvature.rate();
 * }</pre>
 */
public final class GradientCurvature {
  /** The number of batches that are asked: {@value}. */
  public static final int BATCHES = 20;

  private final int batch;
  private final int measured;
  private final double[] curvatures;
  private final double median;

  private GradientCurvature(int batch, int measured, double[] curvatures) {
    this.batch = batch;
    this.measured = measured;
    this.curvatures = curvatures;
    double[] sorted = curvatures.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    this.median = n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /**
   * Measures κ, as {@link #measure(StochasticObjective, Object, int[], int, ProductWatch)} without
   * a watch.
   *
   * @param objective gives gradients and products of batches
   * @param theta the parameters, usually those that training begins with
   * @param order the examples, in the order that training begins with
   * @param batch the number of examples in a batch of training
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> the objective
   * @return the curvatures
   */
  public static <A, O extends StochasticObjective<A> & GaussNewtonProducts<A>>
      GradientCurvature measure(O objective, A theta, int[] order, int batch) {
    return measure(objective, theta, order, batch, ProductWatch.NONE);
  }

  /**
   * Measures κ of {@link #BATCHES} batches: the first of the order, and of a short order some that
   * overlap. Costs a gradient and a Gauss-Newton product a batch, two arrays of N elements, and
   * leaves the objective with the last batch selected. Inner products are those of {@link
   * Reductions}.
   *
   * @param objective gives gradients and products of batches
   * @param theta the parameters, usually those that training begins with
   * @param order the examples, in the order that training begins with
   * @param batch the number of examples in a batch of training
   * @param watch watches the products; when it cancels, the result is of the batches before
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> the objective
   * @return the curvatures
   * @throws IllegalArgumentException if {@code batch} is less than 1 or than the objective takes,
   *     or more than the order has or the objective takes, an example is not the objective's, or θ
   *     has another length or an element that is not finite
   */
  public static <A, O extends StochasticObjective<A> & GaussNewtonProducts<A>>
      GradientCurvature measure(O objective, A theta, int[] order, int batch, ProductWatch watch) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(watch, "watch");
    checkBatch(objective, order, batch);
    Precision<A> precision = objective.precision();
    Reductions<A> reductions = Kernels.of(precision).newReductions();
    int size = objective.dimension();
    A gradient = precision.newArray(size);
    A product = precision.newArray(size);
    double[] found = new double[BATCHES];
    int used = 0;
    int measured = 0;
    while (measured < BATCHES && !watch.cancelled()) {
      int from = (int) ((long) measured * batch % (order.length - batch + 1));
      objective.select(order, from, from + batch);
      objective.linearize(theta, gradient);
      objective.gaussNewtonVector(gradient, product);
      double kappa =
          reductions.dot(size, gradient, 0, product, 0)
              / reductions.sumOfSquares(size, gradient, 0);
      if (kappa > 0 && kappa < Double.POSITIVE_INFINITY) {
        found[used++] = kappa;
      }
      watch.product(++measured);
    }
    return new GradientCurvature(batch, measured, Arrays.copyOf(found, used));
  }

  private static void checkBatch(StochasticObjective<?> objective, int[] order, int batch) {
    int least = Math.max(1, objective.minBatch());
    int most = Math.min(order.length, objective.maxBatch());
    if (batch < least || batch > most) {
      throw new IllegalArgumentException(
          "batch is %d, must be from %d to %d: the order has %d examples, the objective takes %d"
              .formatted(batch, least, most, order.length, objective.maxBatch()));
    }
  }

  /**
   * Returns the number of examples in a batch.
   *
   * @return the number
   */
  public int batch() {
    return batch;
  }

  /**
   * Returns the number of batches that were measured.
   *
   * @return {@link #BATCHES}, unless the watch has cancelled
   */
  public int measured() {
    return measured;
  }

  /**
   * Returns κ of each batch that has one, in the order of the batches. A batch has none where its
   * gradient vanishes, G is zero along it, or a sum is not finite.
   *
   * @return a new array of at most {@link #measured} positive numbers
   */
  public double[] curvatures() {
    return curvatures.clone();
  }

  /**
   * Returns the median of the curvatures.
   *
   * @return κ; NaN if no batch has one
   */
  public double median() {
    return median;
  }

  /**
   * Returns the learning rate for plain gradient descent. A method with the momentum α, whose steps
   * add up to 1/(1 − α) of a gradient, takes 1 − α times this.
   *
   * @return 1/κ
   * @throws ArithmeticException if no batch has a positive curvature, or κ is so small that the
   *     rate would overflow
   */
  public double rate() {
    if (curvatures.length == 0) {
      throw new ArithmeticException(
          "none of %d batches of %d has a positive curvature along its gradient: it gives no learning rate"
              .formatted(measured, batch));
    }
    double rate = 1 / median;
    if (Double.isInfinite(rate)) {
      throw new ArithmeticException(
          "the curvature along gradients is " + median + ": it gives no finite learning rate");
    }
    return rate;
  }

  @Override
  public String toString() {
    return "curvature %s along the gradients of %d batches of %d, %d of them positive"
        .formatted(median, measured, batch, curvatures.length);
  }
}
