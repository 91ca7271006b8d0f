package io.github.curvelane.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * f of the sum of branches, or of their outputs side by side at each place. Signals come back by
 * each branch, apart from each other.
 *
 * @param inner the branches
 * @param places at how many places outputs are laid side by side; 0 for a sum
 * @param curve f
 */
record ScalarBranches(List<ScalarChain> inner, int places, Curve curve) implements ScalarLayer {
  @Override
  public int parameters() {
    return inner.stream().mapToInt(ScalarLayer::parameters).sum();
  }

  /** For each branch, where the join has its outputs, so many of each. */
  private List<int[]> columns(int[] outputs) {
    int all = Arrays.stream(outputs).sum();
    List<int[]> columns = new ArrayList<>();
    int start = 0;
    for (int n : outputs) {
      int[] to = new int[n];
      for (int i = 0; i < n; i++) {
        int width = places == 0 ? n : n / places;
        to[i] = places == 0 ? i : start + i / width * (all / places) + i % width;
      }
      columns.add(to);
      start += places == 0 ? 0 : n / places;
    }
    return columns;
  }

  private HyperDual[] joined(HyperDual[] w, HyperDual[] x, List<int[]> columns) {
    List<HyperDual[]> parts = new ArrayList<>();
    int from = 0;
    for (ScalarChain branch : inner) {
      parts.add(branch.at(Arrays.copyOfRange(w, from, from + branch.parameters()), x));
      from += branch.parameters();
    }
    columns.addAll(columns(parts.stream().mapToInt(part -> part.length).toArray()));
    int outputs = columns.stream().flatMapToInt(Arrays::stream).max().orElseThrow() + 1;
    HyperDual[] y = new HyperDual[outputs];
    Arrays.fill(y, HyperDual.of(0));
    for (int k = 0; k < parts.size(); k++) {
      for (int i = 0; i < parts.get(k).length; i++) {
        int at = columns.get(k)[i];
        y[at] = y[at].plus(parts.get(k)[i]);
      }
    }
    return y;
  }

  @Override
  public HyperDual[] at(HyperDual[] w, HyperDual[] x) {
    return ScalarLayer.activate(curve).at(new HyperDual[0], joined(w, x, new ArrayList<>()));
  }

  @Override
  public Signals back(double[] w, double[] x, Signals y, boolean bend, double[] diagonal) {
    List<int[]> columns = new ArrayList<>();
    double[] none = new double[0];
    double[] sum =
        HyperDual.values(joined(HyperDual.seeded(w, -1), HyperDual.seeded(x, -1), columns));
    Signals whole = ScalarLayer.activate(curve).back(none, sum, y, bend, none);
    Signals back = new Signals(new double[x.length], new double[x.length]);
    int from = 0;
    for (int k = 0; k < inner.size(); k++) {
      int to = from + inner.get(k).parameters();
      int[] at = columns.get(k);
      Signals part =
          new Signals(
              Arrays.stream(at).mapToDouble(i -> whole.delta()[i]).toArray(),
              Arrays.stream(at).mapToDouble(i -> whole.h()[i]).toArray());
      double[] sums = new double[to - from];
      back = back.plus(inner.get(k).back(Arrays.copyOfRange(w, from, to), x, part, bend, sums));
      for (int i = from; i < to; i++) {
        diagonal[i] += sums[i - from];
      }
      from = to;
    }
    return back;
  }
}
