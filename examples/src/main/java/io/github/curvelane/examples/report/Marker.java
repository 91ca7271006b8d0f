package io.github.curvelane.examples.report;

import java.util.Locale;

/**
 * Dots of several shapes, so that series are told apart without their colours: in print, in grey,
 * and by those who see colours otherwise.
 */
final class Marker {
  private static final double[][] SHAPES = {
    {}, // A circle.
    {-.9, -.9, .9, -.9, .9, .9, -.9, .9},
    {0, -1.2, 1.1, .8, -1.1, .8},
    {0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0},
    {0, 1.2, 1.1, -.8, -1.1, -.8},
    crossed(1, 0),
    crossed(StrictMath.sqrt(0.5), StrictMath.sqrt(0.5)),
    {-1.4, -.6, 1.4, -.6, 1.4, .6, -1.4, .6},
  };

  /** How many shapes there are. */
  static final int COUNT = SHAPES.length;

  private Marker() {}

  /** Two bars that cross, turned by an angle of a given cosine and sine. */
  private static double[] crossed(double cosine, double sine) {
    double[] plus = {
      -.4, -1.3, .4, -1.3, .4, -.4, 1.3, -.4, 1.3, .4, .4, .4, .4, 1.3, -.4, 1.3, -.4, .4, -1.3, .4,
      -1.3, -.4, -.4, -.4
    };
    double[] turned = new double[plus.length];
    for (int i = 0; i < plus.length; i += 2) {
      turned[i] = cosine * plus[i] - sine * plus[i + 1];
      turned[i + 1] = sine * plus[i] + cosine * plus[i + 1];
    }
    return turned;
  }

  /** Draws the dot of a shape about a place. */
  static void draw(StringBuilder svg, String style, int shape, double x, double y, double radius) {
    double[] corners = SHAPES[shape];
    if (corners.length == 0) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
              style,
              x,
              y,
              radius));
      return;
    }
    svg.append("<path class=\"").append(style).append("\" d=\"");
    for (int i = 0; i < corners.length; i += 2) {
      svg.append(
          String.format(
              Locale.ROOT,
              "%s%.1f,%.1f",
              i == 0 ? "M" : "L",
              x + radius * corners[i],
              y + radius * corners[i + 1]));
    }
    svg.append("Z\"/>");
  }
}
