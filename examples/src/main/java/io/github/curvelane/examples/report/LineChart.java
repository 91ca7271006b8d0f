package io.github.curvelane.examples.report;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart of lines over epochs, as SVG that takes its colours from the page around it: it is drawn
 * in marked colours, which are then replaced by those of the style sheet.
 */
public final class LineChart {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 300;
  private static final int FONT_SIZE = 14;
  private static final float LINE = 2.2f;

  private static final Color PAPER = new Color(1, 2, 3);
  private static final Color INK = new Color(4, 5, 6);
  private static final Color GRID = new Color(7, 8, 9);
  private static final Color[] LINES = {new Color(10, 11, 12), new Color(13, 14, 15)};
  private static final int FEW = 30;

  private final String id;
  private final XYChart chart;
  private int lines;

  /**
   * Creates a chart without lines.
   *
   * @param id a name that no other chart of the page has
   * @param title what the numbers are
   */
  public LineChart(String id, String title) {
    this.id = id;
    chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("epoch").build();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
    chart
        .getStyler()
        .setYAxisTitleVisible(false)
        .setAxisTickLabelsFont(font)
        .setAxisTitleFont(font)
        .setAxisTickLabelsColor(INK)
        .setAxisTickMarksColor(INK)
        .setPlotGridLinesColor(GRID)
        .setPlotBackgroundColor(PAPER)
        .setPlotBorderVisible(false)
        .setChartBackgroundColor(PAPER)
        .setChartFontColor(INK)
        .setChartTitleFont(font.deriveFont(Font.BOLD))
        .setLegendFont(font)
        .setLegendBackgroundColor(PAPER)
        .setLegendBorderColor(PAPER)
        .setLegendPosition(Styler.LegendPosition.InsideNE);
  }

  /**
   * Adds a line.
   *
   * @param name what it is called
   * @param epochs the epochs
   * @param values a number for each
   * @return this
   */
  public LineChart line(String name, double[] epochs, double[] values) {
    if (epochs.length > 0) {
      XYSeries series = chart.addSeries(name, epochs, values);
      series.setLineColor(LINES[lines % LINES.length]);
      series.setLineStyle(new BasicStroke(LINE));
      series.setMarker(epochs.length <= FEW ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      series.setMarkerColor(LINES[lines % LINES.length]);
      lines++;
      if (epochs.length <= FEW) {
        chart.getStyler().setMarkerSize(5);
      }
    }
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return an {@code svg} element as wide as its container
   */
  public String svg() {
    chart.getStyler().setLegendVisible(lines > 1);
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, WIDTH, HEIGHT);
    Document document =
        Processors.get("svg").getDocument(graphics.getCommands(), new PageSize(WIDTH, HEIGHT));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      document.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    String svg = out.toString(StandardCharsets.UTF_8);
    return svg.substring(svg.indexOf("<svg"))
        .replaceFirst("<svg[^>]*>", "<svg class=\"chart\" viewBox=\"0 0 520 300\" role=\"img\">")
        .replace("\"clip", "\"" + id + "-clip")
        .replace("#clip", "#" + id + "-clip")
        .replace(css(PAPER), "none")
        .replace(css(INK), "currentColor")
        .replace(css(GRID), "var(--grid)")
        .replace(css(LINES[0]), "var(--line-0)")
        .replace(css(LINES[1]), "var(--line-1)");
  }

  private static String css(Color color) {
    return "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
  }
}
