package io.github.curvelane.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        numbers(svg, "<circle class=\"dot top c0\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");
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
    Chart chart = new Chart("id", "title", "x").vertical("y");
    double[] x = {1, 2};
    for (int i = 0; i < 5; i++) {
      chart.line("a line with a long name " + i, x, x);
    }
    List<ChartTexts.Text> names =
        ChartTexts.of(chart.svg()).stream().filter(t -> t.text().contains("name")).toList();
    assertThat(names).hasSize(5);
    assertThat(names.stream().map(ChartTexts.Text::top).distinct().count()).isGreaterThan(2);
    double lowest = names.stream().mapToDouble(ChartTexts.Text::bottom).max().orElseThrow();
    List<double[]> dots =
        numbers(chart.svg(), "<circle class=\"dot c0\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");
    // The third is that of the legend.
    assertThat(dots.subList(0, 2)).allMatch(at -> at[1] > lowest);
    assertThat(ChartTexts.check(chart.svg())).isEqualTo(1);
  }

  /** Series differ by their dots, not by colours alone. */
  @Test
  void eightSeriesHaveEightLooks() {
    Chart chart = new Chart("id", "title", "x").vertical("y");
    double[] at = {1, 2};
    for (int i = 0; i < 8; i++) {
      chart.line("line " + i, at, at);
    }
    Matcher dot =
        Pattern.compile("<(?:path|circle) class=\"dot c(\\d)\" (?:d=\"[^\"]*\"|cx)")
            .matcher(chart.svg());
    Map<String, String> shapes = new HashMap<>();
    while (dot.find()) {
      // Without the numbers a shape is its corners; all are drawn about the same place here.
      shapes.putIfAbsent(dot.group(1), dot.group().replaceAll("class=\"[^\"]*\"", ""));
    }
    assertThat(shapes).hasSize(8);
    assertThat(shapes.values()).doesNotHaveDuplicates();
  }

  @Test
  void numbersBesideAxesAreShort() {
    assertThat(List.of(0.0, 0.1 + 0.2, -0.5, 1e-5, 2e-4, -3e8, 1234.0, 1e6, 0.001))
        .extracting(Axis::label)
        .containsExactly("0", "0.3", "−0.5", "10⁻⁵", "2·10⁻⁴", "−3·10⁸", "1234", "10⁶", "0.001");
  }

  @Test
  void anAxisHasSomeTicksWhateverItsRange() {
    double[][] ranges = {
      {0.125, 4}, {1, 300}, {1e-8, 0.006}, {2, 3}, {0.9, 1.1}, {3, 3}, {1e-30, 1e30}, {0.5, 0.95}
    };
    for (double[] range : ranges) {
      for (boolean logarithmic : new boolean[] {false, true}) {
        Axis axis = Axis.horizontal(List.of(range), logarithmic, 0, 100);
        assertThat(axis.ticks()).hasSizeBetween(2, 10).allMatch(t -> isOn(axis, t));
        assertThat(axis.at(range[0])).isBetween(0.0, 100.0);
      }
      Axis vertical = Axis.vertical(List.of(range), 100, 0);
      assertThat(vertical.ticks()).hasSizeBetween(2, 10).allMatch(t -> isOn(vertical, t));
      assertThat(vertical.at(range[0])).isBetween(0.0, 100.0);
    }
  }

  private static boolean isOn(Axis axis, double tick) {
    return axis.at(tick) > -1e-6 && axis.at(tick) < 100 + 1e-6;
  }

  @Test
  void aLogarithmicAxisOfFewPowersOfTenHasTicksBetween() {
    Axis axis = Axis.horizontal(List.of(new double[] {0.125, 4}), true, 0, 100);
    assertThat(axis.ticks()).containsExactly(0.2, 0.5, 1.0, 2.0);
    Axis wide = Axis.horizontal(List.of(new double[] {1, 3000}), true, 0, 100);
    assertThat(wide.ticks()).containsExactly(1.0, 10.0, 100.0, 1000.0);
  }

  @Test
  void placesOfWholeNumbersHaveNoTicksBetween() {
    Axis axis = Axis.horizontal(List.of(new double[] {1, 2, 3}), false, 0, 100);
    assertThat(axis.ticks()).containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void categoriesStandWhereTheirNumbersAre() {
    String svg =
        new Chart("id", "title", "network")
            .vertical("loss")
            .categories("plain", "skips", "heads")
            .points("medians", new double[] {1, 2, 3}, new double[] {1, 2, 3})
            .svg();
    List<ChartTexts.Text> texts = ChartTexts.of(svg);
    List<double[]> dots =
        numbers(svg, "<circle class=\"dot top c0\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");
    List<String> names = List.of("plain", "skips", "heads");
    for (int k = 0; k < 3; k++) {
      String name = names.get(k);
      ChartTexts.Text text =
          texts.stream().filter(t -> t.text().equals(name)).findFirst().orElseThrow();
      assertThat((text.left() + text.right()) / 2)
          .isCloseTo(dots.get(k)[0], org.assertj.core.data.Offset.offset(0.11));
    }
  }

  @Test
  void aLogarithmicAxisHasEqualDistancesOfEqualRatios() {
    String svg =
        new Chart("id", "title", "x")
            .logarithmic()
            .line("line", new double[] {1, 10, 100}, new double[] {1, 2, 3})
            .svg();
    List<double[]> dots =
        numbers(svg, "<circle class=\"dot c0\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");
    assertThat(dots.get(2)[0] - dots.get(1)[0])
        .isCloseTo(dots.get(1)[0] - dots.get(0)[0], org.assertj.core.data.Offset.offset(0.11));
  }
}
