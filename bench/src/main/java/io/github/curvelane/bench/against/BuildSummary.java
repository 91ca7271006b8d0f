package io.github.curvelane.bench.against;

import io.github.curvelane.bench.measure.Statistics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** What the samples of all processes say together. */
public final class BuildSummary {
  /**
   * By case without its process: the time of the new build over that of the old, round by round.
   */
  private final Map<String, List<Double>> ratios = new LinkedHashMap<>();

  /** By case and build, of the first steps. */
  private final Map<String, Map<String, List<Double>>> firsts = new LinkedHashMap<>();

  private BuildSummary() {}

  /**
   * Reads the samples.
   *
   * @param samples the file that the processes have written
   * @return their summary
   * @throws IOException if it cannot be read
   */
  public static BuildSummary read(Path samples) throws IOException {
    BuildSummary summary = new BuildSummary();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    Map<String, Double> open = new TreeMap<>();
    try (Reader reader = Files.newBufferedReader(samples)) {
      for (CSVRecord row : format.parse(reader)) {
        summary.add(row, open);
      }
    }
    return summary;
  }

  private void add(CSVRecord row, Map<String, Double> open) {
    String name = row.get("case");
    String build = row.get("entrant");
    double nanos = Double.parseDouble(row.get("nanoseconds"));
    int process = name.lastIndexOf(", ");
    if (process < 0) {
      firsts
          .computeIfAbsent(name, _ -> new TreeMap<>())
          .computeIfAbsent(build, _ -> new ArrayList<>())
          .add(nanos);
      return;
    }
    String round = name + ", " + row.get("round");
    Double other = open.remove(round);
    if (other == null) {
      open.put(round, nanos);
    } else {
      ratios
          .computeIfAbsent(name.substring(0, process), _ -> new ArrayList<>())
          .add(build.equals(BuildComparison.NEW) ? nanos / other : other / nanos);
    }
  }

  /**
   * Returns the closing lines: the geometric mean of the cases' medians and the largest of them,
   * for each work and for all, and the first steps.
   *
   * @return lines such as {@code step: new/old 1.003 in the geometric mean of 12, at most 1.021
   *     (784-30-10 batch 16)}
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Work work : Work.values()) {
      addLine(lines, work.label(), work.label() + ", ");
    }
    addLine(lines, "all", "");
    firsts.forEach(
        (name, builds) -> {
          double before = 1e-6 * median(builds.get(BuildComparison.OLD));
          double after = 1e-6 * median(builds.get(BuildComparison.NEW));
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s: %.0f ms, was %.0f ms, new/old %.3f",
                  name,
                  after,
                  before,
                  after / before));
        });
    return lines;
  }

  private void addLine(List<String> lines, String name, String prefix) {
    String worst = null;
    List<Double> medians = new ArrayList<>();
    double largest = 0;
    for (Map.Entry<String, List<Double>> each : ratios.entrySet()) {
      if (each.getKey().startsWith(prefix)) {
        double median = median(each.getValue());
        medians.add(median);
        if (median > largest) {
          largest = median;
          worst = each.getKey().substring(prefix.length());
        }
      }
    }
    if (worst != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: new/old %.3f in the geometric mean of %d, at most %.3f (%s)",
              name,
              Statistics.geometricMean(doubles(medians)),
              medians.size(),
              largest,
              worst));
    }
  }

  private static double median(List<Double> values) {
    return Statistics.median(doubles(values));
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
