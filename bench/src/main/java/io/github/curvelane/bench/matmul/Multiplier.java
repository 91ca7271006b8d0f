package io.github.curvelane.bench.matmul;

import io.github.curvelane.Precision;
import java.util.Optional;

/** Something that multiplies matrices: this library, or a peer. */
public interface Multiplier {
  /**
   * Returns what it is called in tables and on the command line.
   *
   * @return a short name
   */
  String name();

  /**
   * Describes the version and how it runs.
   *
   * @return for example a version number and the instruction set in use
   */
  String describe();

  /**
   * Tells whether it can take part.
   *
   * @param shape the shape
   * @param precision the precision
   * @return whether {@link #prepare} may be called for it
   */
  default boolean supports(MatmulShape shape, Precision<?> precision) {
    return true;
  }

  /**
   * Makes ready to compute one product: copies operands to where it wants them, and allocates.
   *
   * @param task the product
   * @param <A> {@code float[]} or {@code double[]}
   * @return the prepared product
   */
  <A> Prepared<A> prepare(MatmulTask<A> task);

  /**
   * A product that can be computed again and again.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  interface Prepared<A> extends AutoCloseable {
    /** Computes the product. This is what is timed. */
    void multiply();

    /**
     * Returns the product computed last.
     *
     * @return m×n, row-major
     */
    A product();

    /** Frees what is not on the heap. */
    @Override
    default void close() {}
  }

  /** Finds the peers that this program was built with. */
  interface Peers {
    /**
     * Loads one peer.
     *
     * @param name its name
     * @param threads the threads that it may use
     * @return the peer, or nothing if it is not one of these
     * @throws LinkageError if its library cannot be loaded
     */
    Optional<Multiplier> load(String name, int threads);
  }
}
