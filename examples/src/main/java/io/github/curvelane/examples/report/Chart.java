package io.github.curvelane.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/**
 * A chart of lines or points as SVG. Its texts are texts, with a title and a description for those
 * who hear the page; its colours are those of the style sheet around it. The vertical axis is
 * logarithmic where all numbers are positive and their range is wide, unless the chart is a {@link
 * #plane}.
 */
public final class Chart {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 300;
  private static final int LEFT = 62;
  private static final int RIGHT = 14;
  private static final int TOP = 48;
  private static final int BOTTOM = 42;
  private static final int FEW = 30;
  private static final int FEW_DOTS = 4;
  private static final double WIDE = 50;
  private static final int TICKS = 5;
  private static final int COLOURS = 6;
  private static final int LEGEND_ROW = 18;
  private static final int CELLS = 56;
  private static final MathContext SHORT = new MathContext(6);

  private record Series(String name, String style, double[] x, double[] y) {
    boolean isCloud() {
      return style.startsWith("points");
    }

    /** The radius of a dot: a few are to be seen among many. */
    String dot() {
      return x.length <= FEW_DOTS ? "5" : "2.5";
    }

    boolean isPath() {
      return style.startsWith("path");
    }
  }

  private final String id;
  private final String title;
  private final String horizontal;
  private final List<Series> all = new ArrayList<>();
  private double mark = Double.NaN;
  private String markName = "";
  private String vertical = "";
  private boolean logarithmicX;
  private boolean plane;
  private double[] window = {};
  private DoubleBinaryOperator height = (_, _) -> 0;
  private double[] levels = {};
  private int lines;
  private int clouds;
  private int top = TOP;
  private int bottom = HEIGHT - BOTTOM;

  /**
   * Creates a chart without lines.
   *
   * @param id a name that no other chart of the page has
   * @param title what the numbers are
   * @param horizontal what the horizontal axis is
   */
  public Chart(String id, String title, String horizontal) {
    this.id = id;
    this.title = title;
    this.horizontal = horizontal;
  }

  /**
   * Adds a line.
   *
   * @param name what it is called
   * @param x where
   * @param y a number for each; what is not finite is left out
   * @return this
   */
  public Chart line(String name, double[] x, double[] y) {
    return add(name, "line-" + lines++ % COLOURS, x, y);
  }

  /**
   * Adds a dashed line that others are compared with.
   *
   * @param name what it is called
   * @param x where
   * @param y a number for each
   * @return this
   */
  public Chart bound(String name, double[] x, double[] y) {
    return add(name, "bound", x, y);
  }

  /**
   * Adds points.
   *
   * @param name what they are called
   * @param x where
   * @param y a number for each
   * @return this
   */
  public Chart points(String name, double[] x, double[] y) {
    int cloud = clouds++ % COLOURS;
    return add(name, cloud == 0 ? "points" : "points points-" + cloud, x, y);
  }

  /**
   * Adds a path: a line with a dot at each point, however many.
   *
   * @param name what it is called
   * @param x where
   * @param y a number for each
   * @return this
   */
  public Chart path(String name, double[] x, double[] y) {
    return add(name, "path line-" + lines++ % COLOURS, x, y);
  }

  /**
   * Names the vertical axis.
   *
   * @param name what it is
   * @return this
   */
  public Chart vertical(String name) {
    vertical = name;
    return this;
  }

  /**
   * Makes the horizontal axis logarithmic; its numbers must be positive.
   *
   * @return this
   */
  public Chart logarithmic() {
    logarithmicX = true;
    return this;
  }

  /**
   * Makes both axes linear and shows what lies between bounds; lines are cut there.
   *
   * @param left the least x
   * @param right the greatest x
   * @param low the least y
   * @param high the greatest y
   * @return this
   */
  public Chart plane(double left, double right, double low, double high) {
    plane = true;
    window = new double[] {left, right, low, high};
    return this;
  }

  /**
   * Draws lines of constant height of a function, behind all else. The chart must be a {@link
   * #plane}.
   *
   * @param f the function of x and y
   * @param at the heights
   * @return this
   */
  public Chart contours(DoubleBinaryOperator f, double... at) {
    height = f;
    levels = at.clone();
    return this;
  }

