package io.github.curvelane.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formulas as they are printed: of a plain text, {@code λ_max} shows its index below the line,
 * {@code m^(−1/2)} its exponent above it, {@code 3e-17} as a power of ten, and a hyphen before a
 * number as a minus.
 */
public final class Formulas {
  /** An index of one letter, an exponent, a number with a power of ten, a sign. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<=(?<![\\p{L}\\p{N}_])\\p{L}|[α-ωΑ-Ω])_(?:(?<index>[A-Za-z0-9]+)|\\((?<indices>[^()]*)\\))"
              + "|\\^(?:(?<power>[−-]?(?:½|\\d+(?:\\.\\d+)?))|\\((?<powers>[^()]*)\\))"
              + "|(?<![\\p{L}\\p{N}_.])(?<digits>\\d+(?:\\.\\d+)?)e(?<ten>[+-]?\\d+)(?![\\p{L}\\p{N}_])"
              + "|(?<![\\p{L}\\p{N}_)\\]])(?<minus>-)(?=\\d)");

  /** A piece of a text, on the line, or below or above it. */
  private record Piece(String text, Height height) {}

  private enum Height {
    BELOW(3),
    ON(0),
    ABOVE(-5);

    /** How far down, in units of a chart. */
    private final int down;

    Height(int down) {
      this.down = down;
    }
  }

  private Formulas() {}

  /**
   * Marks a text up for a page.
   *
   * @param text the text
   * @return what shows as the text, its formulas as they are printed
   */
  public static String html(String text) {
    StringBuilder html = new StringBuilder();
    for (Piece piece : pieces(text)) {
      String escaped = Html.escape(piece.text);
      html.append(
          switch (piece.height) {
            case BELOW -> "<sub>" + escaped + "</sub>";
            case ON -> escaped;
            case ABOVE -> "<sup>" + escaped + "</sup>";
          });
    }
    return html.toString();
  }

  /** Marks a text up for a text element of SVG. */
  static String svg(String text) {
    StringBuilder svg = new StringBuilder();
    int down = 0;
    for (Piece piece : pieces(text)) {
      String escaped = Html.escape(piece.text);
      int by = piece.height.down - down;
      String small = piece.height == Height.ON ? "" : " class=\"small\"";
      svg.append(
          by == 0 && small.isEmpty()
              ? escaped
              : Figures.format("<tspan dy=\"%d\"%s>%s</tspan>", by, small, escaped));
      down = piece.height.down;
    }
    return svg.toString();
  }

  private static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    Matcher part = PARTS.matcher(text);
    int end = 0;
    while (part.find()) {
      line.append(text, end, part.start());
      end = part.end();
      if (part.group("minus") != null) {
        line.append('−');
      } else if (part.group("digits") == null) {
        boolean above = part.group().startsWith("^");
        shift(pieces, line, given(part, "index", "indices", "power", "powers"), above);
      } else if (Double.parseDouble(part.group("digits")) == 0) {
        line.append('0');
      } else {
        String digits = part.group("digits");
        line.append(digits.equals("1") ? "10" : digits + "·10");
        shift(pieces, line, String.valueOf(Integer.parseInt(part.group("ten"))), true);
      }
    }
    line.append(text, end, text.length());
    flush(pieces, line);
    return pieces;
  }

  /** Returns the group that there is. */
  private static String given(Matcher part, String... groups) {
    return Arrays.stream(groups)
        .map(part::group)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private static void shift(List<Piece> pieces, StringBuilder line, String text, boolean above) {
    flush(pieces, line);
    pieces.add(new Piece(text.replace('-', '−'), above ? Height.ABOVE : Height.BELOW));
  }

  private static void flush(List<Piece> pieces, StringBuilder line) {
    if (!line.isEmpty()) {
      pieces.add(new Piece(line.toString(), Height.ON));
      line.setLength(0);
    }
  }
}
