package io.github.curvelane.bench.step;

import io.github.curvelane.bench.measure.Statistics;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One peer's time over this library's, collected by batch. */
final class StepSummary {
  private final String peer;
  private final Map<Integer, double[]> ratios = new TreeMap<>();

  StepSummary(String peer) {
    this.peer = peer;
  }

  /** Adds the ratio of one network. */
  void add(int batch, double ratio) {
    double[] before = ratios.getOrDefault(batch, new double[0]);
    double[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = ratio;
    ratios.put(batch, after);
  }

  /** Returns a line a batch, for example {@code geomean libtorch/ours at batch 1: 6.3}. */
  String lines() {
    StringBuilder lines = new StringBuilder();
    ratios.forEach(
        (batch, values) ->
            lines.append(
                String.format(
                    Locale.ROOT,
                    "geomean %s/ours at batch %d: %.1f%n",
                    peer,
                    batch,
                    Statistics.geometricMean(values))));
    return lines.toString();
  }
}
