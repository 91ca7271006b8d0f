package io.github.curvelane.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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
   * @param sources the nodes whose outputs, joined, are its input
   * @param join how several are joined
   * @param places the places of an image, at each of which they are joined; 1 if they are none
   */
  record Node(NodeLayer layer, int offset, List<Integer> sources, Join join, int places) {}

  private final List<Node> nodes = new ArrayList<>();
  private int parameters;

  /** Appends a node with one source and returns its number. */
  int node(NodeLayer layer, int source) {
    return node(layer, Join.SUM, 1, List.of(source));
  }

  /** Appends a node and returns its number. */
  int node(NodeLayer layer, Join join, int places, List<Integer> sources) {
    nodes.add(new Node(layer, parameters, List.copyOf(sources), join, places));
    parameters += layer.parameters();
    return nodes.size() - 1;
  }

  /** The nodes with parameters from which a way leads to the outputs past no other such node. */
  Set<Integer> outputs() {
    Set<Integer> found = new HashSet<>();
    collectOutputs(nodes.size() - 1, found);
    return found;
  }

  private void collectOutputs(int node, Set<Integer> found) {
    if (node == INPUT) {
      return;
    }
    if (nodes.get(node).layer().parameters() > 0) {
      found.add(node);
    } else {
      nodes.get(node).sources().forEach(source -> collectOutputs(source, found));
    }
  }

  /** How many statistics of a batch the nodes normalise by. */
  int statistics() {
    return nodes.stream().mapToInt(node -> node.layer().statistics()).sum();
  }

  /** The first node that normalises by statistics of a batch; −1 if none does. */
  int firstWithStatistics() {
    return first(layer -> layer.statistics() > 0);
  }

  /** The first that so normalises units, which have a row an example; −1 if none does. */
  int firstWithStatisticsOfUnits() {
    return first(layer -> layer.statistics() == 2 * layer.outputs());
  }

  private int first(Predicate<NodeLayer> condition) {
    for (int i = 0; i < nodes.size(); i++) {
      if (condition.test(nodes.get(i).layer())) {
        return i;
      }
    }
    return -1;
  }

  List<Node> nodes() {
    return nodes;
  }
}
