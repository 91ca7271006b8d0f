package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Pool;
import io.github.curvelane.kernel.Functions;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.RowSoftmax;
import io.github.curvelane.kernel.Rows;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Workspace;

/** The memory of one call; it grows to the rows of the largest block that it was used for. */
final class Scratch<A> extends Pool.Slot {
  private final Network<A> network;
  private final Kernels<A> kernels;
  private final RowSoftmax<A> softmax;
  private final Reductions<A> reductions;

  private Workspace<A> workspace;
  private int rows;

  /** The normalised rows. */
  private A inputs;

  /** What the network makes of them. */
  private A outputs;

  /** What softmax and the logistic function make of that: two numbers of a single output. */
  private A state;

  private Rows<A> logits;
  private Rows<A> probabilities;

  Scratch(Network<A> network) {
    this.network = network;
    kernels = Kernels.of(network.precision());
    softmax = kernels.newSoftmax();
    reductions = kernels.newReductions();
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
    state = precision.newArray(Math.multiplyExact(most, Math.max(2, columns)));
    logits = new Rows<>(outputs, 0, columns, 0);
    probabilities = new Rows<>(state, 0, columns, 0);
    rows = most;
  }

  /** Turns the outputs of rows into probabilities, in the state. */
  void softmax(int count) {
    int columns = network.outputs();
    softmax.softmax(
        columns,
        logits.set(outputs, 0, columns, count),
        probabilities.set(state, 0, columns, count));
  }

  /** What the logistic function is computed with. */
  Functions<A> functions() {
    return kernels.functions();
  }

  /** What the largest output is found with. */
  Reductions<A> reductions() {
    return reductions;
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
