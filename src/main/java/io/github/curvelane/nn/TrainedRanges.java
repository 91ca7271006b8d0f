package io.github.curvelane.nn;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import java.util.List;

/**
 * The parameters whose gradient is wanted. Work is left out node by node; where a range has only a
 * part of a node, or sums of chunks are added, the gradients of the nodes are formed aside.
 */
final class TrainedRanges<A> {
  private final Precision<A> precision;
  private final int parameters;
  private final List<ParameterRange> ranges;
  private final TrainedNodes nodes;
  private final TrainedNodes nodesOfKeptPoint;
  private final boolean areWholeNodes;
  private A aside;

  TrainedRanges(Network<A> network, List<ParameterRange> ranges) {
    Wiring wiring = network.wiring();
    this.precision = network.precision();
    this.parameters = network.parameters();
    this.ranges = List.copyOf(ranges);
    this.nodes = TrainedNodes.of(wiring, ranges);
    this.nodesOfKeptPoint = nodes.withSignalsOf(TrainedNodes.all(wiring));
    this.areWholeNodes = nodes.areWhole(wiring, ranges);
  }

  TrainedNodes nodes() {
    return nodes;
  }

  /** The same nodes, where the signals of all are kept for other derivatives. */
  TrainedNodes nodesOfKeptPoint() {
    return nodesOfKeptPoint;
  }

  boolean areWholeNodes() {
    return areWholeNodes;
  }

  /** A vector with θ's layout, of which more than the ranges may be written. */
  A aside() {
    if (aside == null) {
      aside = precision.newArray(parameters);
    }
    return aside;
  }

  /** Copies the ranges of what was formed aside. */
  void copyTo(A gradient) {
    for (int k = 0; k < ranges.size(); k++) {
      ParameterRange range = ranges.get(k);
      precision.copy(aside, range.from(), gradient, range.from(), range.to() - range.from());
    }
  }

  /** Updates the ranges. */
  void update(A theta, A gradient, CoordinateUpdate<A> update) {
    for (int k = 0; k < ranges.size(); k++) {
      update.update(theta, gradient, ranges.get(k).from(), ranges.get(k).to());
    }
  }
}
