package io.github.curvelane.bench.start;

import io.github.curvelane.bench.measure.Statistics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times of all ways to start, as a table and a closing line. */
final class StartSummary {
  /** The way that an archive is compared with. */
  static final String CLASS_PATH = "class path";

  /** The archive of the closing line, whose recipe stands in README.md. */
  static final String ARCHIVE = "class path, CDS archive";

  private final Map<String, double[]> nanos = new LinkedHashMap<>();
  private final String peer;

  /**
   * @param peer the peer's way to start, empty if there is none
   */
  StartSummary(String peer) {
    this.peer = peer;
  }

  void add(String name, double[] times) {
    nanos.put(name, times);
  }

  /** A header and a row a way: the median with its interval, and the shortest. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(row("ms", "median", "95 % interval", "least"));
    nanos.forEach(
        (name, times) -> {
          double[] interval = Statistics.medianInterval(times);
          table.append(
              row(
                  name,
                  millis(Statistics.median(times)),
                  millis(interval[0]) + " to " + millis(interval[1]),
                  millis(Statistics.min(times))));
        });
    return table.toString();
  }

  private static String row(String name, String median, String interval, String least) {
    return String.format(Locale.ROOT, "%-32s %8s %15s %8s%n", name, median, interval, least);
  }

  /** The line that closes a run. */
  String line() {
    String text =
        "first prediction: class path " + median(CLASS_PATH) + " ms, archive " + median(ARCHIVE);
    return peer.isEmpty()
        ? text + " ms, no peer (built without the profile peers)"
        : text + " ms, peer (" + peer + ") " + median(peer) + " ms";
  }

  private String median(String name) {
    return millis(Statistics.median(nanos.get(name)));
  }

  private static String millis(double nanos) {
    return String.format(Locale.ROOT, "%.0f", nanos / 1e6);
  }

  /** The version in the name of an artifact's jar on a class path; empty if it is not there. */
  static String version(String classPath, String artifact) {
    Matcher jar =
        Pattern.compile(Pattern.quote(artifact) + "-(\\d[^/\\\\]*)\\.jar").matcher(classPath);
    return jar.find() ? jar.group(1) : "";
  }
}
