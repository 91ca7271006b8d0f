package io.github.curvelane.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.curvelane.bench.measure.FmaPeak;
import io.github.curvelane.bench.measure.Statistics;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench chart}: draws speed over size from the raw samples of square products. */
@Command(
    name = "chart",
    description = "Draws the square products in a file of raw samples of 'matmul' as PNG.",
    mixinStandardHelpOptions = true)
final class ChartCommand implements Callable<Integer> {
  private static final Pattern SQUARE = Pattern.compile(".*, (\\d+)x\\1x\\1 NN");

  @Parameters(
      index = "0",
      paramLabel = "SAMPLES",
      description = "The raw samples, .csv or .csv.gz.")
  private Path samples;

  @Parameters(index = "1", paramLabel = "CHART", description = "The chart to write, PNG.")
  private Path chart;

  @Option(names = "--title", defaultValue = "Square matrix products", description = "The title.")
  private String title;

  @Override
  public Integer call() throws IOException {
    Map<String, TreeMap<Integer, Double>> series = medians(read());
    TreeMap<Integer, Double> peaks = series.remove(FmaPeak.NAME);
    double peak =
        Statistics.median(peaks.values().stream().mapToDouble(Double::doubleValue).toArray());
    try (OutputStream stream = Files.newOutputStream(chart)) {
      ImageIO.write(BitmapEncoder.getBufferedImage(draw(series, peak)), "png", stream);
    }
    return 0;
  }

  /** Returns the GFLOP/s of every round, by entrant and size. */
  private Map<String, TreeMap<Integer, List<Double>>> read() throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    Map<String, TreeMap<Integer, List<Double>>> speeds = new LinkedHashMap<>();
    try (InputStream stream = Files.newInputStream(samples);
        Reader reader =
            new InputStreamReader(
                samples.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream, UTF_8)) {
      for (CSVRecord row : format.parse(reader)) {
        Matcher square = SQUARE.matcher(row.get("case"));
        if (square.matches()) {
          double operations = Double.parseDouble(row.get("operations"));
          double nanos = Double.parseDouble(row.get("nanoseconds"));
          speeds
              .computeIfAbsent(row.get("entrant"), _ -> new TreeMap<>())
              .computeIfAbsent(Integer.valueOf(square.group(1)), _ -> new ArrayList<>())
              .add(operations / nanos);
        }
      }
    }
    return speeds;
  }

  private static Map<String, TreeMap<Integer, Double>> medians(
      Map<String, TreeMap<Integer, List<Double>>> speeds) {
    Map<String, TreeMap<Integer, Double>> medians = new LinkedHashMap<>();
    speeds.forEach(
        (entrant, bySize) ->
            bySize.forEach(
                (n, rounds) ->
                    medians
                        .computeIfAbsent(entrant, _ -> new TreeMap<>())
                        .put(
                            n,
                            Statistics.median(
                                rounds.stream().mapToDouble(Double::doubleValue).toArray()))));
    return medians;
  }

  private XYChart draw(Map<String, TreeMap<Integer, Double>> series, double peak) {
    XYChart plot =
        new XYChartBuilder()
            .width(900)
            .height(540)
            .title(title)
            .xAxisTitle("n, for n×n×n")
            .yAxisTitle("GFLOP/s")
            .build();
    plot.getStyler().setLegendPosition(LegendPosition.InsideSE);
    plot.getStyler().setYAxisMin(0.0);
    double[] ends = {
      series.values().stream().mapToInt(TreeMap::firstKey).min().orElse(0),
      series.values().stream().mapToInt(TreeMap::lastKey).max().orElse(1)
    };
    plot.addSeries("measured peak", ends, new double[] {peak, peak}).setMarker(SeriesMarkers.NONE);
    series.forEach(
        (name, points) ->
            plot.addSeries(
                    name,
                    points.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                    points.values().stream().mapToDouble(Double::doubleValue).toArray())
                .setMarker(SeriesMarkers.CIRCLE));
    plot.getStyler().setMarkerSize(3);
    return plot;
  }
}
