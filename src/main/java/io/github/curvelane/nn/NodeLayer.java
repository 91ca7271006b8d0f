package io.github.curvelane.nn;

import java.util.List;

/** A layer that is a single node of the graph. */
abstract class NodeLayer extends Layer {
  NodeLayer(String kind, int inputs, int outputs, Block... blocks) {
    super(kind, inputs, outputs, List.of(blocks));
  }

  /**
   * The number of statistics of a batch that the node normalises by: its means, then its variances.
   * Where there are any, an output depends on all examples of the batch.
   */
  int statistics() {
    return 0;
  }

  /** Creates the node's passes: {@link LinearPasses} or {@link TransformPasses}. */
  abstract <A> Passes<A> newPasses(Site<A> site);

  @Override
  final int wire(Wiring wiring, int source) {
    return wiring.node(this, source);
  }
}
