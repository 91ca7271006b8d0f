package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.RowLosses;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Workspace;

/** The memory of one call; it grows to the rows of the largest block that it was used for. */
final class Scratch<A> extends Pool.Slot {
  private final Network<A> network;
  private Workspace<A> workspace;
  private int rows;

  /** The normalised rows. */
  private A inputs;

  /** What the network makes of them. */
  private A outputs;

  /** What softmax and the logistic function make of that. */
  private A state;

  Scratch(Network<A> network) {
    this.network = network;
  }

  /** Makes memory ready for rows. */
  void use(int wanted) {
    if (wanted <= rows) {
      return;
    }
    int most = Integer.highestOneBit(2 * wanted - 1);
    Precision<A> precision = network.precision();
    int columns = network.outputs();
    workspace = network.newWorkspace(most);
    inputs = precision.newArray(Math.multiplyExact(most, network.inputs()));
    outputs = precision.newArray(Math.multiplyExact(most, columns));
    state = precision.newArray(Math.multiplyExact(most, RowLosses.softmaxStateWidth(columns)));
    rows = most;
  }

  Workspace<A> workspace() {
    return workspace;
  }

  A inputs() {
    return inputs;
  }

  A outputs() {
    return outputs;
  }

  A state() {
    return state;
  }
}
