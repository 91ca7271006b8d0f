package io.github.curvelane.prune;

import io.github.curvelane.ParameterRange;
import java.util.BitSet;
import java.util.List;

/** Single parameters of some ranges. */
final class WeightCandidates implements Candidates {
  private final List<ParameterRange> ranges;

  /** How many parameters are in the ranges before each. */
  private final int[] starts;

  WeightCandidates(List<ParameterRange> ranges) {
    this.ranges = ranges;
    this.starts = new int[ranges.size() + 1];
    for (int k = 0; k < ranges.size(); k++) {
      ParameterRange range = ranges.get(k);
      starts[k + 1] = starts[k] + range.to() - range.from();
    }
  }

  @Override
  public String name() {
    return "parameters of " + String.join(", ", ranges.stream().map(ParameterRange::name).toList());
  }

  @Override
  public int count() {
    return starts[ranges.size()];
  }

  private int index(int candidate) {
    int k = 0;
    while (candidate >= starts[k + 1]) {
      k++;
    }
    return ranges.get(k).from() + candidate - starts[k];
  }

  @Override
  public double saliency(double[] saliency, int candidate) {
    return saliency[index(candidate)];
  }

  @Override
  public boolean isPruned(BitSet pruned, int candidate) {
    return pruned.get(index(candidate));
  }

  @Override
  public void prune(BitSet pruned, int candidate) {
    pruned.set(index(candidate));
  }
}
