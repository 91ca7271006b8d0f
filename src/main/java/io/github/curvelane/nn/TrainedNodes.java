package io.github.curvelane.nn;

import io.github.curvelane.ParameterRange;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes whose parameters are trained, and those that a gradient of these must pass: the ones
 * that they or any node below them are. Signals need not go further down.
 */
final class TrainedNodes {
  private final boolean[] trained;
  private final boolean[] reached;

  private TrainedNodes(boolean[] trained, boolean[] reached) {
    this.trained = trained;
    this.reached = reached;
  }

  /** All nodes with parameters. */
  static TrainedNodes all(Wiring wiring) {
    int nodes = wiring.nodes().size();
    boolean[] trained = new boolean[nodes];
    for (int i = 0; i < nodes; i++) {
      trained[i] = wiring.nodes().get(i).layer().parameters() > 0;
    }
    return of(wiring, trained);
  }

  /** The nodes of which at least a part is in one of the ranges. */
  static TrainedNodes of(Wiring wiring, List<ParameterRange> ranges) {
    boolean[] trained = new boolean[wiring.nodes().size()];
    for (int i = 0; i < trained.length; i++) {
      Wiring.Node node = wiring.nodes().get(i);
      int end = node.offset() + node.layer().parameters();
      trained[i] =
          ranges.stream().anyMatch(range -> range.from() < end && node.offset() < range.to());
    }
    return of(wiring, trained);
  }

  private static TrainedNodes of(Wiring wiring, boolean[] trained) {
    boolean[] reached = trained.clone();
    for (int i = 0; i < reached.length; i++) {
      for (int source : wiring.nodes().get(i).sources()) {
        reached[i] |= source != Wiring.INPUT && reached[source];
      }
    }
    return new TrainedNodes(trained, reached);
  }

  /** The same nodes, and signals that reach all others too. */
  TrainedNodes withSignalsOf(TrainedNodes others) {
    return new TrainedNodes(trained, others.reached);
  }

  boolean isTrained(int node) {
    return trained[node];
  }

  boolean isReached(int node) {
    return reached[node];
  }

  /** Whether the ranges have all parameters of these nodes. */
  boolean areWhole(Wiring wiring, List<ParameterRange> ranges) {
    long parameters = 0;
    for (int i = 0; i < trained.length; i++) {
      parameters += trained[i] ? wiring.nodes().get(i).layer().parameters() : 0;
    }
    return parameters == ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
  }

  @Override
  public String toString() {
    return "trained " + Arrays.toString(trained) + ", reached " + Arrays.toString(reached);
  }
}
