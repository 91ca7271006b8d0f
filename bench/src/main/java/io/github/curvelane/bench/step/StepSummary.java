package io.github.curvelane.bench.step;

import io.github.curvelane.bench.measure.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One peer's time over this library's, step by step. */
public final class StepSummary {
  private final String peer;
  private final Map<StepTask, Double> ratios = new LinkedHashMap<>();

  StepSummary(String peer) {
    this.peer = peer;
  }

  void add(StepTask task, double ratio) {
    ratios.put(task, ratio);
  }

  /**
   * Returns the means over the networks.
   *
   * @return a line a batch, for example {@code geomean libtorch/ours at batch 1: 6.3}
   */
  public List<String> means() {
    Map<Integer, List<Double>> byBatch =
        ratios.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getKey().batch(),
                    TreeMap::new,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    List<String> lines = new ArrayList<>();
    byBatch.forEach(
        (batch, values) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "geomean %s/ours at batch %d: %.1f",
                    peer,
                    batch,
                    Statistics.geometricMean(
                        values.stream().mapToDouble(Double::doubleValue).toArray()))));
    return lines;
  }

  /**
   * Returns the ratios themselves.
   *
   * @return a line a network and batch, for example {@code libtorch/ours lenet at batch 64: 2.4}
   */
  public List<String> each() {
    List<String> lines = new ArrayList<>();
    ratios.forEach(
        (task, ratio) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%s/ours %s at batch %d: %.1f",
                    peer,
                    task.network().name(),
                    task.batch(),
                    ratio)));
    return lines;
  }
}
