package io.github.curvelane.optim;

import java.util.Objects;

/** An order that says how it was made. */
record NamedOrder(String name, SamplingOrder order) implements SamplingOrder {
  static final SamplingOrder SEQUENTIAL = new NamedOrder("sequential()", NamedOrder::count);

  private static void count(int epoch, int[] order) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  @Override
  public void arrange(int epoch, int[] order) {
    Objects.requireNonNull(order, "order");
    this.order.arrange(epoch, order);
  }

  @Override
  public String toString() {
    return name;
  }
}
