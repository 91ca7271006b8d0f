package io.github.curvelane.curvature;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.internal.Probes;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.Objects;

/**
 * The largest eigenvalue of the average Hessian, estimated while examples are presented one batch
 * after the other [EB 64]: Ψ ← (1 − γ_t)Ψ + γ_t·H_pΨ/‖Ψ‖, where H_p is the Hessian of the batch
 * alone. ‖Ψ‖ tends to λ_max and Ψ to its eigenvector, without a pass over all examples; 1/‖Ψ‖ is
 * the learning rate [EB 39]. The leak is γ_t = max(0.003, min(½, 5/(t + 5))), t the number of
 * presentations before.
 *
 * <p><b>How near it comes.</b> It errs low more often than high: Ψ is still turning towards the
 * eigenvector while it is measured, and what single examples do to it beside that direction only
 * shortens what is along it. On a network for digits with ½ squared error it was within a factor of
 * 2 from presentation 150 on, and 0.8 to 1.1 times λ_max after 500; with batches the presentations
 * needed are fewer.
 *
 * <p>It follows the <em>algebraically</em> largest eigenvalue, where power iterations follow the
 * largest in magnitude, as long as γ &lt; 2/(1 − λ_min/λ_max). Without a positive eigenvalue ‖Ψ‖
 * decays, and 1/‖Ψ‖ would be a rate that explodes. So the curvature along Ψ, ΨᵀH_pΨ/‖Ψ‖², is
 * measured now and then, at presentations 1, 2, 4, …, 32 and every 32nd, and {@link #rate} is
 * refused unless its mean over the last eight or so is positive.
 *
 * <p><b>Arithmetic.</b> What is stored is Φ with Ψ = cΦ: a presentation is Φ ← fma(f, H_pΦ, Φ) with
 * f = γ/((1 − γ)·c·‖Φ‖), rounded once, then c ← (1 − γ)c, and Φ is scaled by a power of two where c
 * became small. ‖Φ‖ is that of {@link Reductions}, scalars are in double precision. With products
 * of the objective's own this is the fused {@link HessianProducts#hessianVectorAndUpdate}: on
 * 784-300-10 a presentation costs little more than two gradients. It allocates nothing.
 *
 * <p>One standalone estimate, and one that rides along with training:
 *
 * <pre>{@code
 * OnlineEigenvalue<float[]> online = OnlineEigenvalue.of(objective, seed);
 * online.present(theta, order, 1, 500, ProductWatch.NONE);
 * double rate = online.rate();
 *
 * objective.select(order, 0, 16);
 * objective.valueAndGradient(theta, gradient);
 * online.present(theta); // the batch that is selected
 * }</pre>
 *
 * <p>A second thread at the same time is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class OnlineEigenvalue<A> {
  private static final double LEAST_LEAK = 0.003;
  private static final int CHECK_EVERY = 32;

  /** How many measurements of the curvature along Ψ their mean remembers. */
  private static final int REMEMBERED = 8;

  /** Φ grows as c falls; below this c both are scaled, in single precision far from overflow. */
  private static final double LEAST_SCALE = 0x1p-24;

  private final StochasticObjective<A> examples;
  private final HessianProducts<A> products;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final PowerStep<A> step;
  private final int size;
  private final A vector;
  private final A product;
  private final SoleUse use = new SoleUse("this online eigenvalue");
  private double scale = 1;
  private double norm;
  private long presentations;
  private int quotients;
  private double quotient = Double.NaN;

  private OnlineEigenvalue(
      StochasticObjective<A> examples, HessianProducts<A> products, long seed) {
    this.examples = examples;
    this.products = products;
    this.precision = products.precision();
    Kernels<A> kernels = Kernels.of(precision);
    this.algebra = kernels.vectorAlgebra();
    this.reductions = kernels.newReductions();
    this.step = new PowerStep<>(precision);
    this.size = products.dimension();
    this.vector = precision.newArray(size);
    this.product = precision.newArray(size);
    Probes.signs(seed, 0, size, vector, 0);
    algebra.scale(size, 1 / Math.sqrt(size), vector, 0, vector, 0);
    this.norm = reductions.norm2(size, vector, 0);
  }

  /**
   * Begins an estimate with exact products, from a vector of random signs of length 1.
   *
   * @param objective gives products of batches
   * @param seed the seed of the first vector
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> the objective
   * @return an estimate without presentations; has two arrays of N elements
   */
  public static <A, O extends StochasticObjective<A> & HessianProducts<A>> OnlineEigenvalue<A> of(
      O objective, long seed) {
    Objects.requireNonNull(objective, "objective");
    return new OnlineEigenvalue<>(objective, objective, seed);
  }

  /**
   * Begins an estimate that needs gradients alone, as [EB 64] has it: H_pΨ/‖Ψ‖ is taken from the
   * gradients at θ and at θ + αΨ/‖Ψ‖ ({@link TaylorProducts}). A presentation costs two gradients
   * and some passes over vectors.
   *
   * @param objective gives gradients of batches
   * @param step α; see {@link TaylorProducts#STEP}
   * @param seed the seed of the first vector
   * @param <A> {@code float[]} or {@code double[]}
   * @return an estimate without presentations; has four arrays of N elements
   * @throws IllegalArgumentException if α is not positive and finite
   */
  public static <A> OnlineEigenvalue<A> byDifferences(
      StochasticObjective<A> objective, double step, long seed) {
    return new OnlineEigenvalue<>(objective, new TaylorProducts<>(objective, step), seed);
  }

  /**
   * Presents the batch that the objective has selected.
   *
   * @param theta the parameters, N finite numbers, which may have changed since the last
   *     presentation
   * @return {@link #estimate}
   * @throws IllegalArgumentException if θ has another length or an element that is not finite
   * @throws ArithmeticException if the product is not finite or nothing is left of Ψ; the estimate
   *     has ended then
   */
  public double present(A theta) {
    use.begin();
    try {
      return presentBatch(theta);
    } finally {
      use.end();
    }
  }

  private double presentBatch(A theta) {
    if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
      throw lost();
    }
    double leak = leak(presentations);
    products.keep(theta, product);
    step.by(leak / ((1 - leak) * scale * norm));
    presentations++;
    if (isMeasured(presentations)) {
      products.hessianVector(vector, product);
      measure();
      step.update(vector, product, 0, size);
    } else {
      products.hessianVectorAndUpdate(vector, product, step);
    }
    scale *= 1 - leak;
    norm = reductions.norm2(size, vector, 0);
    if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
      throw lost();
    }
    if (scale < LEAST_SCALE) {
      algebra.scale(size, LEAST_SCALE, vector, 0, vector, 0);
      scale /= LEAST_SCALE;
      norm *= LEAST_SCALE;
    }
    return current();
  }

  private ArithmeticException lost() {
    return new ArithmeticException(
        "the norm of the vector is %s after presentation %d, must be positive and finite"
            .formatted(norm, presentations));
  }

  static double leak(long presentations) {
    return Math.max(LEAST_LEAK, Math.min(0.5, 5.0 / (presentations + 5)));
  }

  private static boolean isMeasured(long presentation) {
    return presentation % CHECK_EVERY == 0
        || presentation < CHECK_EVERY && Long.bitCount(presentation) == 1;
  }

  private void measure() {
    double measured = reductions.dot(size, vector, 0, product, 0) / (norm * norm);
    quotients = Math.min(quotients + 1, REMEMBERED);
    quotient = quotients == 1 ? measured : quotient + (measured - quotient) / quotients;
  }

  /**
   * Selects a batch and presents it.
   *
   * @param theta the parameters, N finite numbers
   * @param order indices of examples
   * @param from the first position in {@code order}
   * @param to the position after the last
   * @return {@link #estimate}
   * @throws IllegalArgumentException if the batch or θ is not one of the objective's
   * @throws ArithmeticException as {@link #present(Object)}
   */
  public double present(A theta, int[] order, int from, int to) {
    use.begin();
    try {
      examples.select(order, from, to);
      return presentBatch(theta);
    } finally {
      use.end();
    }
  }

  /**
   * Presents batches of an order one after the other, from its beginning, and over again where it
   * ends; what does not fill a batch is left out.
   *
   * @param theta the parameters, N finite numbers
   * @param order indices of examples, shuffled if they are sorted
   * @param batch the number of examples in a batch
   * @param count how many presentations are to be made
   * @param watch watches the products; when it cancels, the presentations end
   * @return {@link #estimate}
   * @throws IllegalArgumentException if {@code batch} is less than 1 or more than the order has,
   *     {@code count} is negative, or the batch or θ is not one of the objective's
   * @throws ArithmeticException as {@link #present(Object)}
   */
  public double present(A theta, int[] order, int batch, long count, ProductWatch watch) {
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(watch, "watch");
    if (batch < 1 || batch > order.length) {
      throw new IllegalArgumentException(
          "batch is %d, must be from 1 to the order's %d examples".formatted(batch, order.length));
    }
    if (count < 0) {
      throw new IllegalArgumentException("count is " + count + ", must be at least 0");
    }
    int from = 0;
    for (long k = 0; k < count && !watch.cancelled(); k++) {
      present(theta, order, from, from + batch);
      watch.product(k + 1);
      from += batch;
      if (from > order.length - batch) {
        from = 0;
      }
    }
    return estimate();
  }

  /**
   * Returns the estimate of λ_max.
   *
   * @return ‖Ψ‖
   */
  public double estimate() {
    use.begin();
    try {
      return current();
    } finally {
      use.end();
    }
  }

  private double current() {
    return scale * norm;
  }

  /**
   * Returns how many batches were presented.
   *
   * @return the number
   */
  public long presentations() {
    return presentations;
  }

  /**
   * Returns the curvature along Ψ, ΨᵀH_pΨ/‖Ψ‖², in the mean over the last batches for which it was
   * measured.
   *
   * @return the mean; NaN before the first presentation
   */
  public double curvature() {
    return quotient;
  }

  /**
   * Copies the direction.
   *
   * @param direction receives Ψ/‖Ψ‖, N elements
   * @throws IllegalArgumentException if it has another length
   */
  public void direction(A direction) {
    ParameterVectors.requireLength("direction", precision, size, direction);
    use.begin();
    try {
      algebra.scale(size, 1 / norm, vector, 0, direction, 0);
    } finally {
      use.end();
    }
  }

  /**
   * Returns the learning rate 1/‖Ψ‖ [EB 39].
   *
   * @return the rate
   * @throws ArithmeticException if nothing was presented, or the curvature along Ψ is not positive:
   *     H has no positive eigenvalue, or Ψ has not found it yet
   */
  public double rate() {
    double rate = 1 / estimate();
    if (!(quotient > 0) || !(rate > 0) || rate == Double.POSITIVE_INFINITY) {
      throw new ArithmeticException(
          "the estimate is %s and the curvature along it %s after %d presentations: no positive eigenvalue has been found that gives a learning rate"
              .formatted(estimate(), quotient, presentations));
    }
    return rate;
  }

  @Override
  public String toString() {
    return "largest eigenvalue about %s after %d presentations of %s"
        .formatted(current(), presentations, examples);
  }
}
