package io.github.curvelane.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of a network, in an order in which each stands behind its sources. Their parameters
 * stand in θ in the same order.
 */
final class Wiring {
  /** The network's input, as a source. */
  static final int INPUT = -1;

  /**
   * A node.
   *
   * @param layer makes its passes
   * @param offset the index in θ of its first parameter
   * @param sources the nodes whose outputs, added left to right, are its input
   */
  record Node(NodeLayer layer, int offset, List<Integer> sources) {}

  private final List<Node> nodes = new ArrayList<>();
  private int parameters;

  /** Appends a node and returns its number. */
  int node(NodeLayer layer, Integer... sources) {
    nodes.add(new Node(layer, parameters, List.of(sources)));
    parameters += layer.parameters();
    return nodes.size() - 1;
  }

  List<Node> nodes() {
    return nodes;
  }
}
