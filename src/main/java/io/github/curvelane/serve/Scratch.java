package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.RowLosses;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Workspace;

/** The memory of one call; it grows to the rows of the largest block that it was used for. */
final class Scratch<A> extends Pool.Slot {
  /** Where the probabilities of a row stand. */
  static final int PROBABILITIES = RowLosses.PROBABILITIES;

  private final Network<A> network;
  private final RowLosses<A> rowLosses;
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
    this.rowLosses = Kernels.of(network.precision()).rowLosses();
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
    state = precision.newArray(Math.multiplyExact(most, width()));
    rows = most;
  }

  /** The elements that a row of probabilities takes. */
  int width() {
    return RowLosses.softmaxStateWidth(network.outputs());
  }

  /** Turns the outputs of rows into probabilities, in the state. */
  void softmax(int count) {
    int columns = network.outputs();
    rowLosses.softmax(count, columns, outputs, 0, columns, state, 0);
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
