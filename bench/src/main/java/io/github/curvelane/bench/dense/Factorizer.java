package io.github.curvelane.bench.dense;

import java.util.List;

/** Something that factors dense matrices: this library, or a peer. */
public interface Factorizer {
  /**
   * Returns what it is called in tables and on the command line.
   *
   * @return a short name
   */
  String name();

  /**
   * Describes the version and how it runs.
   *
   * @return for example a version number
   */
  String describe();

  /**
   * Tells whether it can take part.
   *
   * @param kind the factorisation
   * @return whether {@link #prepare} may be called for it
   */
  default boolean supports(Factorization kind) {
    return true;
  }

  /**
   * Makes ready to factor one matrix: copies it to where it wants it, and allocates.
   *
   * @param task the matrix
   * @return the prepared factorisation
   */
  Prepared prepare(DenseTask task);

  /** A factorisation that can be repeated. */
  interface Prepared extends AutoCloseable {
    /** Factors a copy of the matrix. This is what is timed. */
    void factor();

    /**
     * Returns what identifies the factors computed last.
     *
     * @return the diagonal of the triangle, which may differ in signs, or the eigenvalues,
     *     ascending
     */
    double[] signature();

    /** Frees what is not on the heap. */
    @Override
    default void close() {}
  }

  /** Finds the peers that this program was built with. */
  interface Peers {
    /**
     * Loads all peers.
     *
     * @return the peers whose libraries can be loaded
     */
    List<Factorizer> load();
  }
}
