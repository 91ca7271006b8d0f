package io.github.curvelane.nn;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.nn.Passes.Keep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The passes of a whole network. Each walk over its nodes is written here, once; an algorithm seeds
 * a signal, walks, and {@linkplain Visit visits}.
 *
 * <p>Nodes that do not depend on θ take no part in tangent and backward passes.
 */
final class Graph<A> {
  /** A node with its place in the network. */
  private static final class Node<A> {
    final Passes<A> passes;
    final int[] sources;

    /** Whether the output depends on θ. */
    final boolean varies;

    /** Of a node with several sources: how they meet; null for one. */
    final @Nullable Junction<A> junction;

    /** What the junction makes of them, its derivative, and what comes back to it. */
    final @Nullable Matrix<A> joined;

    final @Nullable Matrix<A> joinedTangent;
    final @Nullable Destination<A> back;

    /** What is being joined, a matrix a source. */
    final @Nullable Matrix<A>[] parts;

    final int statistics;

    /** How many nodes send the signal that is under way here. */
    int writers;

    /** Where they send it. */
    Destination<A> arrival;

    @SuppressWarnings("unchecked") // an array of matrices
    Node(Kernels<A> kernels, Wiring.Node node, Passes<A> passes, int[] widths, boolean varies) {
      this.passes = passes;
      this.sources = new int[node.sources().size()];
      for (int k = 0; k < sources.length; k++) {
        sources[k] = node.sources().get(k);
      }
      this.varies = varies;
      this.statistics = node.layer().statistics();
      boolean joins = sources.length > 1;
      int inputs = node.layer().inputs();
      this.junction = joins ? Junction.of(kernels, node, widths) : null;
      this.parts = (Matrix<A>[]) new Matrix<?>[sources.length];
      this.joined = joins ? new Matrix<>(inputs) : null;
      this.joinedTangent = joins ? new Matrix<>(inputs) : null;
      this.back = joins ? new Destination<>(kernels, new Matrix<>(inputs), null) : null;
    }
  }

  private final Precision<A> precision;
  private final Matrix<A> input;
  private final List<Node<A>> nodes = new ArrayList<>();
  private final int mostRows;

  /** All nodes with parameters. */
  private final TrainedNodes all;

  Graph(Wiring wiring, Kernels<A> kernels, Parallelism parallelism, Matrix<A> input, int rows) {
    Product<A> product = kernels.newProduct(parallelism);
    this.precision = kernels.precision();
    this.input = input;
    this.mostRows = rows;
    this.all = TrainedNodes.all(wiring);
    for (Wiring.Node node : wiring.nodes()) {
      Site<A> site = new Site<>(kernels, parallelism, product, node.offset(), rows);
      Passes<A> passes = node.layer().newPasses(site);
      int[] widths = node.sources().stream().mapToInt(this::width).toArray();
      nodes.add(new Node<>(kernels, node, passes, widths, all.isReached(nodes.size())));
    }
  }

  private int width(int source) {
    return source == Wiring.INPUT ? input.columns() : output(source).columns();
  }

  private boolean varies(int source) {
    return source != Wiring.INPUT && nodes.get(source).varies;
  }

  /** All nodes with parameters. */
  TrainedNodes all() {
    return all;
  }

  /** The number of the node whose output is the network's. */
  int last() {
    return nodes.size() - 1;
  }

  /** The network's output. */
  Matrix<A> output() {
    return nodes.getLast().passes.output();
  }

  /** R{·} of the network's output. */
  Matrix<A> tangentOutput() {
    return nodes.getLast().passes.tangentOutput();
  }

  /** Makes memory ready for a signal at the network's output. */
  Destination<A> receive(Signal signal, int directions) {
    return nodes.getLast().passes.receive(signal, directions);
  }

  /**
   * The first node that works on all examples of a batch at once: because they depend on each other
   * there, or because its sums cannot be continued; −1 if there is none.
   */
  int firstOfWholeBatches() {
    for (int i = 0; i < nodes.size(); i++) {
      boolean sums = !all.isTrained(i) || nodes.get(i).passes.sumsByPieces();
      if (nodes.get(i).statistics > 0 || !sums) {
        return i;
      }
    }
    return -1;
  }

