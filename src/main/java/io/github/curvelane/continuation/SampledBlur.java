package io.github.curvelane.continuation;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.internal.Probes;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.kernel.plain.NoiseLoop;
import java.util.Objects;

/**
 * An objective blurred by fixed samples: with P pairs, E_σ(θ) ≈ (1/2P) Σ_s (E(θ + σξ_s) + E(θ −
 * σξ_s)), a deterministic function with the exact gradient and Hessian of what it computes, so that
 * line searches work on it. The ξ_s are those of each evaluation (common random numbers): functions
 * of the seed, s and the index, made anew each time and not stored. As pairs are antithetic, what
 * is linear in E is not changed at all.
 *
 * <p>The standard error of the value is of the order of the deviation of (E(θ + σξ) + E(θ − σξ))/2
 * over √P; with few pairs in many dimensions the blur is along few directions, and as rough as E
 * across them. One evaluation costs 2P of E's, and two arrays.
 *
 * <p>The ξ are normal to 1e-6 of their distribution. Sums go over s from 0, first + then −;
 * products with the Hessian evaluate all points again.
 *
 * <p>Used by one thread at a time, as the objective is that it blurs.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public sealed class SampledBlur<A> implements Objective<A> {
  /** A blur that has products with its Hessian because the objective has. */
  private static final class WithProducts<A> extends SampledBlur<A> implements HessianProducts<A> {
    private final HessianProducts<A> products;
    private A kept;

    WithProducts(HessianProducts<A> objective, double width, int pairs, long seed) {
      super(objective, width, pairs, seed);
      products = objective;
    }

    @Override
    public double value(A theta) {
      kept = null;
      return super.value(theta);
    }

    @Override
    public double valueAndGradient(A theta, A gradient) {
      kept = null;
      return super.valueAndGradient(theta, gradient);
    }

    @Override
    public double linearize(A theta, A gradient) {
      ParameterVectors.requireFinite("theta", precision(), dimension(), theta);
      double value = valueAndGradient(theta, gradient);
      kept = theta;
      return value;
    }

    @Override
    public void hessianVector(A v, A product) {
      ParameterVectors.requireLength("v", precision(), dimension(), v);
      ParameterVectors.requireLength("product", precision(), dimension(), product);
      Arguments.apart("v", v, "product", product);
      Arguments.apart("theta", kept, "product", product);
      if (kept == null) {
        throw new IllegalStateException("no point is kept: call linearize first");
      }
      for (int k = 0; k < 2 * pairs(); k++) {
        products.keep(point(kept, k), piece());
        products.hessianVector(v, piece());
        add(k, product);
      }
    }
  }

  private final Objective<A> objective;
  private final Precision<A> precision;
  private final int n;
  private final double width;
  private final int pairs;
  private final long seed;
  private final NoiseLoop<A> noise;
  private final VectorAlgebra<A> algebra;
  private final A point;
  private final A piece;

  private SampledBlur(Objective<A> objective, double width, int pairs, long seed) {
    this.objective = objective;
    this.precision = objective.precision();
    this.n = objective.dimension();
    this.width = width;
    this.pairs = pairs;
    this.seed = seed;
    this.noise = NoiseLoop.of(precision);
    this.algebra = Kernels.of(precision).vectorAlgebra();
    this.point = precision.newArray(n);
    this.piece = precision.newArray(n);
  }

  /**
   * Blurs an objective.
   *
   * @param objective what is blurred; if it has {@link HessianProducts}, the blur does too
   * @param width σ, positive and finite in the precision
   * @param pairs P, the number of pairs of samples, from 1 to 2³⁰ − 1
   * @param seed the seed of the samples
   * @param <A> {@code float[]} or {@code double[]}
   * @return the blur
   * @throws IllegalArgumentException if {@code width} or {@code pairs} is out of bounds
   */
  public static <A> SampledBlur<A> of(Objective<A> objective, double width, int pairs, long seed) {
    Objects.requireNonNull(objective, "objective");
    Widths.check("width", width);
    double held = objective.precision().round(width);
    if (!(held > 0 && held < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "width is %s, which becomes %s in %s, must be positive and finite"
              .formatted(width, held, objective.precision()));
    }
    checkPairs(pairs);
    return objective instanceof HessianProducts<A> products
        ? new WithProducts<>(products, width, pairs, seed)
        : new SampledBlur<>(objective, width, pairs, seed);
  }

  static void checkPairs(int pairs) {
    if (pairs < 1 || pairs >= 1 << 30) {
      throw new IllegalArgumentException("pairs is " + pairs + ", must be from 1 to 2³⁰ − 1");
    }
  }

  @Override
  public final Precision<A> precision() {
    return precision;
  }

  @Override
  public final int dimension() {
    return n;
  }

  @Override
  public double value(A theta) {
    ParameterVectors.requireLength("theta", precision, n, theta);
    double sum = 0;
    for (int k = 0; k < 2 * pairs; k++) {
      sum += objective.value(point(theta, k));
    }
    return sum / (2.0 * pairs);
  }

  @Override
  public double valueAndGradient(A theta, A gradient) {
    ParameterVectors.requireLength("theta", precision, n, theta);
    ParameterVectors.requireLength("gradient", precision, n, gradient);
    Arguments.apart("theta", theta, "gradient", gradient);
    double sum = 0;
    for (int k = 0; k < 2 * pairs; k++) {
      sum += objective.valueAndGradient(point(theta, k), piece);
      add(k, gradient);
    }
    return sum / (2.0 * pairs);
  }

  /** θ + σξ_{k/2} for even k, θ − σξ_{k/2} for odd. */
  final A point(A theta, int k) {
    precision.copy(theta, 0, point, 0, n);
    noise.run(point, 0, n, k % 2 == 0 ? width : -width, Probes.series(seed, k / 2));
    return point;
  }

  final A piece() {
    return piece;
  }

  final int pairs() {
    return pairs;
  }

  /** Adds the piece's share of the mean; the sum is begun when the objective has not refused. */
  final void add(int k, A sum) {
    if (k == 0) {
      precision.fill(sum, 0, n, 0);
    }
    algebra.axpy(n, 1 / (2.0 * pairs), piece, 0, sum, 0);
  }

  @Override
  public final String toString() {
    return "%s, blurred by %s with %d pairs".formatted(objective, width, pairs);
  }
}
