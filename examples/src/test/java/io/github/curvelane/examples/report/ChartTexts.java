package io.github.curvelane.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is written on charts, and where, in a font as wide as usual ones are. */
public final class ChartTexts {
  private static final Pattern CHART =
      Pattern.compile("<svg class=\"chart\" viewBox=\"0 0 (\\d+) (\\d+)\".*?</svg>");
  private static final Pattern TEXT =
      Pattern.compile(
          "<text x=\"([-0-9.]+)\" y=\"([-0-9.]+)\" text-anchor=\"(\\w+)\" class=\"(\\w*)\">(.*?)"
              + "</text>");
  private static final double CHARACTER = 7.4;
  private static final double ABOVE = 10;
  private static final double BELOW = 2;

  /** A text, its class and what it covers. */
  public record Text(
      String style, String text, double left, double right, double top, double bottom) {
    boolean overlaps(Text other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  private ChartTexts() {}

  /** The texts of a chart. */
  public static List<Text> of(String svg) {
    List<Text> texts = new ArrayList<>();
    Matcher found = TEXT.matcher(svg);
    while (found.find()) {
      double x = Double.parseDouble(found.group(1));
      double y = Double.parseDouble(found.group(2));
      String text = found.group(5).replaceAll("<[^>]*>", "").replaceAll("&\\w+;", "&");
      double width = CHARACTER * text.length();
      double left =
          switch (found.group(3)) {
            case "start" -> x;
            case "end" -> x - width;
            default -> x - width / 2;
          };
      texts.add(new Text(found.group(4), text, left, left + width, y - ABOVE, y + BELOW));
    }
    return texts;
  }

  /**
   * Checks each chart of a page: a title, a name of each axis, ticks on both, nothing over the
   * border, and no text over another.
   *
   * @return how many charts there are
   */
  public static int check(String page) {
    Matcher chart = CHART.matcher(page);
    int count = 0;
    while (chart.find()) {
      count++;
      List<Text> texts = of(chart.group());
      String title = texts.getFirst().text;
      assertThat(texts).as(title).noneMatch(t -> t.text.isBlank());
      assertThat(texts.stream().filter(t -> t.style.equals("title"))).as(title).isNotEmpty();
      assertThat(texts.stream().filter(t -> t.style.equals("axis"))).as(title).hasSize(2);
      assertThat(texts.stream().filter(t -> t.style.isEmpty())).as(title).hasSizeGreaterThan(3);
      double width = Double.parseDouble(chart.group(1));
      double height = Double.parseDouble(chart.group(2));
      assertThat(texts)
          .as(title)
          .allMatch(t -> t.left >= 0 && t.right <= width && t.top >= 0 && t.bottom <= height);
      for (int i = 0; i < texts.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(texts.get(i).overlaps(texts.get(j)))
              .as("%s: '%s' over '%s'", title, texts.get(i).text, texts.get(j).text)
              .isFalse();
        }
      }
    }
    return count;
  }
}
