package io.github.curvelane.bench.problems;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory of numbers that carry their derivatives in n variables: {@link #variables} begins an
 * evaluation, in which all numbers of the one before are used again.
 */
final class Jets {
  /** How many derivatives are carried. */
  enum Order {
    VALUE,
    GRADIENT,
    HESSIAN
  }

  private final int variables;
  private final List<Jet> jets = new ArrayList<>();
  private final Jet[] point;
  private Order order = Order.VALUE;
  private int used;

  Jets(int variables) {
    this.variables = variables;
    this.point = new Jet[variables];
  }

  /** Returns the variables at a point, in an array that the next call writes anew. */
  Jet[] variables(double[] theta, Order order) {
    this.order = order;
    used = 0;
    for (int i = 0; i < variables; i++) {
      point[i] = take().constant(theta[i]);
      if (order != Order.VALUE) {
        point[i].gradient[i] = 1;
      }
    }
    return point;
  }

  /** Returns a number to be written, with room for the derivatives of this order. */
  Jet take() {
    if (used == jets.size()) {
      jets.add(new Jet(this));
    }
    Jet jet = jets.get(used++);
    if (order != Order.VALUE && jet.gradient.length == 0) {
      jet.gradient = new double[variables];
    }
    if (order == Order.HESSIAN && jet.hessian.length == 0) {
      jet.hessian = new double[variables * (variables + 1) / 2];
    }
    return jet;
  }

  Order order() {
    return order;
  }
}
