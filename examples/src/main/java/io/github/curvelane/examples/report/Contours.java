package io.github.curvelane.examples.report;

import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/** Lines of constant height of a function of two numbers. */
final class Contours {
  private static final int CELLS = 56;

  private Contours() {}

  /** Level by level, where the sides of the triangles of a grid meet it. */
  static void draw(
      StringBuilder svg, Axis x, Axis y, DoubleBinaryOperator height, double[] levels) {
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
        way.append(
            String.format(
                Locale.ROOT,
                "%s%.1f,%.1f",
                command,
                x.at(x.part(i, CELLS)),
                y.at(y.part(j, CELLS))));
        command = "L";
      }
    }
  }
}
