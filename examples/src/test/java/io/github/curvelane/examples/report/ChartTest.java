package io.github.curvelane.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Charts: where things are on them. */
class ChartTest {
  private static List<double[]> numbers(String svg, String pattern) {
    List<double[]> all = new ArrayList<>();
    Matcher found = Pattern.compile(pattern).matcher(svg);
    while (found.find()) {
      all.add(
          new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))});
    }
    return all;
  }

  /** x² + y² = 1 is a circle of radius 1 about the middle. */
  @Test
  void contoursAreWhereTheFunctionHasTheirHeight() {
    String svg =
        new Chart("id", "title", "x")
            .plane(-2, 2, -2, 2)
            .contours((x, y) -> x * x + y * y, 1)
            .points("corners", new double[] {-2, 2}, new double[] {-2, 2})
            .svg();
    List<double[]> corners =
        numbers(svg, "<circle class=\"points\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");
    double middleX = (corners.get(0)[0] + corners.get(1)[0]) / 2;
    double middleY = (corners.get(0)[1] + corners.get(1)[1]) / 2;
    double unitX = (corners.get(1)[0] - corners.get(0)[0]) / 4;
    double unitY = (corners.get(1)[1] - corners.get(0)[1]) / 4;
    String contour = svg.substring(svg.indexOf("class=\"contour\""));
    List<double[]> line =
        numbers(contour.substring(0, contour.indexOf("/>")), "[ML]([0-9.]+),([0-9.]+)");
    assertThat(line).hasSizeGreaterThan(100);
    for (double[] point : line) {
      double radius = Math.hypot((point[0] - middleX) / unitX, (point[1] - middleY) / unitY);
      // Chords of cells of 4/56, and places of one decimal in units of more than 50.
      assertThat(radius).isBetween(0.995, 1.003);
    }
  }

  @Test
  void namesThatDoNotFitBeginAnotherRow() {
    Chart chart = new Chart("id", "title", "x");
    double[] x = {1, 2};
    for (int i = 0; i < 5; i++) {
      chart.line("a line with a long name " + i, x, x);
    }
    List<double[]> names =
        numbers(chart.svg(), "<text x=\"([0-9.]+)\" y=\"([0-9.]+)\" text-anchor=\"start\"");
    assertThat(names).hasSize(6);
    assertThat(names).allMatch(at -> at[0] < 520 - 7 * 25 || at[1] > 80);
    assertThat(names.stream().map(at -> at[1]).distinct().count()).isGreaterThan(2);
    double lowest = names.stream().mapToDouble(at -> at[1]).max().orElseThrow();
    List<double[]> dots =
        numbers(chart.svg(), "<circle class=\"line-0\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");
    assertThat(dots).hasSize(2).allMatch(at -> at[1] > lowest);
  }

  @Test
  void aLogarithmicAxisHasEqualDistancesOfEqualRatios() {
    String svg =
        new Chart("id", "title", "x")
            .logarithmic()
            .line("line", new double[] {1, 10, 100}, new double[] {1, 2, 3})
            .svg();
    List<double[]> dots =
        numbers(svg, "<circle class=\"line-0\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");
    assertThat(dots.get(2)[0] - dots.get(1)[0])
        .isCloseTo(dots.get(1)[0] - dots.get(0)[0], org.assertj.core.data.Offset.offset(0.11));
  }
}