  private Chart add(String name, String style, double[] x, double[] y) {
    double[] keptX = new double[x.length];
    double[] keptY = new double[x.length];
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
        keptX[count] = x[i];
        keptY[count++] = y[i];
      }
    }
    if (count > 0) {
      all.add(new Series(name, style, Arrays.copyOf(keptX, count), Arrays.copyOf(keptY, count)));
    }
    return this;
  }

  /**
   * Marks a place of the horizontal axis.
   *
   * @param name what is there
   * @param x where
   * @return this
   */
  public Chart mark(String name, double x) {
    markName = name;
    mark = x;
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return an {@code svg} element as wide as its container; empty if there is nothing to draw
   */
  public String svg() {
    if (all.isEmpty()) {
      return "";
    }
    int extra = (legendRows() - 1) * LEGEND_ROW;
    top = TOP + extra;
    bottom = HEIGHT + extra - BOTTOM;
    Axis x =
        plane
            ? new Axis(window[0], window[1], false, LEFT, WIDTH - RIGHT)
            : logarithmicX
                ? Axis.logarithmic(all.stream().map(Series::x).toList(), LEFT, WIDTH - RIGHT)
                : Axis.of(all.stream().map(Series::x).toList(), false, LEFT, WIDTH - RIGHT);
    Axis y =
        plane
            ? new Axis(window[2], window[3], false, bottom, top)
            : Axis.of(all.stream().map(Series::y).toList(), true, bottom, top);
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " aria-labelledby=\"%s-title %s-desc\"><title id=\"%s-title\">%s</title>"
                + "<desc id=\"%s-desc\">%s</desc>",
            WIDTH, HEIGHT + extra, id, id, id, Html.escape(title), id, Html.escape(description())));
    text(svg, WIDTH / 2.0, 17, "middle", "title", title);
    axes(svg, x, y);
    if (plane) {
      svg.append(
          format(
              "<clipPath id=\"%s-clip\"><rect x=\"%d\" y=\"%d\" width=\"%d\""
                  + " height=\"%d\"/></clipPath><g clip-path=\"url(#%s-clip)\">",
              id, LEFT, top, WIDTH - RIGHT - LEFT, bottom - top, id));
      contours(svg, x, y);
    }
    if (mark >= x.least && mark <= x.greatest) {
      line(svg, "mark", x.at(mark), top, x.at(mark), bottom);
      boolean right = x.at(mark) > WIDTH * 0.7;
      text(svg, x.at(mark) + (right ? -4 : 4), top + 12, right ? "end" : "start", "", markName);
    }
    all.forEach(series -> draw(svg, series, x, y));
    if (plane) {
      svg.append("</g>");
    }
    legend(svg);
    return svg.append("</svg>").toString();
  }

  /** Level by level, where the sides of the triangles of a grid meet it. */
  private void contours(StringBuilder svg, Axis x, Axis y) {
    double[][] grid = new double[CELLS + 1][CELLS + 1];
    for (int i = 0; i <= CELLS; i++) {
      for (int j = 0; j <= CELLS; j++) {
        grid[i][j] = height.applyAsDouble(x.part(i, CELLS), y.part(j, CELLS));
      }
    }
    for (double level : levels) {
      StringBuilder way = new StringBuilder();
      for (int i = 0; i < CELLS; i++) {
        for (int j = 0; j < CELLS; j++) {
          crossing(way, x, y, grid, level, new int[] {i, j, i + 1, j, i, j + 1});
          crossing(way, x, y, grid, level, new int[] {i + 1, j + 1, i + 1, j, i, j + 1});
        }
      }
      if (!way.isEmpty()) {
        svg.append("<path class=\"contour\" d=\"").append(way).append("\"/>");
      }
    }
  }

  /** Where a level crosses a triangle, given by the places of its corners in the grid. */
  private static void crossing(
      StringBuilder way, Axis x, Axis y, double[][] grid, double level, int[] corners) {
    String command = "M";
    for (int a = 0; a < 3; a++) {
      int b = (a + 1) % 3;
      double from = grid[corners[2 * a]][corners[2 * a + 1]] - level;
      double to = grid[corners[2 * b]][corners[2 * b + 1]] - level;
      if (from < 0 != to < 0 && Double.isFinite(from) && Double.isFinite(to)) {
        double t = from / (from - to);
        double i = corners[2 * a] + t * (corners[2 * b] - corners[2 * a]);
        double j = corners[2 * a + 1] + t * (corners[2 * b + 1] - corners[2 * a + 1]);
        way.append(format("%s%.1f,%.1f", command, x.at(x.part(i, CELLS)), y.at(y.part(j, CELLS))));
        command = "L";
      }
    }
  }

  /** The first and last number of each line, for those who do not see it. */
  private String description() {
    List<String> parts = new ArrayList<>();
    for (Series series : all) {
      double[] y = series.y;
      parts.add(
          series.isCloud()
              ? series.name + ": " + y.length + " points"
              : series.name + ": from " + label(y[0]) + " to " + label(y[y.length - 1]));
    }
    return String.join("; ", parts);
  }

  private void axes(StringBuilder svg, Axis x, Axis y) {
    for (double tick : y.ticks()) {
      line(svg, "grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
      text(svg, LEFT - 6, y.at(tick) + 4, "end", "", label(tick));
    }
    for (double tick : x.ticks()) {
      line(svg, "grid", x.at(tick), bottom, x.at(tick), bottom + 4);
      text(svg, x.at(tick), bottom + 18, "middle", "", label(tick));
    }
    line(svg, "grid", LEFT, bottom, WIDTH - RIGHT, bottom);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, bottom + BOTTOM - 5, "middle", "", horizontal);
    text(svg, LEFT, top - 8, "start", "vertical", vertical);
  }

  private static void draw(StringBuilder svg, Series series, Axis x, Axis y) {
    if (!series.isCloud()) {
      svg.append("<polyline class=\"").append(series.style).append("\" points=\"");
      for (int i = 0; i < series.x.length; i++) {
        svg.append(format("%.1f,%.1f ", x.at(series.x[i]), y.at(series.y[i])));
      }
      svg.append("\"/>");
    }
    if (series.isCloud() || series.isPath() || series.x.length <= FEW) {
      String radius = series.isCloud() ? series.dot() : series.isPath() ? "2" : "3";
      for (int i = 0; i < series.x.length; i++) {
        svg.append(
            format(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"/>",
                series.style, x.at(series.x[i]), y.at(series.y[i]), radius));
      }
    }
  }

  private double legendWidth(Series series) {
    return 46 + 7.2 * series.name.length();
  }

  /** Rows of names: a name begins another row where it would reach over the right border. */
  private int legendRows() {
    int rows = 1;
    double at = LEFT;
    for (Series series : all) {
      if (at > LEFT && at + legendWidth(series) > WIDTH) {
        rows++;
        at = LEFT;
      }
      at += legendWidth(series);
    }
    return vertical.isEmpty() ? rows : rows + 1;
  }

  private void legend(StringBuilder svg) {
    double at = LEFT;
    double row = 34;
    for (Series series : all.size() > 1 ? all : List.<Series>of()) {
      if (at > LEFT && at + legendWidth(series) > WIDTH) {
        row += LEGEND_ROW;
        at = LEFT;
      }
      if (series.isCloud()) {
        svg.append(
            format(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>",
                series.style, at + 9, row));
      } else {
        line(svg, series.style, at, row, at + 18, row);
      }
      text(svg, at + 23, row + 4, "start", "", series.name);
      at += legendWidth(series);
    }
  }

  private static void line(
      StringBuilder svg, String style, double x, double y, double x2, double y2) {
    svg.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            style, x, y, x2, y2));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String style, String text) {
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
            x, y, anchor, style, Html.escape(text)));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String label(double value) {
    double size = Math.abs(value);
    if (value != 0 && (size >= 1e6 || size < 1e-3)) {
      return format("%.2g", value).replaceFirst("\\.0(?=e)", "");
    }
    String plain = new BigDecimal(value).round(SHORT).stripTrailingZeros().toPlainString();
    return plain.length() > 8 ? format("%.4g", value) : plain;
  }

  /** Where numbers stand on the page. */
  private record Axis(double least, double greatest, boolean logarithmic, double from, double to) {
    static Axis of(List<double[]> values, boolean mayBeLogarithmic, double from, double to) {
      double least = values.stream().flatMapToDouble(Arrays::stream).min().orElseThrow();
      double greatest = values.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
      if (mayBeLogarithmic && least > 0 && greatest > WIDE * least) {
        return new Axis(least, greatest, true, from, to);
      }
      double low = mayBeLogarithmic && least > 0 && least < greatest / 2 ? 0 : least;
      double margin = greatest > low ? 0 : Math.max(1e-3, Math.abs(low) / 2);
      return new Axis(low - margin, greatest + margin, false, from, to);
    }

    static Axis logarithmic(List<double[]> values, double from, double to) {
      double least = values.stream().flatMapToDouble(Arrays::stream).min().orElseThrow();
      double greatest = values.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
      return new Axis(least, greatest, true, from, to);
    }

    double at(double value) {
      double share =
          logarithmic
              ? Math.log(value / least) / Math.log(greatest / least)
              : (value - least) / (greatest - least);
      return from + share * (to - from);
    }

    /** The number at a share of the axis, which is linear. */
    double part(double index, int of) {
      return least + (greatest - least) * index / of;
    }

    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      if (logarithmic) {
        int decades = (int) Math.ceil(Math.log10(greatest / least));
        int every = Math.max(1, decades / TICKS);
        for (int e = (int) Math.ceil(Math.log10(least)); Math.pow(10, e) <= greatest; e += every) {
          ticks.add(Math.pow(10, e));
        }
        return ticks;
      }
      double raw = (greatest - least) / TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(raw)));
      double step = raw / power > 5 ? 10 * power : raw / power > 2 ? 5 * power : 2 * power;
      for (double k = Math.ceil(least / step); k * step <= greatest * (1 + 1e-12); k++) {
        ticks.add(k * step);
      }
      return ticks;
    }
  }
}
