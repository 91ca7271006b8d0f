package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Probes;
import java.util.ArrayList;
import java.util.List;

/** The probes that go at once, and their products with the matrix. */
final class ProbeBlock<A> {
  private final Products<A> products;
  private final List<A> probes;
  private final List<A> images;

  /** How many are drawn. */
  private int count;

  ProbeBlock(Products<A> products, int most) {
    this.products = products;
    this.probes = arrays(products, most);
    this.images = arrays(products, most);
  }

  static <A> List<A> arrays(Products<A> products, int count) {
    Precision<A> precision = products.precision();
    List<A> arrays = new ArrayList<>(count);
    for (int k = 0; k < count; k++) {
      arrays.add(precision.newArray(products.dimension()));
    }
    return arrays;
  }

  /**
   * Draws as many probes as go at once, or those that are left.
   *
   * @param seed their seed
   * @param first the first one's index
   * @param end the index after the last one that is wanted
   */
  void draw(long seed, int first, int end) {
    count = Math.min(probes.size(), end - first);
    for (int k = 0; k < count; k++) {
      Probes.signs(seed, first + k, products.dimension(), probes.get(k), 0);
    }
  }

  int count() {
    return count;
  }

  /** Computes Mz of all that are drawn. */
  void multiply() {
    if (count == probes.size()) {
      products.apply(probes, images);
    } else {
      products.apply(probes.subList(0, count), images.subList(0, count));
    }
  }

  A probe(int k) {
    return probes.get(k);
  }

  A image(int k) {
    return images.get(k);
  }
}