  // ---------------------------------------------------------------- towards the outputs

  void forward(A theta, Keep keep) {
    forward(theta, keep, all);
  }

  /** A forward pass that keeps nothing where no signal of the trained nodes will come. */
  void forward(A theta, Keep keep, TrainedNodes trained) {
    for (int i = 0; i < nodes.size(); i++) {
      Node<A> node = nodes.get(i);
      if (node.junction != null) {
        node.joined.use(precision, mostRows, input.rows(), 1);
        joinOutputs(node);
      }
      node.passes.forward(theta, inputOf(node), trained.isReached(i) ? keep : Keep.NOTHING);
    }
  }

  /** {@link Passes#sums} of a node, whose input is that of the last forward pass. */
  boolean sums(int node, A theta, Matrix<A> sums) {
    return nodes.get(node).passes.sums(theta, inputOf(nodes.get(node)), sums);
  }

  /** Copies the statistics that the nodes have normalised the batch by. */
  void copyStatistics(A to) {
    int at = 0;
    for (Node<A> node : nodes) {
      node.passes.copyStatistics(to, at);
      at += node.statistics;
    }
  }

  void tangent(A theta, List<A> directions) {
    for (int i = 0; i < nodes.size(); i++) {
      Node<A> node = nodes.get(i);
      if (!node.varies && i < last()) {
        continue;
      }
      if (node.junction != null && node.varies) {
        node.joinedTangent.use(precision, mostRows, input.rows(), directions.size());
        joinTangents(node);
      }
      node.passes.tangent(theta, directions, inputOf(node), tangentInputOf(node));
    }
  }

  private Matrix<A> inputOf(Node<A> node) {
    return node.joined != null ? node.joined : outputOf(node.sources[0]);
  }

  private Matrix<A> outputOf(int source) {
    return source == Wiring.INPUT ? input : nodes.get(source).passes.output();
  }

  /** R{X} of a node; null where it is 0. */
  private @Nullable Matrix<A> tangentInputOf(Node<A> node) {
    if (node.junction == null) {
      return tangentOf(node.sources[0]);
    }
    return node.varies ? node.joinedTangent : null;
  }

  private @Nullable Matrix<A> tangentOf(int source) {
    return varies(source) ? nodes.get(source).passes.tangentOutput() : null;
  }

  private void joinOutputs(Node<A> node) {
    for (int k = 0; k < node.sources.length; k++) {
      node.parts[k] = outputOf(node.sources[k]);
    }
    node.junction.join(node.parts, node.joined);
  }

  private void joinTangents(Node<A> node) {
    for (int k = 0; k < node.sources.length; k++) {
      node.parts[k] = tangentOf(node.sources[k]);
    }
    node.junction.join(node.parts, node.joinedTangent);
  }

  // ---------------------------------------------------------------- towards the inputs

  /** Visits every node with parameters, with what a finished backward pass has left there. */
  void forEach(Visit<A> visit) {
    for (int i = 0; i < nodes.size(); i++) {
      visit(i, all, visit);
    }
  }

  private void visit(int i, TrainedNodes trained, Visit<A> visit) {
    if (trained.isTrained(i) && visit != null) {
      Node<A> node = nodes.get(i);
      visit.at(node.passes, inputOf(node), tangentInputOf(node));
    }
  }

  /**
   * Sends a signal that has been received at a node to all nodes that it depends on, and visits
   * each that has parameters after the signal has been sent on from there.
   *
   * @param top the node
   * @param directions V of each direction, for {@link Signal#TANGENT_DELTA}
   * @param visit what is done at each; null for nothing
   */
  void backward(Signal signal, int top, A theta, List<A> directions, Visit<A> visit) {
    backward(signal, top, theta, directions, all, visit);
  }

