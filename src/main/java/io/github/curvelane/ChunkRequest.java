package io.github.curvelane;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What the chunks of an objective are asked for: a quantity at a point θ, and the directions of
 * products. Set by whoever asks, and then read by all threads that answer; it must not change until
 * they have. Kept and set again it allocates nothing.
 *
 * <p>The arrays are not copied. Requests of the same {@linkplain #point} have the same θ, bit for
 * bit: signals that one left behind serve the next, and θ need be sent once.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ChunkRequest<A> {
  private final List<A> directions = new ArrayList<>();
  private final List<A> seen = Collections.unmodifiableList(directions);
  private ChunkQuantity quantity = ChunkQuantity.VALUE;
  private A theta;
  private long point;
  private int samples;
  private long seed;

  /**
   * Creates a request for E(θ).
   *
   * @param theta the parameters; not copied
   */
  public ChunkRequest(A theta) {
    this.theta = Objects.requireNonNull(theta, "theta");
  }

  /**
   * Sets where.
   *
   * @param theta the parameters; not copied
   * @param point a number that no other θ has had, or 0 for one that is not asked for again
   * @return this request
   */
  public ChunkRequest<A> at(A theta, long point) {
    this.theta = Objects.requireNonNull(theta, "theta");
    this.point = point;
    return this;
  }

  /**
   * Asks for a quantity that needs nothing but θ.
   *
   * @param quantity the quantity
   * @return this request
   * @throws IllegalArgumentException if it is a product or sampled
   */
  public ChunkRequest<A> ask(ChunkQuantity quantity) {
    Objects.requireNonNull(quantity, "quantity");
    if (quantity.isProduct() || quantity == ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL) {
      throw new IllegalArgumentException(
          "quantity is "
              + quantity
              + ", must be one that needs θ alone: products have directions, samples a seed");
    }
    set(quantity, List.of());
    return this;
  }

  /**
   * Asks for products.
   *
   * @param quantity which
   * @param directions the directions, at least one; not copied
   * @return this request
   * @throws IllegalArgumentException if the quantity is no product or there is no direction
   */
  public ChunkRequest<A> ask(ChunkQuantity quantity, List<A> directions) {
    Objects.requireNonNull(quantity, "quantity");
    Objects.requireNonNull(directions, "directions");
    if (!quantity.isProduct()) {
      throw new IllegalArgumentException("quantity is " + quantity + ", must be a product");
    }
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("directions is empty, must have at least one");
    }
    for (int k = 0; k < directions.size(); k++) {
      if (directions.get(k) == null) {
        throw new NullPointerException("directions[" + k + "]");
      }
    }
    set(quantity, directions);
    return this;
  }

  /**
   * Asks for the sum of squared gradients of drawn targets.
   *
   * @param samples how many draws for each example, at least 1
   * @param seed the seed of all draws; the chunk at place c draws from a generator seeded by {@link
   *     Arithmetic#chunkSeed}
   * @return this request
   * @throws IllegalArgumentException if {@code samples} is less than 1
   */
  public ChunkRequest<A> askSampledDiagonal(int samples, long seed) {
    if (samples < 1) {
      throw new IllegalArgumentException("samples is " + samples + ", must be at least 1");
    }
    set(ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL, List.of());
    this.samples = samples;
    this.seed = seed;
    return this;
  }

  private void set(ChunkQuantity quantity, List<A> directions) {
    this.quantity = quantity;
    this.samples = 0;
    this.seed = 0;
    this.directions.clear();
    for (int k = 0; k < directions.size(); k++) {
      this.directions.add(directions.get(k));
    }
  }

  /**
   * Returns what is asked for.
   *
   * @return the quantity
   */
  public ChunkQuantity quantity() {
    return quantity;
  }

  /**
   * Returns where.
   *
   * @return θ, not a copy
   */
  public A theta() {
    return theta;
  }

  /**
   * Returns the number of the point.
   *
   * @return a number that no other θ has, or 0 for a θ that is not asked for again
   */
  public long point() {
    return point;
  }

  /**
   * Returns the directions.
   *
   * @return a view; empty unless a product is asked for
   */
  public List<A> directions() {
    return seen;
  }

  /**
   * Returns the number of draws.
   *
   * @return how many for each example; 0 unless a sampled diagonal is asked for
   */
  public int samples() {
    return samples;
  }

  /**
   * Returns the seed of the draws.
   *
   * @return the seed of all chunks
   */
  public long seed() {
    return seed;
  }

  /**
   * Returns the number of vectors of N elements that each chunk answers with.
   *
   * @return 0 for the value alone, the number of directions for products, else 1
   */
  public int width() {
    return quantity == ChunkQuantity.VALUE ? 0 : quantity.isProduct() ? directions.size() : 1;
  }

  @Override
  public String toString() {
    return quantity + (directions.isEmpty() ? "" : " of " + directions.size());
  }
}
