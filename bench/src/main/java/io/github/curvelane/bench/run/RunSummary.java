package io.github.curvelane.bench.run;

import io.github.curvelane.bench.measure.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the processes of one side took, and how two sides compare. */
final class RunSummary {
  private static final double MEGABYTE = 1e6;

  private final String name;
  private final List<TimedProcess.Usage> usages = new ArrayList<>();
  private final Map<String, List<Double>> parts = new LinkedHashMap<>();

  /**
   * @param name what the side is called
   */
  RunSummary(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /**
   * Adds a process.
   *
   * @param usage what it took
   * @param split the seconds of its parts
   */
  void add(TimedProcess.Usage usage, Map<String, Double> split) {
    usages.add(usage);
    split.forEach((part, time) -> parts.computeIfAbsent(part, _ -> new ArrayList<>()).add(time));
  }

  private double[] all(ToDoubleFunction<TimedProcess.Usage> quantity) {
    return usages.stream().mapToDouble(quantity).toArray();
  }

  /** The header of {@link #row}. */
  static String header() {
    return String.format(
        Locale.ROOT,
        "%-16s %7s %16s %7s %16s %7s",
        "median",
        "wall s",
        "95 % interval",
        "CPU s",
        "95 % interval",
        "MB");
  }

  /** Time, with its interval, and memory. */
  String row() {
    double bytes = Statistics.median(all(TimedProcess.Usage::bytes));
    return String.format(
        Locale.ROOT,
        "%-16s %s %s %7s",
        name,
        seconds(all(TimedProcess.Usage::wall)),
        seconds(all(TimedProcess.Usage::cpu)),
        Double.isNaN(bytes) ? "-" : String.format(Locale.ROOT, "%.0f", bytes / MEGABYTE));
  }

  private static String seconds(double[] times) {
    double[] interval = Statistics.medianInterval(times);
    return String.format(
        Locale.ROOT,
        "%7.2f %16s",
        Statistics.median(times),
        String.format(Locale.ROOT, "%.2f to %.2f", interval[0], interval[1]));
  }

  /** The median of each part of the time. */
  String split() {
    StringBuilder text = new StringBuilder(name).append(':');
    parts.forEach(
        (part, times) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    " %s %.2f,",
                    part,
                    Statistics.median(times.stream().mapToDouble(time -> time).toArray()))));
    text.setCharAt(text.length() - 1, 's');
    return text.insert(text.length() - 1, ' ').toString();
  }

  private double ratio(RunSummary peer, ToDoubleFunction<TimedProcess.Usage> quantity) {
    double[] ratios = all(quantity);
    double[] others = peer.all(quantity);
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] /= others[i];
    }
    return Statistics.median(ratios);
  }

  /** The lines that close a comparison: medians of the ratios of each round. */
  List<String> closing(RunSummary peer) {
    double memory = ratio(peer, TimedProcess.Usage::bytes);
    return List.of(
        Double.isNaN(memory)
            ? "whole run: memory is not known, for there is no GNU time"
            : String.format(Locale.ROOT, "whole run ours/PyTorch: memory %.2f", memory),
        String.format(
            Locale.ROOT,
            "whole run ours/PyTorch: wall %.2f cpu %.2f",
            ratio(peer, TimedProcess.Usage::wall),
            ratio(peer, TimedProcess.Usage::cpu)));
  }
}
