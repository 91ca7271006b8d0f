package io.github.curvelane.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How people write the ten digits: for each, several ways, each of them a few strokes of the pen.
 *
 * <p>A template is text: strokes are separated by {@code |}; a stroke is {@code -} (straight lines
 * through its points) or {@code ~} (a smooth curve through them: a uniform Catmull-Rom spline)
 * followed by points {@code x,y} in hundredths of the box, x to the right and y downwards.
 */
final class DigitTemplates {
  private static final String[][] SHAPES = {
    {
      "~ 50,10 31,21 23,50 31,80 50,90 69,80 77,50 69,21 50,10",
      "~ 58,12 38,18 28,48 34,80 50,91 66,76 70,46 64,20 46,9",
      "~ 62,18 50,10 36,24 32,54 40,86 54,88 66,66 68,36 58,14 44,16",
      "~ 46,14 27,30 22,58 36,84 62,86 78,62 76,34 58,14 40,18",
    },
    {
      "- 50,10 50,90",
      "- 36,28 53,10 53,90",
      "- 34,30 52,11 52,89 | - 32,89 72,89",
      "~ 56,10 51,36 48,62 47,90",
      "- 30,38 56,12 50,90",
    },
    {
      "~ 26,30 34,14 54,10 71,22 70,40 52,63 25,88 | - 25,88 77,88",
      "~ 25,28 40,12 62,12 72,28 60,53 40,78 27,86 27,75 42,75 60,87 80,82",
      "- 26,14 72,14 26,88 76,86",
      "~ 24,24 44,10 68,18 68,38 46,64 24,86 | ~ 24,86 40,80 58,88 78,84",
      "~ 30,34 28,20 44,10 64,16 66,36 48,60 28,82 36,88 54,84 74,86",
    },
    {
      "~ 26,20 45,10 68,18 68,36 46,47 | ~ 46,47 70,56 72,78 50,91 25,80",
      "- 26,12 70,12 46,42 | ~ 46,42 70,52 73,74 50,90 25,80",
      "~ 27,18 50,9 70,22 58,41 43,48 53,45 71,58 70,80 46,92 24,80",
      "~ 32,16 54,10 66,24 54,44 40,48 | ~ 40,48 60,50 68,68 58,86 30,90",
    },
    {
      "- 34,10 26,54 78,54 | - 62,24 62,92",
      "- 60,92 60,10 22,62 82,62",
      "~ 32,12 26,40 35,53 56,53 70,46 | - 71,14 64,92",
      "- 26,14 24,50 70,48 | - 68,10 68,90",
      "- 52,8 24,58 76,58 | - 56,36 54,92",
    },
    {
      "- 70,12 34,12 30,44 | ~ 30,44 52,38 72,52 70,76 48,90 25,82",
      "~ 72,12 44,13 32,22 34,40 56,46 72,62 62,84 40,90 24,80",
      "~ 36,14 32,46 50,40 71,54 68,80 46,90 24,80 | - 36,14 75,10",
      "- 74,14 38,14 34,46 | ~ 34,46 58,44 68,62 58,84 26,88",
    },
    {
      "~ 64,10 42,26 28,52 28,76 46,91 68,82 68,62 50,54 30,66",
      "- 56,8 34,52 | ~ 34,52 26,74 44,92 67,82 65,60 46,56 30,70",
      "~ 50,8 34,34 27,66 36,88 58,88 64,70 52,60 34,74",
      "~ 70,16 52,12 32,36 26,66 42,90 66,84 70,64 48,54 28,68",
    },
    {
      "- 24,14 76,14 44,90",
      "- 24,14 76,14 44,90 | - 36,50 70,50",
      "- 26,13 74,13 | ~ 74,13 56,44 46,90",
      "- 24,26 27,12 76,12 42,92",
      "~ 22,20 40,12 58,17 76,12 60,42 50,90",
      "- 26,24 27,13 74,13 48,90 | - 40,54 68,48",
    },
    {
      "~ 68,20 48,10 30,24 44,44 66,62 66,82 46,92 28,80 34,60 58,42 70,26 66,16",
      "~ 50,10 32,20 34,40 50,48 66,40 68,20 50,10 | ~ 50,48 28,60 28,82 50,92 72,82 72,60 50,48",
      "~ 64,16 46,10 36,26 48,46 60,66 54,88 38,88 36,68 52,48 66,30 60,12",
      "~ 52,46 34,36 36,16 54,10 68,22 60,42 38,58 32,78 48,91 66,80 62,58 46,44",
    },
    {
      "~ 68,26 50,10 30,22 32,44 52,50 68,36 | - 70,16 66,92",
      "~ 68,28 52,10 32,20 30,42 50,50 66,36 70,22 70,58 60,84 34,90",
      "~ 68,22 48,11 30,28 38,47 58,46 69,24 | ~ 69,24 66,56 54,92",
      "~ 66,30 54,10 34,18 34,40 54,44 66,28 | ~ 66,28 70,66 58,88 36,80",
      "- 68,14 64,92 | ~ 67,18 44,12 30,32 42,50 66,42",
    },
  };

