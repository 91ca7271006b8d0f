package io.github.curvelane.bench.conv;

import java.util.Optional;

/** Something that convolves images: this library, or a peer. */
public interface Convolver {
  /**
   * Returns what it is called in tables.
   *
   * @return a short name
   */
  String name();

  /**
   * Makes ready to compute: copies operands to where it wants them, and allocates.
   *
   * @param task the convolution
   * @return the prepared convolution
   */
  Prepared prepare(ConvolutionTask task);

  /** A convolution that can be computed again and again. */
  interface Prepared extends AutoCloseable {
    /**
     * Computes. This is what is timed.
     *
     * @param operation what to compute
     */
    void compute(ConvolutionTask.Operation operation);

    /**
     * Returns what such a call computes.
     *
     * @param operation which, computed before
     * @return the result, in the order of the task
     */
    float[] result(ConvolutionTask.Operation operation);

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
    Optional<Convolver> load(String name, int threads);
  }
}
