package io.github.curvelane.examples;

import io.github.curvelane.cluster.Workers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Targets;
import java.util.Optional;

/** An application of a cluster, from when executors are there until it is closed. */
interface ClusterSession extends AutoCloseable {
  /** Says what was found, in a sentence without its end. */
  String describe();

  /**
   * Spreads examples over the executors.
   *
   * @param inputs row-major [examples × inputs]
   * @throws IllegalArgumentException if the network's loss is not a sum over chunks of examples
   */
  <A> Workers<A> workers(Network<A> network, Loss loss, A inputs, Targets<A> targets);

  /** Tells whether the user asked to stop: Spark would end with the first sign of it. */
  boolean interrupted();

  /** Returns why there are no executors any more; empty as long as there are, or may be again. */
  Optional<String> lost();

  /**
   * Returns what was to blame for a failure; empty if it is neither the cluster nor data that are
   * no longer what they were.
   */
  default Optional<String> blame(RuntimeException failure) {
    return lost()
        .or(
            () ->
                failure instanceof IllegalStateException
                    ? Optional.of(String.valueOf(failure.getMessage()))
                    : Optional.empty());
  }

  @Override
  void close();
}