  private static final List<List<double[][]>> TEMPLATES = parseAll();

  private DigitTemplates() {}

  /** Returns the number of ways that a digit is written in. */
  static int count(int digit) {
    return TEMPLATES.get(digit).size();
  }

  /**
   * Returns one way of writing a digit: for each stroke its points (x₀, y₀, x₁, y₁, …) in the unit
   * square, dense enough to be joined by straight lines. Not to be written.
   */
  static double[][] strokes(int digit, int way) {
    return TEMPLATES.get(digit).get(way);
  }

  private static List<List<double[][]>> parseAll() {
    List<List<double[][]>> digits = new ArrayList<>();
    for (String[] ways : SHAPES) {
      List<double[][]> templates = new ArrayList<>();
      for (String way : ways) {
        String[] strokes = way.split(" \\| ");
        double[][] template = new double[strokes.length][];
        for (int s = 0; s < strokes.length; s++) {
          template[s] = parse(strokes[s]);
        }
        templates.add(template);
      }
      digits.add(List.copyOf(templates));
    }
    return List.copyOf(digits);
  }

  private static double[] parse(String stroke) {
    String[] points = stroke.substring(2).split(" ");
    double[] corners = new double[2 * points.length];
    for (int i = 0; i < points.length; i++) {
      String[] xy = points[i].split(",");
      corners[2 * i] = Integer.parseInt(xy[0]) / 100.0;
      corners[2 * i + 1] = Integer.parseInt(xy[1]) / 100.0;
    }
    return stroke.charAt(0) == '~' ? smooth(corners, 5) : straight(corners, 4);
  }

  /** Divides each line, so that an elastic distortion can bend it. */
  private static double[] straight(double[] corners, int pieces) {
    int lines = corners.length / 2 - 1;
    double[] points = new double[2 * (lines * pieces + 1)];
    for (int i = 0; i <= lines * pieces; i++) {
      int line = Math.min(i / pieces, lines - 1);
      double t = (i - line * pieces) / (double) pieces;
      for (int c = 0; c < 2; c++) {
        double from = corners[2 * line + c];
        points[2 * i + c] = from + t * (corners[2 * line + 2 + c] - from);
      }
    }
    return points;
  }

  /** Divides a Catmull-Rom spline; at an open end the missing neighbour is the end itself. */
  private static double[] smooth(double[] knots, int pieces) {
    int spans = knots.length / 2 - 1;
    boolean closed = knots[0] == knots[2 * spans] && knots[1] == knots[2 * spans + 1];
    double[] points = new double[2 * (spans * pieces + 1)];
    for (int i = 0; i <= spans * pieces; i++) {
      int span = Math.min(i / pieces, spans - 1);
      double t = (i - span * pieces) / (double) pieces;
      int before = span > 0 ? span - 1 : closed ? spans - 1 : 0;
      int after = span + 2 <= spans ? span + 2 : closed ? 1 : spans;
      for (int c = 0; c < 2; c++) {
        double p0 = knots[2 * before + c];
        double p1 = knots[2 * span + c];
        double p2 = knots[2 * span + 2 + c];
        double p3 = knots[2 * after + c];
        double cubic = 3 * (p1 - p2) + p3 - p0;
        double square = 2 * p0 - 5 * p1 + 4 * p2 - p3;
        points[2 * i + c] = p1 + 0.5 * t * (p2 - p0 + t * (square + t * cubic));
      }
    }
    return points;
  }
}
