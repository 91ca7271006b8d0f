package io.github.curvelane.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * A chart of lines or points as SVG. Its texts are texts, with a title and a description for those
 * who hear the page; its colours are those of the style sheet around it. The vertical axis is
 * logarithmic where all numbers are positive and their range is wide, unless the chart is a {@link
 * #plane}. Series have colours, strokes and dots of their own.
 */
public final class Chart {
  private static final int WIDTH = 420;
  private static final int RIGHT = 16;
  private static final int PLOT_HEIGHT = 216;
  private static final int BOTTOM = 46;
  private static final int ROW = 18;
  private static final int EDGE = 8;

  /** A width, no less than in the widest of usual fonts on the average. */
  private static final double CHARACTER = 8.2;

  private static final double DIGIT = 9;

  private static final int TITLE_CHARACTERS = 42;
  private static final int SAMPLE = 26;
  private static final int GAP = 16;
  private static final int FEW = 30;
  private static final int FEW_DOTS = 4;
  private static final int DOTS_OF_LONG_LINE = 8;
  private static final String LEVELS = "lines of equal value";

  private enum Kind {
    LINE,
    PATH,
    BOUND,
    POINTS;

    String style() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Numbers under a name; their look is that of a place among those of the chart. */
  private record Series(String name, Kind kind, int place, double[] x, double[] y) {
    String style() {
      return kind.style() + " c" + look();
    }

    int look() {
      return place % Marker.COUNT;
    }

    /** Whether it is some dots to be seen among many, on top of all. */
    boolean isOnTop() {
      return kind == Kind.POINTS && x.length <= FEW_DOTS;
    }

    double radius() {
      return switch (kind) {
        case PATH -> x.length <= FEW ? 3 : 2.2;
        case POINTS -> isOnTop() ? 5.5 : x.length <= FEW ? 4 : 2.5;
        default -> 3.5;
      };
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
  private List<String> categories = List.of();
  private int places;
  private double left;
  private double top;
  private double bottom;

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
    return add(name, Kind.LINE, places++, x, y);
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
    return add(name, Kind.BOUND, 0, x, y);
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
    return add(name, Kind.POINTS, places++, x, y);
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
    return add(name, Kind.PATH, places++, x, y);
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
   * Names the places 1, 2, … of the horizontal axis, which has no other numbers then.
   *
   * @param names what is at each
   * @return this
   */
  public Chart categories(String... names) {
    categories = List.of(names);
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

  private Chart add(String name, Kind kind, int place, double[] x, double[] y) {
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
      all.add(
          new Series(name, kind, place, Arrays.copyOf(keptX, count), Arrays.copyOf(keptY, count)));
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
    List<String> titleLines = titleLines();
    List<Place> legend = legend();
    int legendRows = legend.isEmpty() ? 0 : legend.getLast().row + 1;
    top = EDGE + ROW * (titleLines.size() + legendRows + (vertical.isEmpty() ? 0 : 1)) + 10;
    bottom = top + PLOT_HEIGHT;
    Axis y =
        plane
            ? Axis.between(window[2], window[3], bottom, top)
            : Axis.vertical(all.stream().map(Series::y).toList(), bottom, top);
    double widest =
        y.ticks().stream().mapToDouble(tick -> DIGIT * Axis.label(tick).length()).max().orElse(0);
    left = EDGE + Math.max(20, widest) + 6;
    Axis x = horizontalAxis();
    StringBuilder svg = new StringBuilder();
    svg.append(
        Figures.format(
            "<svg class=\"chart\" viewBox=\"0 0 %d %.0f\" role=\"img\""
                + " aria-labelledby=\"%s-title %s-desc\"><title id=\"%s-title\">%s</title>"
                + "<desc id=\"%s-desc\">%s</desc>",
            WIDTH,
            bottom + BOTTOM,
            id,
            id,
            id,
            Html.escape(title),
            id,
            Html.escape(description())));
    for (int i = 0; i < titleLines.size(); i++) {
      text(svg, WIDTH / 2.0, EDGE + ROW * (i + 1) - 5, "middle", "title", titleLines.get(i));
    }
    axes(svg, x, y);
    if (plane) {
      svg.append(
          Figures.format(
              "<clipPath id=\"%s-clip\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\""
                  + " height=\"%d\"/></clipPath><g clip-path=\"url(#%s-clip)\">",
              id, left, top, WIDTH - RIGHT - left, PLOT_HEIGHT, id));
      Contours.draw(svg, x, y, height, levels);
    }
    boolean marked = x.shows(mark);
    if (marked) {
      line(svg, "mark", x.at(mark), top, x.at(mark), bottom);
    }
    all.stream().filter(series -> !series.isOnTop()).forEach(series -> draw(svg, series, x, y));
    all.stream().filter(Series::isOnTop).forEach(series -> draw(svg, series, x, y));
    if (plane) {
      svg.append("</g>");
    }
    if (marked) {
      boolean before = x.at(mark) + 4 + width(markName) > WIDTH - RIGHT;
      text(
          svg,
          x.at(mark) + (before ? -4 : 4),
          top + 13,
          before ? "end" : "start",
          "over",
          markName);
    }
    draw(svg, legend, EDGE + ROW * titleLines.size());
    return svg.append("</svg>").toString();
  }

  private Axis horizontalAxis() {
    double right = WIDTH - RIGHT;
    if (!categories.isEmpty()) {
      return Axis.between(0.5, categories.size() + 0.5, left, right);
    }
    return plane
        ? Axis.between(window[0], window[1], left, right)
        : Axis.horizontal(all.stream().map(Series::x).toList(), logarithmicX, left, right);
  }

  /** The width of a text, or somewhat more. */
  private static double width(String text) {
    return CHARACTER * text.length();
  }

  private List<String> titleLines() {
    List<String> lines = new ArrayList<>();
    String line = "";
    // Of about one length, so that no word stands alone.
    int most = title.length() / Math.ceilDiv(title.length(), TITLE_CHARACTERS) + 5;
    for (String word : title.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > Math.min(most, TITLE_CHARACTERS)) {
        lines.add(line);
        line = "";
      }
      line += line.isEmpty() ? word : " " + word;
    }
    lines.add(line);
    return lines;
  }

  /** The axes, and the first and last number of each line, for those who do not see it. */
  private String description() {
    List<String> parts = new ArrayList<>();
    for (Series series : all) {
      double[] y = series.y;
      parts.add(
          series.kind == Kind.POINTS
              ? series.name + ": " + y.length + (y.length == 1 ? " point" : " points")
              : series.name + ": from " + Axis.label(y[0]) + " to " + Axis.label(y[y.length - 1]));
    }
    return horizontal
        + " across"
        + (vertical.isEmpty() ? "" : ", " + vertical + " upwards")
        + ". "
        + String.join("; ", parts);
  }

  private void axes(StringBuilder svg, Axis x, Axis y) {
    for (double tick : y.ticks()) {
      line(svg, "grid", left, y.at(tick), WIDTH - RIGHT, y.at(tick));
      text(svg, left - 6, y.at(tick) + 5, "end", "", Axis.label(tick));
    }
    double free = 0;
    for (double tick : categories.isEmpty() ? x.ticks() : places(categories.size())) {
      line(svg, "grid", x.at(tick), bottom, x.at(tick), bottom + 4);
      String label =
          categories.isEmpty() ? Axis.label(tick) : categories.get((int) Math.rint(tick) - 1);
      double half = (categories.isEmpty() ? DIGIT * label.length() : width(label)) / 2;
      double middle = Math.min(x.at(tick), WIDTH - half);
      if (middle - half >= free) {
        text(svg, middle, bottom + 20, "middle", "", label);
        free = middle + half + CHARACTER;
      }
    }
    line(svg, "grid", left, bottom, WIDTH - RIGHT, bottom);
    text(svg, (left + WIDTH - RIGHT) / 2, bottom + BOTTOM - 7, "middle", "axis", horizontal);
    if (!vertical.isEmpty()) {
      double start = Math.max(EDGE, Math.min(left, WIDTH - EDGE - width(vertical)));
      text(svg, start, top - 13, "start", "axis", vertical);
    }
  }

  private static List<Double> places(int count) {
    return IntStream.rangeClosed(1, count).asDoubleStream().boxed().toList();
  }

  private void draw(StringBuilder svg, Series series, Axis x, Axis y) {
    int length = series.x.length;
    if (series.kind != Kind.POINTS) {
      svg.append("<polyline class=\"").append(series.style()).append("\" points=\"");
      for (int i = 0; i < length; i++) {
        svg.append(Figures.format("%.1f,%.1f ", x.at(series.x[i]), y.at(series.y[i])));
      }
      svg.append("\"/>");
    }
    if (series.kind == Kind.BOUND
        || series.kind == Kind.LINE && length > FEW && !hasSeveralLines()) {
      return;
    }
    if (series.kind == Kind.LINE && length > FEW) {
      // Some, elsewhere on each line, so that those of lines that meet do not cover each other.
      double shift = (series.place % Marker.COUNT + 1.0) / (Math.min(places, Marker.COUNT) + 1);
      for (int k = 0; k < DOTS_OF_LONG_LINE; k++) {
        dot(svg, series, (int) ((k + shift) * length / DOTS_OF_LONG_LINE), x, y);
      }
    } else {
      for (int i = 0; i < length; i++) {
        dot(svg, series, i, x, y);
      }
    }
  }

  /** Whether there are several lines, to be told apart by their dots. */
  private boolean hasSeveralLines() {
    return all.stream().filter(s -> s.kind == Kind.LINE || s.kind == Kind.PATH).count() > 1;
  }

  private static void dot(StringBuilder svg, Series series, int i, Axis x, Axis y) {
    dot(svg, series, x.at(series.x[i]), y.at(series.y[i]), series.radius());
  }

  private static void dot(StringBuilder svg, Series series, double x, double y, double radius) {
    boolean many = series.kind == Kind.POINTS && series.x.length > FEW;
    String style = (series.isOnTop() ? "dot top c" : many ? "dot many c" : "dot c");
    Marker.draw(svg, style + series.look(), series.look(), x, y, radius);
  }

  /** A name of the legend: of a series, or, without one, of the lines of constant height. */
  private record Place(String name, Optional<Series> series, int row, double at) {}

  /** The names, and where: one begins another row where it would reach over the right border. */
  private List<Place> legend() {
    List<Place> legend = new ArrayList<>();
    if (all.size() > 1 || levels.length > 0) {
      all.forEach(series -> place(legend, series.name, Optional.of(series)));
      if (levels.length > 0) {
        String lines = levels.length > 1 ? LEVELS : "line of value " + Figures.number(levels[0]);
        place(legend, lines, Optional.empty());
      }
    }
    return legend;
  }

  private static void place(List<Place> legend, String name, Optional<Series> series) {
    int row = 0;
    double at = EDGE;
    if (!legend.isEmpty()) {
      Place last = legend.getLast();
      row = last.row;
      at = last.at + SAMPLE + 6 + width(last.name) + GAP;
      if (at + SAMPLE + 6 + width(name) > WIDTH - EDGE) {
        row++;
        at = EDGE;
      }
    }
    legend.add(new Place(name, series, row, at));
  }

  private static void draw(StringBuilder svg, List<Place> legend, double from) {
    for (Place place : legend) {
      double y = from + ROW * place.row + ROW / 2.0;
      double middle = place.at + SAMPLE / 2.0;
      place.series.ifPresentOrElse(
          series -> {
            if (series.kind != Kind.POINTS) {
              line(svg, series.style(), place.at, y, place.at + SAMPLE, y);
            }
            if (series.kind != Kind.BOUND) {
              dot(svg, series, middle, y, Math.max(3.5, series.radius()));
            }
          },
          () -> line(svg, "contour", place.at, y, place.at + SAMPLE, y));
      text(svg, place.at + SAMPLE + 6, y + 5, "start", "", place.name);
    }
  }

  private static void line(
      StringBuilder svg, String style, double x, double y, double x2, double y2) {
    svg.append(
        Figures.format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            style, x, y, x2, y2));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String style, String text) {
    svg.append(
        Figures.format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
            x, y, anchor, style, Formulas.svg(text)));
  }
}
