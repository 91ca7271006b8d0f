package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.nn.Network;

/** The parameters with the least validation loss so far. */
final class Kept<A> {
  private final Precision<A> precision;
  private final A best;
  private int epoch = -1;
  private double loss = Double.POSITIVE_INFINITY;

  Kept(Network<A> network) {
    this.precision = network.precision();
    this.best = precision.newArray(network.parameters());
  }

  void clear() {
    epoch = -1;
    loss = Double.POSITIVE_INFINITY;
  }

  /** Keeps parameters if they are better than any before. */
  void offer(int number, double validationLoss, A theta) {
    if (validationLoss < loss) {
      loss = validationLoss;
      epoch = number;
      precision.copy(theta, 0, best, 0, precision.length(best));
    }
  }

  /** The epoch of what is kept, 0 for the initial parameters; −1 if nothing is. */
  int epoch() {
    return epoch;
  }

  double loss() {
    return loss;
  }

  A parameters() {
    return best;
  }

  /** Goes back to what was kept when a run was saved. */
  void keep(int epoch, double loss, A parameters) {
    this.epoch = epoch;
    this.loss = loss;
    precision.copy(parameters, 0, best, 0, precision.length(best));
  }

  void restore(A theta) {
    precision.copy(best, 0, theta, 0, precision.length(best));
  }
}
