package io.github.curvelane.bench.step;

import java.util.Optional;

/** Something that trains networks: this library, or a peer. */
public interface Trainee {
  /**
   * Returns what it is called in tables.
   *
   * @return a short name
   */
  String name();

  /**
   * Describes the version and how it runs.
   *
   * @return one line
   */
  String describe();

  /**
   * Tells whether it can take part.
   *
   * @param task what to train
   * @return whether {@link #prepare} may be called for it
   */
  default boolean supports(StepTask task) {
    return true;
  }

  /**
   * Builds the network and its batch.
   *
   * @param task what to train
   * @return what takes the steps
   */
  Steps prepare(StepTask task);

  /**
   * Builds what computes the gradient and a Hessian-vector product of a step's loss together.
   *
   * @param task the network and the batch
   * @return the product, with a direction of its own; nothing if this trainee has none
   */
  default Optional<HessianVector> prepareHessianVector(StepTask task) {
    return Optional.empty();
  }

  /** Takes steps of one task. */
  interface Steps extends AutoCloseable {
    /** Takes one step: forward, backward, update. This is what is timed. */
    void step();

    /**
     * Returns the loss of the batch at the last step, so that it can be seen to fall.
     *
     * @return the mean loss before that step's update
     */
    double loss();

    /** Frees what is not on the heap. */
    @Override
    default void close() {}
  }

  /** Computes one product of the Hessian again and again. */
  interface HessianVector extends AutoCloseable {
    /** Computes the gradient and the product, from the parameters on. This is what is timed. */
    void multiply();

    /**
     * Returns vᵀHv, so that there can be seen to be a product.
     *
     * @return the curvature in its direction
     */
    double curvature();

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
    Optional<Trainee> load(String name, int threads);
  }
}
