package io.github.curvelane.nn;

import java.util.List;

/** A layer that is a single node of the graph. */
abstract class NodeLayer extends Layer {
  NodeLayer(String kind, int inputs, int outputs, Block... blocks) {
    super(kind, inputs, outputs, List.of(blocks));
  }

  /** Creates the node's passes: {@link LinearPasses} or {@link TransformPasses}. */
  abstract <A> Passes<A> newPasses(Site<A> site);

  @Override
  final int wire(Wiring wiring, int source) {
    return wiring.node(this, source);
  }
}
