package io.github.curvelane.optim;

import io.github.curvelane.ParameterRange;
import java.util.List;

/** Ranges of parameters as numbers. */
final class Ranges {
  private Ranges() {}

  /** Pairs of a first index and the one after the last, in the order of the ranges. */
  static int[] bounds(List<ParameterRange> ranges) {
    int[] bounds = new int[2 * ranges.size()];
    for (int k = 0; k < ranges.size(); k++) {
      bounds[2 * k] = ranges.get(k).from();
      bounds[2 * k + 1] = ranges.get(k).to();
    }
    return bounds;
  }
}
