package io.github.curvelane.cluster;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.GradientMoments;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.SampledDiagonal;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.kernel.plain.Variance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The mean over examples that {@link Workers} hold, E(θ) = (1/B) Σ_p L_p(θ), with those of its
 * derivatives that are sums over examples: what minimizers and curvature tools work with. The bits
 * are those of one process that has all examples, whoever the workers are.
 *
 * <p>What grows with the examples (Jacobian products, norms of single gradients, residuals) it does
 * not offer, nor minibatches: a batch of one chunk is one worker's.
 *
 * <p>θ and directions are looked at before anybody is asked: they must have N finite elements. A
 * point that is {@linkplain #linearize linearized} is copied: products are those at the copy,
 * whatever becomes of the array. Derivatives that the workers {@linkplain Workers#quantities do not
 * have} are refused.
 *
 * <p>Used by one thread at a time: a second one is refused, and so is one whose linearized point
 * another has replaced. Memory: θ, and a vector for the variance; nothing is allocated by it after
 * warm-up.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ClusterObjective<A>
    implements HessianProducts<A>,
        GaussNewtonProducts<A>,
        GradientMoments<A>,
        CurvatureDiagonals<A>,
        SampledDiagonal<A> {
  /** Workers may be shared by several objectives, so that points are numbered over all of them. */
  private static final AtomicLong POINTS = new AtomicLong();

  private final Workers<A> workers;
  private final Precision<A> precision;
  private final int dimension;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final Variance<A> differences;
  private final double scale;
  private final Set<Diagonal> diagonals;
  private final A kept;
  private final ChunkRequest<A> request;
  private final List<A> none = List.of();
  private final List<A> oneDirection = new ArrayList<>(1);
  private final List<A> oneSum = new ArrayList<>(1);
  private final SoleUse use = new SoleUse("this objective");
  private final LastSetter linearized =
      new LastSetter("the point that this thread linearized at", "an objective");

  /** The number of the point that is kept; 0 for none. */
  private long point;

  private A mean;

  /**
   * Creates an objective.
   *
   * @param workers the workers; not closed by this
   */
  public ClusterObjective(Workers<A> workers) {
    this.workers = Objects.requireNonNull(workers, "workers");
    this.precision = workers.precision();
    this.dimension = workers.dimension();
    Kernels<A> kernels = Kernels.of(precision);
    this.algebra = kernels.vectorAlgebra();
    this.reductions = kernels.newReductions();
    this.differences = Variance.of(precision);
    this.scale = 1.0 / workers.examples();
    this.diagonals = diagonalsOf(workers.quantities());
    this.kept = precision.newArray(dimension);
    this.request = new ChunkRequest<>(kept);
    this.oneDirection.add(null);
    this.oneSum.add(null);
  }

  private static Set<Diagonal> diagonalsOf(Set<ChunkQuantity> quantities) {
    Set<Diagonal> diagonals = EnumSet.noneOf(Diagonal.class);
    for (Diagonal kind : Diagonal.values()) {
      if (quantities.contains(ChunkQuantity.of(kind))) {
        diagonals.add(kind);
      }
    }
    return Collections.unmodifiableSet(diagonals);
  }

  /**
   * Returns the number of examples.
   *
   * @return B
   */
  public long examples() {
    return workers.examples();
  }

  /**
   * Returns the number of chunks.
   *
   * @return C = ⌈B / {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}⌉
   */
  public int chunks() {
    return workers.chunks();
  }

  /**
   * Returns who holds the examples.
   *
   * @return the workers
   */
  public Workers<A> workers() {
    return workers;
  }

  /**
   * Returns the objective of some of the chunks, whose examples are all that it knows of: for
   * subsampled curvature, and batches that grow. It asks the same workers, in turn with this one.
   *
   * @param chunks indices of chunks, ascending, at least one
   * @return the mean over their examples
   * @throws IllegalArgumentException if there is none, one is not a chunk, or they do not ascend
   */
  public ClusterObjective<A> ofChunks(int... chunks) {
    return new ClusterObjective<>(workers.ofChunks(chunks));
  }

  // ---------------------------------------------------------------- value and gradient

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if θ has another length, or an element is NaN or infinite
   */
  @Override
  public double value(A theta) {
    use.begin();
    try {
      requireFinite("theta", theta);
      point = 0;
      request.at(theta, 0).ask(ChunkQuantity.VALUE);
      return workers.sum(request, none) * scale;
    } finally {
      use.end();
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if an array has another length, two are one, or an element of
   *     θ is NaN or infinite
   */
  @Override
  public double valueAndGradient(A theta, A gradient) {
    use.begin();
    try {
      checkPoint(theta, "gradient", gradient);
      point = 0;
      request.at(theta, 0);
      return gradient(gradient);
    } finally {
      use.end();
    }
  }

  @Override
  public double linearize(A theta, A gradient) {
    use.begin();
    try {
      checkPoint(theta, "gradient", gradient);
      moveTo(theta);
      double value = gradient(gradient);
      keepPoint();
      return value;
    } finally {
      use.end();
    }
  }

  @Override
  public double keep(A theta, A scratch) {
    use.begin();
    try {
      checkPoint(theta, "scratch", scratch);
      moveTo(theta);
      request.ask(ChunkQuantity.VALUE);
      double value = workers.sum(request, none) * scale;
      keepPoint();
      return value;
    } finally {
      use.end();
    }
  }

  private void checkPoint(A theta, String outName, A out) {
    requireFinite("theta", theta);
    requireLength(outName, out);
    Arguments.apart("theta", theta, outName, out);
  }

  private void moveTo(A theta) {
    point = 0;
    precision.copy(theta, 0, kept, 0, dimension);
    request.at(kept, POINTS.incrementAndGet());
  }

  private void keepPoint() {
    point = request.point();
    linearized.set();
  }

  private double gradient(A gradient) {
    request.ask(ChunkQuantity.GRADIENT);
    return mean(gradient);
  }

  /** One mean over all examples, of what is asked for. */
  private double mean(A result) {
    oneSum.set(0, result);
    try {
      return means(oneSum);
    } finally {
      oneSum.set(0, null);
    }
  }

  private double means(List<A> results) {
    double sum = workers.sum(request, results);
    for (int k = 0; k < results.size(); k++) {
      algebra.scale(dimension, scale, results.get(k), 0, results.get(k), 0);
    }
    return sum * scale;
  }

  // ---------------------------------------------------------------- products

  @Override
  public void hessianVector(A v, A product) {
    product(ChunkQuantity.HESSIAN_VECTORS, v, product);
  }

  @Override
  public void gaussNewtonVector(A v, A product) {
    product(ChunkQuantity.GAUSS_NEWTON_VECTORS, v, product);
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException unless the workers have {@link
   *     ChunkQuantity#EMPIRICAL_FISHER_VECTORS}
   */
  @Override
  public void empiricalFisherVector(A v, A product) {
    product(ChunkQuantity.EMPIRICAL_FISHER_VECTORS, v, product);
  }

  /** {@inheritDoc} One request has them all. */
  @Override
  public void hessianVectors(List<A> vectors, List<A> products) {
    products(ChunkQuantity.HESSIAN_VECTORS, vectors, products);
  }

  /** {@inheritDoc} One request has them all. */
  @Override
  public void gaussNewtonVectors(List<A> vectors, List<A> products) {
    products(ChunkQuantity.GAUSS_NEWTON_VECTORS, vectors, products);
  }

  private void product(ChunkQuantity quantity, A v, A product) {
    use.begin();
    try {
      requireFinite("v", v);
      requireLength("product", product);
      Arguments.apart("v", v, "product", product);
      requireKept(quantity);
      oneDirection.set(0, v);
      request.ask(quantity, oneDirection);
      mean(product);
    } finally {
      oneDirection.set(0, null);
      use.end();
    }
  }

  private void products(ChunkQuantity quantity, List<A> vectors, List<A> products) {
    use.begin();
    try {
      ParameterVectors.requirePairs(precision, dimension, vectors, "products", products);
      for (int k = 0; k < vectors.size(); k++) {
        if (!isFinite(vectors.get(k))) {
          requireFinite("vectors[" + k + "]", vectors.get(k));
        }
        requireApart(k, vectors, products);
      }
      requireKept(quantity);
      request.ask(quantity, vectors);
      means(products);
    } finally {
      use.end();
    }
  }

  private static <A> void requireApart(int k, List<A> vectors, List<A> products) {
    A product = products.get(k);
    for (int other = 0; other < vectors.size(); other++) {
      Arguments.apart("a vector", vectors.get(other), "a product", product);
      if (other != k) {
        Arguments.apart("a product", products.get(other), "another", product);
      }
    }
  }

  // ---------------------------------------------------------------- diagonals

  @Override
  public Set<Diagonal> diagonals() {
    return diagonals;
  }

  @Override
  public void diagonal(Diagonal kind, A diagonal) {
    Objects.requireNonNull(kind, "kind");
    use.begin();
    try {
      requireLength("diagonal", diagonal);
      requireKept(ChunkQuantity.of(kind));
      request.ask(ChunkQuantity.of(kind));
      mean(diagonal);
    } finally {
      use.end();
    }
  }

  @Override
  public boolean hasDistribution() {
    return workers.quantities().contains(ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL);
  }

  @Override
  public void monteCarloGaussNewtonDiagonal(int samples, long seed, A diagonal) {
    use.begin();
    try {
      if (samples < 1) {
        throw new IllegalArgumentException("samples is " + samples + ", must be at least 1");
      }
      requireLength("diagonal", diagonal);
      requireKept(ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL);
      request.askSampledDiagonal(samples, seed);
      mean(diagonal);
      algebra.scale(dimension, 1.0 / samples, diagonal, 0, diagonal, 0);
    } finally {
      use.end();
    }
  }

  // ---------------------------------------------------------------- moments of gradients

  /**
   * {@inheritDoc}
   *
   * <p>It is if the workers have the sums that the moments are made of.
   */
  @Override
  public boolean hasExamples() {
    return workers.quantities().contains(ChunkQuantity.EMPIRICAL_FISHER_VECTORS)
        && workers.quantities().contains(ChunkQuantity.SQUARED_GRADIENTS);
  }

  @Override
  public void gradientVariance(A variance) {
    use.begin();
    try {
      requireLength("variance", variance);
      requireKept(ChunkQuantity.SQUARED_GRADIENTS);
      if (mean == null) {
        mean = precision.newArray(dimension);
      }
      gradient(mean);
      request.ask(ChunkQuantity.SQUARED_GRADIENTS);
      mean(variance);
      differences.run(dimension, mean, variance);
    } finally {
      use.end();
    }
  }

  // ---------------------------------------------------------------- checks

  private void requireKept(ChunkQuantity quantity) {
    if (!workers.quantities().contains(quantity)) {
      throw new UnsupportedOperationException("the workers have no " + quantity + ": " + workers);
    }
    linearized.require();
    if (point == 0) {
      throw new IllegalStateException("no point is kept: call linearize first");
    }
    request.at(kept, point);
  }

  private void requireLength(String name, A array) {
    ParameterVectors.requireLength(name, precision, dimension, array);
  }

  private void requireFinite(String name, A array) {
    requireLength(name, array);
    if (!isFinite(array)) {
      ParameterVectors.requireFinite(name, precision, dimension, array);
    }
  }

  /** The search for an element would take four times as long. */
  private boolean isFinite(A array) {
    return Double.isFinite(reductions.maxAbs(dimension, array, 0));
  }

  @Override
  public String toString() {
    return "mean over " + workers;
  }
}