  /** The same for some nodes: the others are not visited, and get a signal if one must pass. */
  void backward(
      Signal signal, int top, A theta, List<A> directions, TrainedNodes trained, Visit<A> visit) {
    Passes<A> first = nodes.get(top).passes;
    int count = first.received(signal).rows() / first.output().rows();
    expect(signal, top, count, trained);
    for (int i = top; i >= 0; i--) {
      Node<A> node = nodes.get(i);
      if (i == top || node.writers > 0) {
        pull(signal, node, theta, directions, count, trained);
        visit(i, trained, visit);
      }
    }
  }

  /** Counts who sends the signal where, and makes memory ready for it. */
  private void expect(Signal signal, int top, int directions, TrainedNodes trained) {
    for (int i = 0; i < top; i++) {
      nodes.get(i).writers = 0;
    }
    for (int i = top; i >= 0; i--) {
      Node<A> node = nodes.get(i);
      if (i < top && node.writers == 0) {
        continue;
      }
      if (i < top) {
        node.arrival = node.passes.receive(signal, directions).expect(node.writers);
      }
      for (int source : node.sources) {
        if (reaches(trained, source)) {
          nodes.get(source).writers++;
        }
      }
    }
  }

  private static boolean reaches(TrainedNodes trained, int source) {
    return source != Wiring.INPUT && trained.isReached(source);
  }

  private static boolean reachesAny(TrainedNodes trained, int[] sources) {
    for (int source : sources) {
      if (reaches(trained, source)) {
        return true;
      }
    }
    return false;
  }

  private void pull(
      Signal signal, Node<A> node, A theta, List<A> directions, int count, TrainedNodes trained) {
    if (!reachesAny(trained, node.sources)) {
      return;
    }
    Matrix<A> x = inputOf(node);
    Matrix<A> tangentX = tangentInputOf(node);
    if (node.back == null) {
      Destination<A> below = nodes.get(node.sources[0]).arrival;
      node.passes.pull(signal, theta, directions, x, tangentX, below);
      below.next();
      return;
    }
    Matrix<A> back = node.back.matrix();
    back.use(precision, mostRows, input.rows(), count);
    node.passes.pull(signal, theta, directions, x, tangentX, node.back.begin(input.rows()));
    for (int k = 0; k < node.sources.length; k++) {
      if (reaches(trained, node.sources[k])) {
        Destination<A> below = nodes.get(node.sources[k]).arrival;
        node.junction.split(back, k, below);
        below.next();
      }
    }
  }

  // ---------------------------------------------------------------- a node's own curvature

  /** The columns of the second derivatives that a node adds to those by θ. */
  int residualColumns(int node) {
    return nodes.get(node).varies ? nodes.get(node).passes.residualColumns() : 0;
  }

  /** Seeds a column as {@link Signal#ADJOINT} at a node, unless it is 0. */
  boolean residualColumn(int node, int column, A signs) {
    return nodes.get(node).passes.residualColumn(column, signs);
  }

  // ---------------------------------------------------------------- one example's block

  /** The output of a node. */
  Matrix<A> output(int node) {
    return nodes.get(node).passes.output();
  }

  /** Whether blocks of second derivatives can be carried down from the last node to this one. */
  boolean propagatesBlocks(int bottom) {
    for (int i = bottom + 1; i < nodes.size(); i++) {
      Node<A> node = nodes.get(i);
      boolean follows = node.sources.length == 1 && node.sources[0] == i - 1;
      if (!follows || !node.passes.propagatesBlocks()) {
        return false;
      }
    }
    return true;
  }

  /** {@link Passes#propagateBlock} of a node. */
  void propagateBlock(
      int node, A theta, int example, boolean withBend, A block, A scratch, A result) {
    nodes.get(node).passes.propagateBlock(theta, example, withBend, block, scratch, result);
  }

  long elements() {
    long elements = 0;
    for (Node<A> node : nodes) {
      elements += node.passes.elements();
      if (node.junction != null) {
        elements += node.joined.elements(precision) + node.joinedTangent.elements(precision);
        elements += node.back.matrix().elements(precision) + node.junction.elements();
      }
    }
    return elements;
  }
}
