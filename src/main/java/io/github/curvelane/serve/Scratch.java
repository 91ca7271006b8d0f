package io.github.curvelane.serve;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Functions;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.RowSoftmax;
import io.github.curvelane.kernel.Rows;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Workspace;

/**
 * The memory of one call; it grows to the rows of the largest block that it was used for. Its first
 * work is done by kernels that need not be waited for.
 */
final class Scratch<A> extends Pool.Slot {
  /** Multiply-adds of the first work, which interpreted loops do in some 10 ms. */
  private static final long FIRST_WORK = 1 << 20;

  /** At most so many calls, however small. */
  private static final int FIRST_CALLS = 64;

  private final Network<A> network;
  private Kernels<A> kernels;
  private RowSoftmax<A> softmax;
  private Reductions<A> reductions;

  /** What is left of the first work; negative after it. */
  private long firstWork = FIRST_WORK;

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
    compute(Kernels.atOnce(network.precision()));
  }

  private void compute(Kernels<A> with) {
    if (kernels != with) {
      kernels = with;
      softmax = with.newSoftmax();
      reductions = with.newReductions();
      rows = 0;
    }
  }

  /** Makes memory ready for rows. */
  void use(int wanted) {
    if (firstWork >= 0) {
      long work = (long) wanted * network.parameters();
      firstWork -= Math.max(work, FIRST_WORK / FIRST_CALLS);
      if (firstWork < 0) {
        compute(Kernels.of(network.precision()));
      }
    }
    if (wanted <= rows) {
      return;
    }
    int most = Integer.highestOneBit(2 * wanted - 1);
    Precision<A> precision = network.precision();
    int columns = network.outputs();
    workspace = network.newWorkspace(most, Parallelism.none(), kernels);
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
