package io.github.curvelane.bench.conv;

import io.github.curvelane.bench.conv.ConvolutionTask.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** This library's speed over one peer's, convolution by convolution. */
final class ConvolutionSummary {
  private final String peer;
  private final Map<ConvolutionTask, Map<Operation, Double>> ratios = new LinkedHashMap<>();

  ConvolutionSummary(String peer) {
    this.peer = peer;
  }

  void add(ConvolutionTask task, Operation operation, double ratio) {
    ratios.computeIfAbsent(task, _ -> new EnumMap<>(Operation.class)).put(operation, ratio);
  }

  /**
   * Returns a line a convolution, for example {@code convolution 32x32x32 to 32: forward 0.93 x
   * libtorch, input gradient 0.95 x, weight gradient 0.88 x}.
   */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    ratios.forEach((task, values) -> lines.add("convolution " + task + ": " + line(values)));
    return lines;
  }

  private String line(Map<Operation, Double> values) {
    return values.entrySet().stream()
        .map(
            entry ->
                String.format(Locale.ROOT, "%s %.2f x", entry.getKey(), entry.getValue())
                    + (entry.getKey() == Operation.FORWARD ? " " + peer : ""))
        .collect(Collectors.joining(", "));
  }
}
